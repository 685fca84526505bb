using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>Parts of a campaign that carry a bid of their own.</summary>
internal static class SegmentEndpoints
{
    private const string Path = "/campaigns/{id:long}/segments";

    // Ours: every job of the campaign is compared with them one after another.
    private const int MostSegments = 200;

    private static readonly ListPlan Plan = new(
        "s.id, s.campaign_id, s.name, s.talroo_basic_cpc, s.job_filters, s.created_at_ms, s.updated_at_ms",
        "segments s JOIN campaigns c ON c.id = s.campaign_id",
        "s.id",
        new ListField("id", "s.id", ListType.Number),
        new ListField("name", "s.name"),
        new ListField("talrooBasicCpc", "s.talroo_basic_cpc", ListType.Number),
        new ListField("createdAt", "s.created_at_ms", ListType.Time),
        new ListField("updatedAt", "s.updated_at_ms", ListType.Time));

    public static void Map(RouteGroupBuilder v5)
    {
        v5.MapPost(Path, Create).For(CallerKind.Operator, CallerKind.Customer).Describe(
            "Splits off a part of a campaign's jobs. Its bid goes before the campaign's; a job's own price goes first.",
            CampaignExamples.SegmentCreate, CampaignExamples.Segment, 201);
        v5.MapGet(Path, List).For(CallerKind.Operator, CallerKind.Customer)
            .Describe("A campaign's segments. The oldest one that matches takes a job.",
                answerJson: CampaignExamples.Segment).DescribeList(Plan);
        v5.MapGet("/segments/{id:long}", Find).For(CallerKind.Operator, CallerKind.Customer)
            .Describe("One segment.", answerJson: CampaignExamples.Segment);
        v5.MapPatch("/segments/{id:long}", Change).For(CallerKind.Operator, CallerKind.Customer)
            .Describe("Changes a segment.", """{"talrooBasicCpc": 80}""", CampaignExamples.Segment);
        v5.MapDelete("/segments/{id:long}", Remove).For(CallerKind.Operator, CallerKind.Customer)
            .Describe("Removes a segment; its jobs go back to the campaign's other segments.", status: 204);
    }

    private static async Task<IResult> Create(HttpContext context, CampaignDesk desk, long id)
    {
        var (body, refused) = await JsonFields.Read(context).ConfigureAwait(false);
        if (refused != null)
        {
            return refused;
        }
        SegmentRow? made = null;
        refused = await desk.Change(context, id, async edit =>
        {
            var wanted = Read(body, new SegmentRow(0, id, "", null, "[]", edit.NowMs, edit.NowMs), isNew: true);
            if (Objection(edit, body) is { } objection)
            {
                return objection;
            }
            var count = await edit.Session.Scalar<long>(
                "SELECT COUNT(*) FROM segments WHERE campaign_id = @id", new { id }).ConfigureAwait(false);
            if (count >= MostSegments)
            {
                return Refusal.Conflict($"A campaign has at most {MostSegments} segments.");
            }
            made = wanted with { Id = await CampaignDesk.NextId(edit.Session).ConfigureAwait(false) };
            await edit.Session.Execute(
                """
                INSERT INTO segments
                    (id, campaign_id, name, talroo_basic_cpc, job_filters, created_at_ms, updated_at_ms)
                VALUES (@Id, @CampaignId, @Name, @TalrooBasicCpc, @JobFilters, @CreatedAtMs, @UpdatedAtMs)
                """, made).ConfigureAwait(false);
            edit.SegmentsChanged = true;
            return null;
        }).ConfigureAwait(false);
        return refused ?? Wire.Created($"/v5/segments/{made!.Id}", SegmentShape.Of(made));
    }

    private static async Task<IResult> List(HttpContext context, CampaignDesk desk, long id)
    {
        var scope = context.Caller().CustomerScope;
        var campaign = await desk.Store.Read(
            session => CampaignStore.Find(session, id, scope), context.RequestAborted).ConfigureAwait(false);
        return campaign == null
            ? Refusal.NotFound("campaign")
            : await Lists.Page<SegmentRow, SegmentShape>(
                context, desk.Store, Plan, "s.campaign_id = @id", new { id }, SegmentShape.Of).ConfigureAwait(false);
    }

