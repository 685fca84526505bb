namespace Placard.Campaigns;

/// <summary>What a field of a job holds, and so which operators and values go with it.</summary>
internal enum FilterKind
{
    Text,

    /// <summary>Text whose values people write as numbers too: references and ZIP codes.</summary>
    Code,

    Categories,
    Number,
    Flag,
}

/// <summary>A field that job filters may name, with the way to read it from a job.</summary>
internal sealed class FilterField
{
    private static readonly string[] OnText =
    [
        "EQUALS", "NOT_EQUALS", "IN", "NOT_IN", "CONTAINS", "NOT_CONTAINS", "STARTS_WITH",
    ];

    private static readonly string[] OnNumbers = ["EQUALS", "NOT_EQUALS", "IN", "NOT_IN", "GT", "GTE", "LT", "LTE"];

    private static readonly string[] OnFlags = ["EQUALS", "NOT_EQUALS"];

    private FilterField(string name, FilterKind kind)
    {
        Name = name;
        Kind = kind;
    }

    /// <summary>Every operator there is, in the order of the contract.</summary>
    public static IReadOnlyList<string> AllOperators { get; } = [.. OnText, "GT", "GTE", "LT", "LTE"];

    /// <summary>Every field there is, in the order of the contract.</summary>
    public static IReadOnlyList<FilterField> All { get; } =
    [
        OfText("title", job => job.Title),
        OfText("company", job => job.Company),
        OfText("city", job => job.City),
        OfText("state", job => job.State),
        OfText("zipcode", job => job.Zipcode, FilterKind.Code),
        OfText("referencenumber", job => job.ReferenceNumber, FilterKind.Code),
        OfCategories("majorCategory", job => job.MajorCategories),
        OfCategories("minorCategory", job => job.MinorCategories),
        OfNumber("sourceId", job => job.SourceId),
        OfText("jobType", job => job.JobType),
        OfNumber("cpcCents", job => job.CpcCents),
        new("talrooApply", FilterKind.Flag) { Flag = job => job.TalrooApply },
    ];

    public string Name { get; }

    public FilterKind Kind { get; }

    public Func<IJobFacts, string> Text { get; private init; } = _ => "";

    public Func<IJobFacts, IReadOnlyList<string>> Categories { get; private init; } = _ => [];

    public Func<IJobFacts, long?> Number { get; private init; } = _ => null;

    public Func<IJobFacts, bool> Flag { get; private init; } = _ => false;

    /// <summary>The operators that make sense here.</summary>
    public IReadOnlyList<string> Operators => Kind switch
    {
        FilterKind.Number => OnNumbers,
        FilterKind.Flag => OnFlags,
        _ => OnText,
    };

    private static FilterField OfText(string name, Func<IJobFacts, string> read, FilterKind kind = FilterKind.Text) =>
        new(name, kind) { Text = read };

    private static FilterField OfCategories(string name, Func<IJobFacts, IReadOnlyList<string>> read) =>
        new(name, FilterKind.Categories) { Categories = read };

    private static FilterField OfNumber(string name, Func<IJobFacts, long?> read) =>
        new(name, FilterKind.Number) { Number = read };
}
