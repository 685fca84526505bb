using System.CommandLine;

namespace Placard.Bench;

/// <summary>What is measured, how often and how large.</summary>
internal sealed record BenchOptions(
    string[] Only, string? Engine, int Rounds, int Seconds, int Jobs, long Ledger, int FeedJobs, string? Out, bool Quick)
{
    /// <summary>Everything there is to measure, in the order of the table.</summary>
    public static readonly string[] Subjects =
    [
        "start", "click", "idle", "status", "disposition", "form", "deliveries", "beside", "import", "memory", "build",
        "download",
    ];

    private static readonly Option<string?> OnlyOption = new("--only")
    {
        Description = $"Measure only these, separated by commas: {string.Join(", ", Subjects)}.",
    };

    private static readonly Option<string?> EngineOption = new("--engine")
    {
        Description = "Measure on sqlite or on postgres only. Default: on both, where PostgreSQL is installed.",
    };

    private static readonly Option<bool> QuickOption = new("--quick")
    {
        Description = "A small world and short rounds: for trying things out, not for the record.",
    };

    private static readonly Option<int?> RoundsOption = new("--rounds")
    {
        Description = "Interleaved rounds of each pair; their order is reversed each round. Default 5 (quick: 3).",
    };

    private static readonly Option<int?> SecondsOption = new("--seconds")
    {
        Description = "Length of one round of load. Default 5 (quick: 2).",
    };

    private static readonly Option<int?> JobsOption = new("--jobs")
    {
        Description = "Live jobs of the exchange that takes clicks. Default 1000000 (quick: 20000).",
    };

    private static readonly Option<long?> LedgerOption = new("--ledger")
    {
        Description = "Clicks in its ledger before the first measured one. Default 10000000 (quick: 200000).",
    };

    private static readonly Option<int?> FeedJobsOption = new("--feed-jobs")
    {
        Description = "Jobs of the feeds that are imported and built. Default 100000 (quick: 10000).",
    };

    private static readonly Option<string?> OutOption = new("--out")
    {
        Description = "Writes the table into this file as Markdown.",
    };

    public static RootCommand On(RootCommand command)
    {
        foreach (var option in (Option[])[OnlyOption, EngineOption, QuickOption, RoundsOption, SecondsOption, JobsOption,
            LedgerOption, FeedJobsOption, OutOption])
        {
            command.Options.Add(option);
        }
        return command;
    }

    public static BenchOptions Read(ParseResult parsed)
    {
        var quick = parsed.GetValue(QuickOption);
        return new BenchOptions(
            parsed.GetValue(OnlyOption)?.Split(',', StringSplitOptions.TrimEntries) ?? Subjects,
            parsed.GetValue(EngineOption),
            parsed.GetValue(RoundsOption) ?? (quick ? 3 : 5),
            parsed.GetValue(SecondsOption) ?? (quick ? 2 : 5),
            parsed.GetValue(JobsOption) ?? (quick ? 20_000 : 1_000_000),
            parsed.GetValue(LedgerOption) ?? (quick ? 200_000 : 10_000_000),
            parsed.GetValue(FeedJobsOption) ?? (quick ? 10_000 : 100_000),
            parsed.GetValue(OutOption),
            quick);
    }

    /// <summary>A sentence about what cannot be measured like this; null when all is well.</summary>
    public string? Fault => Only.Except(Subjects).FirstOrDefault() is { } unknown
        ? $"'{unknown}' is not measured here. There are: {string.Join(", ", Subjects)}."
        : Engine is not (null or "sqlite" or "postgres") ? $"'{Engine}' is no engine: sqlite or postgres."
        : Rounds < 1 || Seconds < 1 || Jobs < 1_000 || Ledger < 0 || FeedJobs < 100
            ? "Rounds and seconds begin at 1, jobs at 1000, feed jobs at 100."
            : null;

    public bool Has(string subject) => Only.Contains(subject);

    /// <summary>Whether this engine (<c>sqlite</c>, <c>postgres</c>) is to be measured.</summary>
    public bool On(string engine) => Engine == null || Engine == engine;
}
