using System.Text;
using Microsoft.AspNetCore.Http;
using Placard.Apply.Forms;
using Placard.Apply.Records;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Downloads;

/// <summary>
/// The list of applications as one table: every row that the search finds, streamed, in the list's order. A download
/// that cannot be finished ends in a broken connection, never in a file that looks whole.
/// </summary>
internal sealed class ApplicationDownloads(
    Store store, ApplicantSeals seals, ExchangeCalendar calendar, TimeProvider clock)
{
    private static readonly ListPlan Plan = ApplicationList.Plan with
    {
        Select = ApplicationList.Columns + ", a.answers, f.name AS resume_name",
        From = "applications a LEFT JOIN application_files f ON f.application_id = a.id AND f.field = 'resume'",
    };

    private static readonly Cell[] Head =
    [
        "tlrApplicationId", "kind", "status", "outcome", "reason", "campaignId", "segmentId", "sourceId", "jobId",
        "jobReference", "originalJobReference", "jobTitle", "company", "city", "state", "zipcode", "tlrSid", "feedId",
        "qualified", "eventSlot", "startedAt", "completedAt", "firstName", "lastName", "emailAddress", "phone",
        "applicantAddress", "applicantCity", "applicantState", "applicantZipcode", "resume", "answers",
    ];

    public IResult Csv(HttpContext context) => Stream(
        context, "text/csv; charset=utf-8", "applications.csv",
        body => ValueTask.FromResult<ISheet>(new CsvSheet(body)));

    public IResult Xlsx(HttpContext context) => Stream(
        context, XlsxSheet.MediaType, "applications.xlsx",
        async body => await XlsxSheet.Begin(body, clock.GetUtcNow(), context.RequestAborted).ConfigureAwait(false));

    private IResult Stream(
        HttpContext context, string mediaType, string name, Func<Stream, ValueTask<ISheet>> begin)
    {
        if (!Lists.TryRead(context.Request, Plan, out var query, out var refused))
        {
            return refused;
        }
        context.KeepsNoCopy();
        var (where, args) = ApplicationList.Scope(context.Caller());
        query.Parameters.AddDynamicParams(args);
        var sql = $"SELECT {Plan.Select} FROM {Plan.From} WHERE ({where ?? "1 = 1"}) AND {query.WhereSql} "
            + $"ORDER BY {query.OrderBySql}";
        return Results.Stream(async response =>
        {
            await using var body = new PatientStream(response);
            var sheet = await begin(body).ConfigureAwait(false);
            await using (sheet.ConfigureAwait(false))
            {
                await sheet.Row(Head).ConfigureAwait(false);
                var lease = await store.OpenRead(context.RequestAborted).ConfigureAwait(false);
                await using (lease.ConfigureAwait(false))
                {
                    await foreach (var row in lease.Session.Stream<TableRow>(sql, query.Parameters)
                        .WithCancellation(context.RequestAborted).ConfigureAwait(false))
                    {
                        await sheet.Row(Cells(row)).ConfigureAwait(false);
                    }
                }
                await sheet.Finish().ConfigureAwait(false);
            }
            await body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }, mediaType, name);
    }

    private Cell[] Cells(TableRow row)
    {
        var person = seals.PersonOf(row);
        return
        [
            row.PublicId, KindWords.Of(row.Kind), row.Status, row.Outcome, row.Reason, row.CampaignId,
            row.SegmentId, row.SourceId, row.JobId, row.JobReference, row.OriginalJobReference, row.JobTitle,
            row.JobCompany, row.JobCity, row.JobState, row.JobZipcode, row.TlrSidText, row.FeedId,
            row.Qualified != 0 ? "true" : "false", ApplicationShape.SlotOf(row, calendar), Wire.Time(row.StartedAtMs),
            Wire.Time(row.CompletedAtMs), person?.FirstName, person?.LastName, person?.EmailAddress, person?.Phone,
            person?.Address, person?.City, person?.State, person?.Zipcode,
            row.ResumeName == null ? null : seals.OpenFileName(row.TlrApplicationId, FileFields.Resume, row.ResumeName),
            row.Answers == null
                ? null
                : Encoding.UTF8.GetString(seals.OpenAnswers(row.TlrApplicationId, row.Answers)),
        ];
    }

    /// <summary>An application with the sealed name of its resume.</summary>
    private sealed record TableRow : ApplicationRow
    {
        public byte[]? ResumeName { get; init; }
    }
}
