using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Placard.Platform;
using Placard.Publishing.Feeds;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>Builds of <c>/v5</c>.</summary>
internal sealed class BuildEndpoints(
    FeedStore feeds, BuildStore builds, FeedBuilder builder, BuildTurns turns, Store store)
{
    public void Map(RouteGroupBuilder v5)
    {
        v5.MapPost("/feeds/{id:long}/builds", (Delegate)Build).For(CallerKind.Operator, CallerKind.Publisher)
            .Describe("Builds the feed now; answers when the build is handed out.",
                answerJson: FeedExamples.Build, status: 201);
        v5.MapGet("/feeds/{id:long}/builds", (Delegate)ListOf).For(CallerKind.Operator, CallerKind.Publisher)
            .Describe("Lists the feed's builds that are still kept, newest first.", answerJson: FeedExamples.Builds)
            .DescribeList(BuildStore.List);
        v5.MapGet("/feeds/{id:long}/builds/{buildId:long}", (Delegate)Show)
            .For(CallerKind.Operator, CallerKind.Publisher)
            .Describe("Shows one build.", answerJson: FeedExamples.Build);
    }

    private static BuildShape ShapeOf(BuildRow build) =>
        new(build.Id, Wire.Time(build.BuiltAtMs), build.Total, build.Parts);

    private async Task<IResult> Build(long id, HttpContext context)
    {
        var stop = context.RequestAborted;
        if (await Visible(id, context).ConfigureAwait(false) == null)
        {
            return Refusal.NotFound("feed");
        }
        var (body, unread) = await JsonFields.Read(context).ConfigureAwait(false);
        if ((unread ?? body.Refused()) is { } refused)
        {
            return refused;
        }
        var turn = await turns.Take(id, stop).ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            var feed = await Visible(id, context).ConfigureAwait(false);
            if (feed is not { HasFiles: true })
            {
                return Refusal.Conflict("Only XML feeds that are LIVE are built.");
            }
            var build = await builder.Build(feed, stop).ConfigureAwait(false);
            return Wire.Created($"/v5/feeds/{id}/builds/{build.Id}", ShapeOf(build));
        }
    }

    private async Task<IResult> ListOf(long id, HttpContext context) =>
        await Visible(id, context).ConfigureAwait(false) == null
            ? Refusal.NotFound("feed")
            : await Lists.Page<BuildRow, BuildShape>(
                context, store, BuildStore.List, "feed_id = @id", new { id }, ShapeOf).ConfigureAwait(false);

    private async Task<IResult> Show(long id, long buildId, HttpContext context)
    {
        var build = await Visible(id, context).ConfigureAwait(false) == null
            ? null
            : await builds.Find(id, buildId, context.RequestAborted).ConfigureAwait(false);
        return build == null ? Refusal.NotFound("build") : Wire.Ok(ShapeOf(build));
    }

    private Task<FeedRow?> Visible(long id, HttpContext context) =>
        feeds.Find(id, context.Caller().PublisherScope, context.RequestAborted);
}
