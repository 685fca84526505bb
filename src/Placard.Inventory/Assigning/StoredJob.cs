using System.Data.Common;
using Placard.Campaigns;

namespace Placard.Inventory.Assigning;

/// <summary>
/// The row under a reader as campaigns' filters ask of it: only what a filter uses is decoded. It follows the reader
/// from row to row.
/// </summary>
internal sealed class StoredJob(DbDataReader row, long sourceId) : IJobFacts
{
    /// <summary>The columns, in the order of the members below.</summary>
    public const string Columns =
        "job_id, campaign_id, segment_id, title, company, city, state, zipcode, original_job_reference, "
        + "major_categories, minor_categories, job_type, cpc_cents, talroo_apply";

    public long JobId => row.GetInt64(0);

    /// <summary>Where the job is now; campaign 0 when nowhere.</summary>
    public Assignment Assignment => new(Number(1) ?? 0, Number(2));

    public string Title => row.GetString(3);

    public string Company => row.GetString(4);

    public string City => row.GetString(5);

    public string State => row.GetString(6);

    public string Zipcode => row.GetString(7);

    public string ReferenceNumber => row.GetString(8);

    public IReadOnlyList<string> MajorCategories => Lines(9);

    public IReadOnlyList<string> MinorCategories => Lines(10);

    public long SourceId => sourceId;

    public string JobType => row.GetString(11);

    public long? CpcCents => Number(12);

    public bool TalrooApply => row.GetInt64(13) != 0;

    private long? Number(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private string[] Lines(int column) => row.GetString(column) is { Length: > 0 } text ? text.Split('\n') : [];
}
