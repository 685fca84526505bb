namespace Placard.Host.Demo.Corpus.Traffic;

/// <summary>A month of clicks up to the clock, oldest first, and what became of some of them.</summary>
internal sealed record DemoTraffic(long FromMs, long ToMs, IReadOnlyList<ClickIntent> Clicks);

/// <summary>What a click is meant to show. The exchange still judges each by its own rules.</summary>
internal enum ClickKind
{
    Person,

    /// <summary>A crawler or tool, known by its agent.</summary>
    Bot,

    /// <summary>A person in another country.</summary>
    Foreign,

    /// <summary>The same visitor and job as an earlier click, inside the feed's duplicate window.</summary>
    Repeat,

    /// <summary>With a token that nobody sealed for this job.</summary>
    Forged,
}

/// <summary>Address and browser of whoever clicks.</summary>
internal sealed record Visitor(string Ip, string UserAgent);

/// <summary>One click that a visitor makes.</summary>
internal sealed record ClickIntent
{
    /// <summary>Unix milliseconds.</summary>
    public required long AtMs { get; init; }

    /// <summary>Index in <see cref="DemoCorpus.Feeds"/>.</summary>
    public required int FeedIndex { get; init; }

    /// <summary>Which of the feed's jobs, as a place in its list: 0 the first, just under 1 the last.</summary>
    public required double JobPick { get; init; }

    /// <summary>Take a job that has left the feed, if there is one.</summary>
    public bool WantsClosedJob { get; init; }

    public required ClickKind Kind { get; init; }

    public required Visitor Visitor { get; init; }

    /// <summary>How long before the click its URL was made; above the feed's expiration the price is stale.</summary>
    public int AgeOfUrlHours { get; init; }

    public string? T1 { get; init; }

    public string? T2 { get; init; }

    public string? T3 { get; init; }

    public string? Referrer { get; init; }

    public string? PublisherClickId { get; init; }

    public ClickOutcome? Outcome { get; init; }
}

/// <summary>What the advertiser reports about a click; only what has happened before the clock.</summary>
internal sealed record ClickOutcome
{
    /// <summary>Event 1, an application begun.</summary>
    public required long StartedAtMs { get; init; }

    /// <summary>Event 2, an application sent.</summary>
    public long? CompletedAtMs { get; init; }

    /// <summary>Reported by the pixel in the page rather than by the advertiser's server.</summary>
    public bool ByPixel { get; init; }

    /// <summary>In the order in which they happened.</summary>
    public IReadOnlyList<DispositionStep> Dispositions { get; init; } = [];
}

/// <summary>A disposition in the contract's words; <paramref name="Reason"/> only with <c>rejected</c>.</summary>
internal sealed record DispositionStep(string Event, string? Reason, string RawEvent, long AtMs);
