using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Placard.Inventory.Sources;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Inventory.Imports;

/// <summary>Imports: bringing a feed in, and what became of it.</summary>
internal sealed class ImportEndpoint(Importer importer, ImportStore imports, SourceEndpoint sources, Store store)
{
    /// <summary>Bytes of an uploaded feed, compressed or not: 3 GiB. Larger ones are pulled.</summary>
    public const long UploadBytes = 3L << 30;

    private static readonly string[] FeedTypes =
    [
        MediaTypeNames.Application.Xml, MediaTypeNames.Text.Xml, MediaTypeNames.Application.Octet,
        MediaTypeNames.Application.GZip, "application/x-gzip",
    ];

    public static readonly ListPlan Plan = new(
        ImportRow.Columns,
        "imports",
        "id DESC",
        new ListField("id", "id", ListType.Number),
        new ListField("sourceId", "source_id", ListType.Number),
        new ListField("origin", "origin"),
        new ListField("status", "status"),
        new ListField("read", "jobs_read", ListType.Number),
        new ListField("accepted", "jobs_accepted", ListType.Number),
        new ListField("rejected", "jobs_rejected", ListType.Number),
        new ListField("created", "jobs_created", ListType.Number),
        new ListField("updated", "jobs_updated", ListType.Number),
        new ListField("unchanged", "jobs_unchanged", ListType.Number),
        new ListField("removed", "jobs_removed", ListType.Number),
        new ListField("startedAt", "started_at_ms", ListType.Time),
        new ListField("finishedAt", "finished_at_ms", ListType.Time));

    public static readonly ListPlan RejectionPlan = FindingPlan(
        new ListField("reason", "reason"));

    public static readonly ListPlan NotePlan = FindingPlan(
        new ListField("kind", "reason"), new ListField("element", "element"));

    public async Task<IResult> Create(HttpContext context, long sourceId)
    {
        var source = await sources.Owned(context, sourceId).ConfigureAwait(false);
        if (source == null)
        {
            return Refusal.NotFound("source");
        }
        var request = context.Request;
        if (await HasBody(request).ConfigureAwait(false))
        {
            return Unreadable(request) ?? Answer(
                await importer.Upload(sourceId, new UploadStream(request.BodyReader), context.RequestAborted)
                    .ConfigureAwait(false));
        }
        return source.FeedUrl == null
            ? Refusal.Invalid("feedUrl", "Send the feed as the body, or give the source a feedUrl to pull.")
            : Answer(await importer.Pull(sourceId, ImportOrigins.Pull, context.RequestAborted).ConfigureAwait(false));
    }

    public Task<IResult> List(HttpContext context)
    {
        var scope = context.Caller().CustomerScope;
        return Lists.Page<ImportRow, ImportShape>(
            context, store, Plan, scope == null ? null : "customer_id = @scope", new { scope }, row => row.ToShape());
    }

    public async Task<IResult> Get(HttpContext context, long id) =>
        await Owned(context, id).ConfigureAwait(false) is { } import
            ? Wire.Ok(import.ToShape())
            : Refusal.NotFound("import");

    public async Task<IResult> Release(HttpContext context, long id)
    {
        if (await Owned(context, id).ConfigureAwait(false) is not { } import)
        {
            return Refusal.NotFound("import");
        }
        return await importer.Release(import, context.RequestAborted).ConfigureAwait(false) is { } objection
            ? Refusal.Conflict(objection)
            : await Get(context, id).ConfigureAwait(false);
    }

    public Task<IResult> Rejections(HttpContext context, long id) =>
        Findings(context, id, RejectionPlan, FindingRow.Rejections, row => row.ToRejection());

    public Task<IResult> Notes(HttpContext context, long id) =>
        Findings(context, id, NotePlan, FindingRow.Notes, row => row.ToNote());

    private async Task<IResult> Findings<TShape>(
        HttpContext context, long id, ListPlan plan, long kind, Func<FindingRow, TShape> shape) =>
        await Owned(context, id).ConfigureAwait(false) == null
            ? Refusal.NotFound("import")
            : await Lists.Page(context, store, plan, "import_id = @id AND kind = @kind", new { id, kind }, shape)
                .ConfigureAwait(false);

    private async Task<ImportRow?> Owned(HttpContext context, long id)
    {
        var import = await imports.Find(id, context.RequestAborted).ConfigureAwait(false);
        return import != null && context.Caller().OwnsCustomer(import.CustomerId) ? import : null;
    }

    private static IResult Answer(ImportRow? import) => import == null
        ? Refusal.Conflict("Another import of this source is running; try again when it is done.")
        : Wire.Created($"/v5/imports/{import.Id}", import.ToShape());

    /// <summary>Whether any byte comes; it stays there to be read.</summary>
    private static async Task<bool> HasBody(HttpRequest request)
    {
        if (request.ContentLength == 0)
        {
            return false;
        }
        var look = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
        request.BodyReader.AdvanceTo(look.Buffer.Start);
        return !look.Buffer.IsEmpty;
    }

    private static IResult? Unreadable(HttpRequest request)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        if (request.ContentType != null && !FeedTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            return Refusal.Of(415, "Send the feed as application/xml, gzip or not.");
        }
        // Whether it is gzip is told by its first bytes; the header need only not promise something else.
        var encoding = request.Headers.ContentEncoding.ToString();
        return encoding.ToLowerInvariant() is "" or "gzip" or "x-gzip" or "identity"
            ? null
            : Refusal.Of(415, "Only Content-Encoding: gzip is understood.");
    }

    private static ListPlan FindingPlan(params ListField[] own) => new(
        "feed_line AS line, feed_column AS \"column\", reference_number AS referencenumber, reason, element, message, "
            + "value",
        "import_findings",
        "number",
        [
            new ListField("line", "feed_line", ListType.Number),
            new ListField("column", "feed_column", ListType.Number),
            new ListField("referencenumber", "reference_number"),
            .. own,
        ]);
}
