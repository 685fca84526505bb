using Microsoft.AspNetCore.Http;
using Placard.Platform;
using Placard.Platform.Outbound;
using Placard.Storage;

namespace Placard.Inventory.Sources;

/// <summary>Sources: where a pool's jobs come from.</summary>
internal sealed class SourceEndpoint(
    SourceStore sources, IAccountFacts accounts, Store store, TimeProvider clock, InventoryOptions options)
{
    public const long FewestRefreshMinutes = 1;
    public const long MostRefreshMinutes = 7 * 24 * 60;
    private const long UsualRefreshMinutes = 60;

    public static readonly ListPlan Plan = new(
        SourceRow.Columns,
        "sources",
        "id",
        new ListField("id", "id", ListType.Number),
        new ListField("name", "name"),
        new ListField("poolId", "pool_id", ListType.Number),
        new ListField("customerId", "customer_id", ListType.Number),
        new ListField("feedUrl", "feed_url"),
        new ListField("refreshMinutes", "refresh_minutes", ListType.Number),
        new ListField("nextPullAt", "next_pull_at_ms", ListType.Time),
        new ListField("createdAt", "created_at_ms", ListType.Time));

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<IResult> Create(HttpContext context, long poolId)
    {
        var pool = await accounts.Pool(poolId, context.RequestAborted).ConfigureAwait(false);
        if (pool == null || !context.Caller().OwnsCustomer(pool.CustomerId))
        {
            return Refusal.NotFound("pool");
        }
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unreadable != null)
        {
            return unreadable;
        }
        var name = fields.Text("name", required: true);
        var feedUrl = FeedUrl(fields);
        var refresh = fields.Whole("refreshMinutes", FewestRefreshMinutes, MostRefreshMinutes) ?? UsualRefreshMinutes;
        var expansions = TitleExpansions.Read(fields);
        if (fields.Refused() is { } refused)
        {
            return refused;
        }
        var source = await sources.Add(
            new SourceRow(0, pool.Id, pool.CustomerId, name!, feedUrl, refresh, expansions, NowMs,
                feedUrl == null ? null : NowMs + (refresh * 60_000), 0, null, null, null),
            context.RequestAborted).ConfigureAwait(false);
        return Wire.Created($"/v5/sources/{source.Id}", source.ToShape());
    }

    public Task<IResult> List(HttpContext context)
    {
        var scope = context.Caller().CustomerScope;
        return Lists.Page<SourceRow, SourceShape>(
            context, store, Plan, scope == null ? null : "customer_id = @scope", new { scope }, row => row.ToShape());
    }

    public async Task<IResult> Get(HttpContext context, long id) =>
        await Owned(context, id).ConfigureAwait(false) is { } source
            ? Wire.Ok(source.ToShape())
            : Refusal.NotFound("source");

    public async Task<IResult> Change(HttpContext context, long id)
    {
        if (await Owned(context, id).ConfigureAwait(false) == null)
        {
            return Refusal.NotFound("source");
        }
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unreadable != null)
        {
            return unreadable;
        }
        var name = fields.Text("name", required: fields.Has("name"));
        var (hasUrl, feedUrl) = (fields.Has("feedUrl"), FeedUrl(fields));
        var refresh = fields.Whole("refreshMinutes", FewestRefreshMinutes, MostRefreshMinutes);
        var (hasExpansions, expansions) = (fields.Has("titleExpansions"), TitleExpansions.Read(fields));
        if (fields.Refused() is { } refused)
        {
            return refused;
        }
        var changed = await sources.Change(id, known => Planned(known, known with
        {
            Name = name ?? known.Name,
            FeedUrl = hasUrl ? feedUrl : known.FeedUrl,
            RefreshMinutes = refresh ?? known.RefreshMinutes,
            TitleExpansions = hasExpansions ? expansions : known.TitleExpansions,
        }), context.RequestAborted).ConfigureAwait(false);
        return Wire.Ok(changed!.ToShape());
    }

    /// <summary>The source if the caller may see it.</summary>
    public async Task<SourceRow?> Owned(HttpContext context, long id)
    {
        var source = await sources.Find(id, context.RequestAborted).ConfigureAwait(false);
        return source != null && context.Caller().OwnsCustomer(source.CustomerId) ? source : null;
    }

    /// <summary>
    /// Plans the pulls anew when address or period have changed; another address has another feed's marks.
    /// </summary>
    private SourceRow Planned(SourceRow known, SourceRow changed)
    {
        var isElsewhere = changed.FeedUrl != known.FeedUrl;
        if (!isElsewhere && changed.RefreshMinutes == known.RefreshMinutes)
        {
            return changed;
        }
        return changed with
        {
            NextPullAtMs = changed.FeedUrl == null ? null : NowMs + (changed.RefreshMinutes * 60_000),
            Failures = 0,
            Etag = isElsewhere ? null : known.Etag,
            LastModified = isElsewhere ? null : known.LastModified,
        };
    }

    private string? FeedUrl(JsonFields fields)
    {
        const string name = "feedUrl";
        var text = fields.Address(name);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address)
            && AddressGuard.Objection(address, options.Sandbox) is { } objection)
        {
            fields.Fault(name, objection);
        }
        return text;
    }
}
