using Placard.Apply.Forms;
using Placard.Campaigns;
using Placard.Events;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Apply.Hiring;

/// <summary>
/// Tells advertisers by mail who comes (contract, section 7): at six in the morning how many RSVPs are new and how many
/// there are, on mornings that have new ones; at six in the evening before the first day the final list. What was
/// missed while the exchange was down leaves late, the list until the first day has ended.
/// </summary>
internal sealed class EventSummaries(
    Store store, ICampaigns campaigns, ApplicantSeals seals, IMail mail, RsvpTexts texts, ExchangeCalendar calendar,
    TimeProvider clock) : IDueWork
{
    private const int SummaryHour = 6;
    private const int ListHour = 18;
    private const long HourMs = 3_600_000;

    public string Name => "hiring event summaries";

    public async Task<DateTimeOffset?> NextDue(CancellationToken stop)
    {
        var plan = await store.Read(Plan, stop).ConfigureAwait(false);
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var moments = plan.SelectMany(entry => new[]
        {
            SummaryAt(entry.Told), ListAt(entry.Event, entry.Told, nowMs)?.AtMs,
        }).OfType<long>().ToList();
        return moments.Count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(moments.Min());
    }

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var any = false;
        foreach (var (made, told) in await store.Read(Plan, stop).ConfigureAwait(false))
        {
            if (SummaryAt(told) <= nowMs || ListAt(made, told, nowMs)?.AtMs <= nowMs)
            {
                any |= await Tell(made.CampaignId, nowMs, stop).ConfigureAwait(false);
            }
        }
        return any;
    }

    private async Task<List<(HiringEvent Event, SummaryRow? Told)>> Plan(DbSession session)
    {
        var events = await campaigns.OpenEvents(session).ConfigureAwait(false);
        var told = events.Count == 0 ? [] : await RsvpStore.Summaries(session).ConfigureAwait(false);
        return [.. events.Where(made => made.EmailAddress != null)
            .Select(made => (made, told.GetValueOrDefault(made.CampaignId)))];
    }

    // What was planned from a read is looked at again in ledger order: of several nodes one tells, once.
    private Task<bool> Tell(long campaignId, long nowMs, CancellationToken stop) =>
        store.WriteLedgerInOrder(async session =>
        {
            if (await campaigns.EventOf(session, campaignId).ConfigureAwait(false)
                is not { IsOpen: true, EmailAddress: not null } made)
            {
                return false;
            }
            var told = await RsvpStore.Summary(session, campaignId).ConfigureAwait(false);
            var any = false;
            if (SummaryAt(told) <= nowMs)
            {
                await Summarise(session, made, told!, nowMs).ConfigureAwait(false);
                any = true;
            }
            if (ListAt(made, told, nowMs) is { } list && list.AtMs <= nowMs)
            {
                await List(session, made).ConfigureAwait(false);
                await RsvpStore.MarkListed(session, campaignId, list.Day).ConfigureAwait(false);
                any = true;
            }
            return any;
        }, stop);

    private async Task Summarise(DbSession session, HiringEvent made, SummaryRow told, long nowMs)
    {
        var fresh = await RsvpStore.CountAfter(session, made.CampaignId, told.ToldUntilMs).ConfigureAwait(false);
        var total = await RsvpStore.CountAfter(session, made.CampaignId, 0).ConfigureAwait(false);
        await mail.Append(session, RsvpTexts.Summary(made, fresh, total)).ConfigureAwait(false);
        await RsvpStore.MarkTold(session, made.CampaignId, nowMs).ConfigureAwait(false);
    }

    private async Task List(DbSession session, HiringEvent made)
    {
        var guests = await RsvpStore.Guests(session, made.CampaignId).ConfigureAwait(false);
        await mail.Append(session, texts.List(made,
        [
            .. guests.Select(guest => (guest.SlotAtMs, guest.Person == null
                ? null
                : seals.OpenPerson(guest.TlrApplicationId, guest.Person))),
        ])).ConfigureAwait(false);
    }

    /// <summary>The first morning after the first RSVP that nobody was told of; null when there is none.</summary>
    private long? SummaryAt(SummaryRow? told)
    {
        if (told?.FirstNewMs is not { } firstMs)
        {
            return null;
        }
        var (fromMs, toMs) = calendar.BoundsOfDay(calendar.DayOf(firstMs));
        var sameDayMs = fromMs + (SummaryHour * HourMs);
        return firstMs < sameDayMs ? sameDayMs : toMs + (SummaryHour * HourMs);
    }

    /// <summary>When the final list is due; null when it has left, or the first day is over.</summary>
    private (long AtMs, long Day)? ListAt(HiringEvent made, SummaryRow? told, long nowMs)
    {
        if (made.Start is not { } start || told?.ListForDay == ExchangeCalendar.NumberOf(start)
            // Kept before days had bounds: one such event must not silence the others.
            || start < ExchangeCalendar.FirstDay || start > ExchangeCalendar.LastDay)
        {
            return null;
        }
        var day = ExchangeCalendar.NumberOf(start);
        var before = calendar.BoundsOfDay(ExchangeCalendar.NumberOf(start.AddDays(-1)));
        return calendar.BoundsOfDay(day).ToMs <= nowMs
            ? null
            : (before.ToMs - ((24 - ListHour) * HourMs), day);
    }
}
