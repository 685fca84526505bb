namespace Placard.Host.Demo.Corpus.Feeds;

/// <summary>How a feed spells its dates.</summary>
internal enum DateStyle
{
    /// <summary><c>Fri, 05 Mar 2021 20:52:19 EST</c>, the zone by where the job is.</summary>
    UsZone,

    /// <summary><c>Fri, 05 Mar 2021 20:52:19 GMT</c></summary>
    Gmt,

    /// <summary><c>2021-03-05T20:52:19Z</c></summary>
    Iso,

    /// <summary><c>2021-03-05T15:52:19-05:00</c></summary>
    IsoOffset,

    /// <summary><c>2021-03-05 15:52:19</c>, Eastern without saying so.</summary>
    Plain,

    /// <summary><c>03/05/2021</c></summary>
    UsSlashes,
}

/// <summary>How a feed names its categories.</summary>
internal enum CategoryStyle
{
    /// <summary><c>major_category0</c>, <c>minor_category0</c> in brackets.</summary>
    Bracketed,

    /// <summary>One <c>category</c> element with the plain name of the major category.</summary>
    PlainText,

    /// <summary>None: left to the exchange.</summary>
    None,
}

/// <summary>What is peculiar to one advertiser's feed. Each field exists because real feeds differ in it.</summary>
internal sealed record FeedHabits
{
    public required string Publisher { get; init; }

    public required string Site { get; init; }

    public required string ReferencePrefix { get; init; }

    /// <summary>The page of a job, given its reference number.</summary>
    public required Func<DemoJob, string, string> Landing { get; init; }

    public string ZipElement { get; init; } = "postalcode";

    public DateStyle Dates { get; init; } = DateStyle.Gmt;

    public CategoryStyle Categories { get; init; } = CategoryStyle.Bracketed;

    public SalaryStyle Salary { get; init; } = SalaryStyle.Spelled;

    public bool WithCpc { get; init; }

    public bool WithExtractions { get; init; }

    public bool WithStreet { get; init; }

    public bool WithCountry { get; init; }

    public bool WithExpiry { get; init; }

    public string? LogoUrl { get; init; }

    /// <summary>The jobs stand inside a <c>jobs</c> element.</summary>
    public bool WrappedInJobs { get; init; }

    public bool Gzipped { get; init; }

    /// <summary>Written, and honestly declared, as ISO-8859-1.</summary>
    public bool Latin1 { get; init; }

    /// <summary>Role whose jobs in small states are offered in "All Cities" of the state.</summary>
    public string? AllCitiesRole { get; init; }

    /// <summary>Written by string concatenation, with everything that goes wrong that way.</summary>
    public bool Sloppy { get; init; }
}
