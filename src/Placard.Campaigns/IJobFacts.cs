namespace Placard.Campaigns;

/// <summary>
/// What a job filter may ask of a job. Read lazily: a snapshot's job decodes only the fields that a filter uses.
/// </summary>
public interface IJobFacts
{
    string Title { get; }

    string Company { get; }

    string City { get; }

    /// <summary>Two letters.</summary>
    string State { get; }

    string Zipcode { get; }

    /// <summary>The fed reference.</summary>
    string ReferenceNumber { get; }

    /// <summary>Bracketed names, at most three: <c>[Sales]</c>.</summary>
    IReadOnlyList<string> MajorCategories { get; }

    /// <summary>Bracketed major, blank, label; at most three.</summary>
    IReadOnlyList<string> MinorCategories { get; }

    long SourceId { get; }

    string JobType { get; }

    /// <summary>The price the filter sees: the job's own if it was fed (campaigns); the job's price (feeds).</summary>
    long? CpcCents { get; }

    bool TalrooApply { get; }
}
