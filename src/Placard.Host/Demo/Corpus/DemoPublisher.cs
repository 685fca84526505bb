namespace Placard.Host.Demo.Corpus;

/// <summary>A publisher account and its feeds.</summary>
internal sealed record DemoPublisher(string Name, IReadOnlyList<DemoFeed> Feeds);

/// <summary>A feed as <c>POST /v5/publishers/{id}/feeds</c> takes it, and the traffic that it sends.</summary>
internal sealed record DemoFeed
{
    public required string Name { get; init; }

    /// <summary>Share of the job's cpc, 1 to 100, or null for a flat feed.</summary>
    public int? SharePercent { get; init; }

    /// <summary>Flat fee in cents, or null for a dynamic feed.</summary>
    public long? FlatCpcCents { get; init; }

    public int ClickExpirationHours { get; init; } = 24;

    public int DuplicateClickMinutes { get; init; } = 30;

    /// <summary>JSON array of filters, as a campaign's.</summary>
    public string JobFilters { get; init; } = "[]";

    public IReadOnlyList<string> OnDemandFields { get; init; } = [];

    /// <summary>Name of the query parameter that carries the publisher's own click id; null: it sends none.</summary>
    public string? ClickIdParameter { get; init; }

    public required TrafficMix Mix { get; init; }
}

/// <summary>Who comes through a feed. Shares are percent of its visits; the rest are people in the country.</summary>
internal sealed record TrafficMix
{
    /// <summary>This feed's weight among all feeds.</summary>
    public required int Weight { get; init; }

    public int BotPercent { get; init; }

    public int ForeignPercent { get; init; }

    public int ForgedPercent { get; init; }

    /// <summary>Of people's clicks: clicked again on the same job within half an hour.</summary>
    public int RepeatPercent { get; init; }

    /// <summary>Of people's clicks: with a click URL older than the feed's expiration.</summary>
    public int StalePercent { get; init; }

    /// <summary>Of people's clicks: on a job that has left its feed.</summary>
    public int ClosedPercent { get; init; }

    public IReadOnlyList<string> T1 { get; init; } = [];

    public IReadOnlyList<string> T2 { get; init; } = [];

    public IReadOnlyList<string> T3 { get; init; } = [];

    public IReadOnlyList<string> Referrers { get; init; } = [];
}