    private static async Task<IResult> Find(HttpContext context, CampaignDesk desk, long id) =>
        await FindRow(context, desk, id).ConfigureAwait(false) is { } row
            ? Wire.Ok(SegmentShape.Of(row))
            : Refusal.NotFound("segment");

    private static async Task<IResult> Change(HttpContext context, CampaignDesk desk, long id)
    {
        var (body, refused) = await JsonFields.Read(context).ConfigureAwait(false);
        if (refused != null)
        {
            return refused;
        }
        if (await FindRow(context, desk, id).ConfigureAwait(false) is not { } known)
        {
            return Refusal.NotFound("segment");
        }
        SegmentRow? after = null;
        refused = await desk.Change(context, known.CampaignId, async edit =>
        {
            if (await RowOf(edit.Session, id, null).ConfigureAwait(false) is not { } before)
            {
                return Refusal.NotFound("segment");
            }
            after = Read(body, before with { UpdatedAtMs = edit.NowMs }, isNew: false);
            if (Objection(edit, body) is { } objection)
            {
                return objection;
            }
            await edit.Session.Execute(
                """
                UPDATE segments SET name = @Name, talroo_basic_cpc = @TalrooBasicCpc, job_filters = @JobFilters,
                    updated_at_ms = @UpdatedAtMs
                WHERE id = @Id
                """, after).ConfigureAwait(false);
            edit.PartsChanged = true;
            edit.SegmentsChanged = after.JobFilters != before.JobFilters;
            return null;
        }).ConfigureAwait(false);
        return refused ?? Wire.Ok(SegmentShape.Of(after!));
    }

    private static async Task<IResult> Remove(HttpContext context, CampaignDesk desk, long id)
    {
        if (await FindRow(context, desk, id).ConfigureAwait(false) is not { } known)
        {
            return Refusal.NotFound("segment");
        }
        var refused = await desk.Change(context, known.CampaignId, async edit =>
        {
            var removed = await edit.Session.Execute("DELETE FROM segments WHERE id = @id", new { id })
                .ConfigureAwait(false);
            edit.SegmentsChanged = removed > 0;
            return removed > 0 ? null : Refusal.NotFound("segment");
        }).ConfigureAwait(false);
        return refused ?? Results.NoContent();
    }

    private static IResult? Objection(CampaignEdit edit, JsonFields body) =>
        edit.Before.Status == StatusWords.Archived
            ? Refusal.Conflict("An archived campaign does not change any more.")
            : body.Refused();

    private static SegmentRow Read(JsonFields body, SegmentRow row, bool isNew) => row with
    {
        Name = isNew || body.Has("name") ? body.Text("name", required: true) ?? "" : row.Name,
        TalrooBasicCpc = body.Has("talrooBasicCpc") ? CampaignSettings.Cpc(body, "talrooBasicCpc") : row.TalrooBasicCpc,
        JobFilters = body.Has("jobFilters") ? JobFilters.Parse(body, "jobFilters").ToJson() : row.JobFilters,
    };

    private static Task<SegmentRow?> FindRow(HttpContext context, CampaignDesk desk, long id) => desk.Store.Read(
        session => RowOf(session, id, context.Caller().CustomerScope), context.RequestAborted);

    private static Task<SegmentRow?> RowOf(DbSession session, long id, long? customerScope) =>
        session.First<SegmentRow>(
            $"SELECT {Plan.Select} FROM {Plan.From} WHERE s.id = @id AND {CampaignViews.Scope(customerScope)}",
            new { id, owner = customerScope ?? 0 });
}

/// <summary>A segment on the wire.</summary>
internal sealed record SegmentShape(
    long Id,
    long CampaignId,
    string Name,
    long? TalrooBasicCpc,
    IReadOnlyList<JobFilterShape> JobFilters,
    string CreatedAt,
    string UpdatedAt)
{
    public static SegmentShape Of(SegmentRow row) => new(
        row.Id, row.CampaignId, row.Name, row.TalrooBasicCpc, Campaigns.JobFilters.FromJson(row.JobFilters).ToWire(),
        Wire.Time(row.CreatedAtMs), Wire.Time(row.UpdatedAtMs));
}
