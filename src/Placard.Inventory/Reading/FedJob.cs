namespace Placard.Inventory.Reading;

/// <summary>
/// One job as an advertiser fed it: repaired and checked by <see cref="JobParser"/>, nothing completed.
/// Places are the advertiser's own words; the import checks and completes them from its table.
/// </summary>
internal sealed class FedJob
{
    public required string ReferenceNumber { get; init; }
    public required string Title { get; init; }
    public required string Company { get; init; }

    /// <summary>Absolute http or https address of the job page, as fed (may hold spaces and non-ASCII text).</summary>
    public required string Url { get; init; }

    /// <summary>HTML as fed; never shown without the sanitizer. Good as long as the room it was parsed into.</summary>
    public required Utf8Text Description { get; init; }

    /// <summary>First publication, Unix milliseconds; the import's own time when what was fed cannot be read.</summary>
    public required long DateAtMs { get; init; }

    public string? City { get; init; }
    public string? State { get; init; }
    public string? Zip { get; init; }
    public string? Country { get; init; }
    public string? Address { get; init; }

    /// <summary>Both coordinates are given or neither, in millionths of a degree.</summary>
    public long? LatitudeMicro { get; init; }
    public long? LongitudeMicro { get; init; }

    /// <summary>Price of a click, 1 to <see cref="FeedLimits.CpcCents"/>; null when no usable one was fed.</summary>
    public long? CpcCents { get; init; }

    /// <summary>Price of an application in cents; kept, not charged.</summary>
    public long? CpaCents { get; init; }

    public long? ExpiresAtMs { get; init; }
    public string? Email { get; init; }
    public string? Salary { get; init; }
    public string? JobType { get; init; }
    public string? Education { get; init; }
    public string? Experience { get; init; }
    public string? RemoteType { get; init; }
    public string? CampaignId { get; init; }
    public string? AdvertiserId { get; init; }
    public string? LogoUrl { get; init; }

    /// <summary>At most three, in the bracket form of the partner contracts: <c>[Sales]</c>.</summary>
    public IReadOnlyList<string> MajorCategories { get; init; } = [];

    /// <summary>At most three, in the bracket form: <c>[Sales] Cashier/Counter Person</c>.</summary>
    public IReadOnlyList<string> MinorCategories { get; init; } = [];

    /// <summary>The extraction fields when the advertiser brought any; each is JSON of its documented type.</summary>
    public FedExtractions? Extractions { get; init; }

    /// <summary>Present when the job has a <c>talroo_apply</c> container: its application is hosted here.</summary>
    public FedApply? Apply { get; init; }
}

/// <summary>What the <c>talroo_apply</c> container says; a null member was not fed or could not be used.</summary>
internal sealed class FedApply
{
    public string? CustomQuestionsUrl { get; init; }
    public string? PostUrl { get; init; }

    /// <summary><c>required</c>, <c>optional</c> or <c>off</c>.</summary>
    public string? AddressCollection { get; init; }
    public bool? ResumeRequired { get; init; }
}

/// <summary>JSON text, exactly as fed, of the extraction fields of the publisher feed.</summary>
internal sealed class FedExtractions
{
    public string? AllRequirementsNormalized { get; init; }
    public string? AllPreferencesNormalized { get; init; }
    public string? Compensation { get; init; }
    public string? Benefits { get; init; }
    public string? WorkSchedule { get; init; }
    public string? WorkLocationType { get; init; }
    public string? VisaStatus { get; init; }
}
