using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Publishing.Feeds;

/// <summary>Feeds of <c>/v5</c>: an operator makes them and sets their terms, a publisher adjusts its own.</summary>
internal sealed class FeedEndpoints(
    FeedStore feeds,
    IAccountFacts accounts,
    Followers followers,
    Store store,
    PublicAddress address,
    IdSource ids,
    TimeProvider clock)
{
    public void Map(RouteGroupBuilder v5)
    {
        v5.MapPost("/publishers/{id:long}/feeds", (Delegate)Create).For(CallerKind.Operator)
            .Describe("Makes a feed for a publisher; it is built at once.", FeedExamples.New, FeedExamples.Feed, 201)
            .Also(FeedExamples.Flat, FeedExamples.NewFlat, FeedExamples.FeedFlat);
        v5.MapGet("/feeds", (Delegate)List).For(CallerKind.Operator, CallerKind.Publisher)
            .Describe("Lists feeds.", answerJson: FeedExamples.List).DescribeList(FeedStore.List);
        v5.MapGet("/feeds/{id:long}", (Delegate)Show).For(CallerKind.Operator, CallerKind.Publisher)
            .Describe("Shows a feed with its pass and its download address.", answerJson: FeedExamples.Feed)
            .Also(FeedExamples.Flat, answerJson: FeedExamples.FeedFlat);
        v5.MapPatch("/feeds/{id:long}", (Delegate)Change).For(CallerKind.Operator, CallerKind.Publisher)
            .Describe("Changes a feed. A publisher may change name, jobFilters and clickIdParameter.",
                FeedExamples.Patch, FeedExamples.Feed)
            .Also("terms", FeedExamples.PatchTerms, FeedExamples.FeedFlat)
            .Also("share", FeedExamples.PatchShare);
        v5.MapPost("/feeds/{id:long}/rotate-password", (Delegate)RotatePassword)
            .For(CallerKind.Operator, CallerKind.Publisher)
            .Describe("Gives the feed a new pass; the old one ends at once.", answerJson: FeedExamples.Feed)
            .Also(FeedExamples.Flat, answerJson: FeedExamples.FeedFlat);
    }

    private async Task<IResult> Create(long id, HttpContext context)
    {
        var stop = context.RequestAborted;
        if (!await accounts.PublisherExists(id, stop).ConfigureAwait(false))
        {
            return Refusal.NotFound("publisher");
        }
        var (body, unread) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unread != null)
        {
            return unread;
        }
        var settings = FeedChanges.OfNew(body);
        if (body.Refused() is { } refused)
        {
            return refused;
        }
        var feedId = await feeds.Add(id, ids.NextToken(), settings, NowMs(), stop).ConfigureAwait(false);
        await followers.Settle(CancellationToken.None).ConfigureAwait(false);
        var made = await feeds.Find(feedId, null, stop).ConfigureAwait(false);
        return Wire.Created($"/v5/feeds/{feedId}", FeedShape.Of(made!, address));
    }

    private Task<IResult> List(HttpContext context) => Lists.Page<FeedRow, FeedShape>(
        context,
        store,
        FeedStore.List,
        "f.publisher_id = COALESCE(@publisherId, f.publisher_id)",
        new { publisherId = context.Caller().PublisherScope },
        feed => FeedShape.Of(feed, address));

    private async Task<IResult> Show(long id, HttpContext context) =>
        await feeds.Find(id, context.Caller().PublisherScope, context.RequestAborted).ConfigureAwait(false) is { } feed
            ? Wire.Ok(FeedShape.Of(feed, address))
            : Refusal.NotFound("feed");

    private async Task<IResult> Change(long id, HttpContext context)
    {
        var caller = context.Caller();
        if (await feeds.Find(id, caller.PublisherScope, context.RequestAborted).ConfigureAwait(false) == null)
        {
            return Refusal.NotFound("feed");
        }
        var (body, unread) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unread != null)
        {
            return unread;
        }
        if (FeedChanges.Forbidden(body, caller) is { Count: > 0 } forbidden)
        {
            return Refusal.Of(403, $"Only the operator changes these: {string.Join(", ", forbidden)}.");
        }
        var changes = FeedChanges.OfPatch(body);
        return body.Refused() ?? await Apply(id, caller, changes.Columns, context).ConfigureAwait(false);
    }

    private Task<IResult> RotatePassword(long id, HttpContext context) => Apply(
        id,
        context.Caller(),
        new SortedDictionary<string, object?>(StringComparer.Ordinal) { ["pass"] = ids.NextToken() },
        context);

    private async Task<IResult> Apply(
        long id, Caller caller, IReadOnlyDictionary<string, object?> columns, HttpContext context)
    {
        var stop = context.RequestAborted;
        if (!await feeds.Change(id, caller.PublisherScope, columns, NowMs(), stop).ConfigureAwait(false))
        {
            return Refusal.NotFound("feed");
        }
        await followers.Settle(CancellationToken.None).ConfigureAwait(false);
        return await Show(id, context).ConfigureAwait(false);
    }

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
