using Microsoft.AspNetCore.Http;
using Placard.Kernel;
using Placard.Platform;
using Placard.Publishing;
using Placard.Reporting.Folding;
using Placard.Storage;

namespace Placard.Reporting.Days;

/// <summary><c>GET /v5/feeds/{id}/earnings</c>: what a feed's traffic brought its publisher, by day.</summary>
internal sealed class EarningsEndpoint(
    Store store, ClickFold fold, IFeeds feeds, ExchangeCalendar calendar, TimeProvider clock)
{
    public async Task<IResult> Answer(HttpContext context, long id)
    {
        if (feeds.Find(id) is not { } feed || !context.Caller().OwnsPublisher(feed.PublisherId))
        {
            return Refusal.NotFound("feed");
        }
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var (span, refused) = DaySpan.Read(context.Request, calendar, nowMs);
        if (refused != null)
        {
            return refused;
        }
        var stop = context.RequestAborted;
        await fold.CatchUp(stop).ConfigureAwait(false);
        var days = await store.Read(session => DayTables.OfFeed(session, id, span.From, span.To), stop)
            .ConfigureAwait(false);
        return Wire.Ok(DayList<EarningsDay>.Of(days.ConvertAll(day => new EarningsDay(
            DayText.Of(day.Day), day.Clicks, day.Expired, day.Stale, day.PaidClicks, day.EarnedMicros))));
    }

    private sealed record EarningsDay(
        string Date, long Clicks, long Expired, long Stale, long PaidClicks, long EarningsMicros);
}
