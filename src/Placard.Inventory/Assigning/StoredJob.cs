using Placard.Campaigns;
using Placard.Storage;

namespace Placard.Inventory.Assigning;

/// <summary>
/// The row under a reader as campaigns' filters ask of it: only what a filter uses is decoded. It follows the reader
/// from row to row.
/// </summary>
internal sealed class StoredJob(RowReader row, long sourceId) : IJobFacts
{
    /// <summary>The columns, in the order of the members below.</summary>
    public const string Columns =
        "job_id, campaign_id, segment_id, title, company, city, state, zipcode, original_job_reference, "
        + "major_categories, minor_categories, job_type, cpc_cents, talroo_apply";

    public long JobId => row.Number(0);

    /// <summary>Where the job is now; campaign 0 when nowhere.</summary>
    public Assignment Assignment => new(row.NumberOrNull(1) ?? 0, row.NumberOrNull(2));

    public string Title => row.Text(3);

    public string Company => row.Text(4);

    public string City => row.Text(5);

    public string State => row.Text(6);

    public string Zipcode => row.Text(7);

    public string ReferenceNumber => row.Text(8);

    public IReadOnlyList<string> MajorCategories => Lines(9);

    public IReadOnlyList<string> MinorCategories => Lines(10);

    public long SourceId => sourceId;

    public string JobType => row.Text(11);

    public long? CpcCents => row.NumberOrNull(12);

    public bool TalrooApply => row.Number(13) != 0;

    private string[] Lines(int column) => row.Text(column) is { Length: > 0 } text ? text.Split('\n') : [];
}
