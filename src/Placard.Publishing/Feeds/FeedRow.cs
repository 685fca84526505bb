using System.Text.Json;
using Placard.Campaigns;

namespace Placard.Publishing.Feeds;

/// <summary>A row of <c>feeds</c>, with the build that is handed out.</summary>
internal sealed class FeedRow
{
    public const string Live = "LIVE";

    public const string Archived = "ARCHIVED";

    /// <summary>The only type that has bulk files; the others are shown by the exchange itself.</summary>
    public const string Xml = "XML";

    public const string Dynamic = "DYNAMIC";

    public const string Flat = "FLAT";

    public static readonly IReadOnlyList<string> Types = [Xml, "API", "WIDGET", "AFF_LINK"];

    public long Id { get; init; }

    public long PublisherId { get; init; }

    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    public string Status { get; init; } = "";

    public string Pass { get; init; } = "";

    public string PricingModel { get; init; } = "";

    public long SharePercent { get; init; }

    public long FlatCpcCents { get; init; }

    public long ClickExpirationHours { get; init; }

    public long DuplicateClickMinutes { get; init; }

    public long ExpiredClickCents { get; init; }

    public long StaleClickCents { get; init; }

    /// <summary>JSON: element names in the contract's order.</summary>
    public string OnDemandFields { get; init; } = "[]";

    /// <summary>JSON, see <see cref="Campaigns.JobFilters"/>.</summary>
    public string JobFilters { get; init; } = "[]";

    public long PartSize { get; init; }

    public long GenerateMinutes { get; init; }

    public string? ClickIdParameter { get; init; }

    public long CreatedAtMs { get; init; }

    public long UpdatedAtMs { get; init; }

    public long? NextBuildAtMs { get; init; }

    public long? LastDownloadAtMs { get; init; }

    public long? BuildId { get; init; }

    public long? BuiltAtMs { get; init; }

    public long? BuildTotal { get; init; }

    public long? BuildParts { get; init; }

    public bool IsLive => Status == Live;

    /// <summary>Whether there are files to build and to download.</summary>
    public bool HasFiles => IsLive && Type == Xml;

    public IReadOnlyList<string> OnDemandNames => JsonSerializer.Deserialize<string[]>(OnDemandFields)!;

    public JobFilters Filters => Campaigns.JobFilters.FromJson(JobFilters);

    public FeedTerms Terms => new(
        Id,
        PublisherId,
        Name,
        IsLive,
        PricingModel == Flat ? Publishing.PricingModel.Flat : Publishing.PricingModel.Dynamic,
        SharePercent,
        FlatCpcCents,
        ClickExpirationHours,
        DuplicateClickMinutes,
        ExpiredClickCents,
        StaleClickCents,
        ClickIdParameter);
}
