using Placard.Campaigns;

namespace Placard.Inventory.Imports;

/// <summary>
/// One advertised job, ready to be written. <see cref="JobId"/> is 0 until a new job gets its number. Its long texts
/// stand in memory of whoever made or read it, who says how long they are good.
/// </summary>
internal sealed class JobRecord : IJobFacts
{
    public required long JobId { get; set; }
    public required long SourceId { get; init; }
    public required ReadOnlyMemory<byte> FedMark { get; init; }
    public required string JobReference { get; init; }
    public required string OriginalJobReference { get; init; }
    public required string Title { get; init; }
    public required string Company { get; init; }
    public required string City { get; init; }
    public required string State { get; init; }
    public required string Zipcode { get; init; }
    public required long? LatitudeMicro { get; init; }
    public required long? LongitudeMicro { get; init; }
    public required string Url { get; init; }
    public required long? CpcCents { get; init; }

    /// <summary>Joined by line feeds, as stored.</summary>
    public required string Majors { get; init; }

    /// <summary>Joined by line feeds, as stored.</summary>
    public required string Minors { get; init; }
    public required string JobType { get; init; }
    public required bool TalrooApply { get; init; }
    public required long DateMs { get; init; }
    public required long? ExpiresAtMs { get; init; }

    /// <summary>JSON of <see cref="Jobs.JobDetails"/> in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Details { get; init; }
    public required ReadOnlyMemory<byte> Head { get; init; }

    /// <summary>Empty when the job has none.</summary>
    public required ReadOnlyMemory<byte> OnDemand { get; init; }
    public required ReadOnlyMemory<byte> Body { get; init; }

    string IJobFacts.ReferenceNumber => OriginalJobReference;

    IReadOnlyList<string> IJobFacts.MajorCategories => Lines(Majors);

    IReadOnlyList<string> IJobFacts.MinorCategories => Lines(Minors);

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.Split('\n');
}
