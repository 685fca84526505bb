namespace Placard.Host.Demo.Corpus;

/// <summary>One advertiser: its account, its campaigns, and the feed it would serve at a given time.</summary>
internal sealed record DemoAdvertiser
{
    public required string Name { get; init; }

    public required string PoolName { get; init; }

    public required string SourceName { get; init; }

    public required IReadOnlyList<DemoCampaign> Campaigns { get; init; }

    /// <summary>
    /// The advertiser XML at that time (gzip when <see cref="Gzipped"/>). Within one UTC day the bytes stay the same;
    /// from day to day about one job in forty-five is replaced, as in a feed that somebody looks after.
    /// </summary>
    public required Func<DateTimeOffset, byte[]> Feed { get; init; }

    /// <summary>Upload with <c>Content-Encoding: gzip</c>.</summary>
    public bool Gzipped { get; init; }

    /// <summary>This feed is not well-formed on purpose: repairs and rejections need something to show.</summary>
    public bool Sloppy { get; init; }
}

/// <summary>A campaign as <c>POST /v5/pools/{id}/campaigns</c> takes it.</summary>
internal sealed record DemoCampaign(string Name, long TalrooBasicCpcCents, long MonthlyBudgetDollars)
{
    /// <summary>Higher is served first; two campaigns of a pool never share one.</summary>
    public int ApplyOrder { get; init; }

    public long? DailyBudgetCents { get; init; }

    public bool Pacing { get; init; }

    /// <summary>Day of the month by which a paced budget should be spent.</summary>
    public int? PacingDom { get; init; }

    /// <summary>JSON array of <c>{field, operator, value}</c>; <c>[]</c> takes whatever is left of the pool.</summary>
    public string JobFilters { get; init; } = "[]";

    public IReadOnlyList<DemoSegment> Segments { get; init; } = [];

    /// <summary>Launched for the month of traffic and paused at its end: the demo shows one paused campaign.</summary>
    public bool PausedInTheEnd { get; init; }
}

/// <summary>A segment as <c>POST /v5/campaigns/{id}/segments</c> takes it.</summary>
internal sealed record DemoSegment(string Name, long TalrooBasicCpcCents, string JobFilters);
