using Placard.Campaigns;

namespace Placard.Tests.Campaigns;

/// <summary>A job for filters to look at: a cashier in Austin unless a test says otherwise.</summary>
internal sealed record SomeJob : IJobFacts
{
    public string Title { get; init; } = "Night Cashier";

    public string Company { get; init; } = "Acme Stores";

    public string City { get; init; } = "Austin";

    public string State { get; init; } = "TX";

    public string Zipcode { get; init; } = "78701";

    public string ReferenceNumber { get; init; } = "acme-17";

    public IReadOnlyList<string> MajorCategories { get; init; } = ["[Retail]", "[Food Services]"];

    public IReadOnlyList<string> MinorCategories { get; init; } = ["[Retail] Cashier/Counter Person"];

    public long SourceId { get; init; } = 7;

    public string JobType { get; init; } = "Part Time";

    public long? CpcCents { get; init; } = 45;

    public bool TalrooApply { get; init; }
}
