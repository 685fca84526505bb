using Placard.Apply.Forms;
using Placard.Apply.Telling;
using Placard.Campaigns;
using Placard.Events;
using Placard.Inventory;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Apply.Hiring;

/// <summary>What an RSVP page shows of an event: the half hours that can still be had.</summary>
internal sealed record OpenEvent(HiringEvent Event, IReadOnlyList<EventSlot> Slots);

/// <summary>An RSVP as it was sent, checked by itself.</summary>
internal sealed record SentRsvp(ApplyJob Job, Person Person, string Slot, DraftKey Key, ClickFinding Click);

/// <summary>What became of it.</summary>
internal enum RsvpEnd
{
    /// <summary>It is on disk; sent again it changes nothing.</summary>
    Kept,

    /// <summary>Somebody else had the half hour's last place.</summary>
    SlotTaken,

    /// <summary>The event takes no RSVPs any more.</summary>
    Closed,
}

/// <summary>
/// Takes RSVPs. Places are given in ledger order, so that of two people who want the last one exactly one has it. An
/// RSVP is complete at once: its event, its mails and its part in the summary are written with it or not at all.
/// </summary>
internal sealed class RsvpDesk(
    Store store,
    ICampaigns campaigns,
    IInventory inventory,
    ApplicantSeals seals,
    Tellings tellings,
    IEvents events,
    IMail mail,
    RsvpTexts texts,
    ExchangeCalendar calendar,
    TimeProvider clock)
{
    /// <summary>RSVPs of one person with one company within 30 days are one (contract, section 7).</summary>
    public const long DuplicateWindowMs = 30L * 86_400_000;

    private const string DuplicateReason =
        "The same person made an RSVP with this company less than 30 days before.";

    /// <summary>The event and what is free in it; null when the campaign is no event or is not open.</summary>
    public Task<OpenEvent?> Look(long campaignId, CancellationToken stop) =>
        store.Read(session => Look(session, campaignId, []), stop);

    public async Task<RsvpEnd> Keep(SentRsvp sent, CancellationToken stop)
    {
        var id = sent.Key.TlrApplicationId;
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var row = ApplicationRow.Begun(ApplicationKinds.Rsvp, sent.Job, sent.Key, sent.Click, nowMs) with
        {
            EmailMark = await seals.EmailMark(sent.Person.EmailAddress, stop).ConfigureAwait(false),
            Person = await seals.Person(id, sent.Person, stop).ConfigureAwait(false),
            Answers = await seals.Answers(id, RsvpTexts.Answer(sent.Slot).ToJson(), stop).ConfigureAwait(false),
        };
        var fed = await store.Read(session => inventory.Applying(session, sent.Job.JobId), stop).ConfigureAwait(false);
        var end = await store.WriteLedgerInOrder(session => Keep(session, sent, row, fed?.PostUrl), stop)
            .ConfigureAwait(false);
        events.Wake();
        return end;
    }

    private async Task<RsvpEnd> Keep(DbSession session, SentRsvp sent, ApplicationRow begun, string? postUrl)
    {
        if (await ApplicationStore.Find(session, begun.LinkMark).ConfigureAwait(false) != null)
        {
            return RsvpEnd.Kept;
        }
        if (await Look(session, begun.CampaignId, begun.EmailMark!).ConfigureAwait(false)
            is not { Slots.Count: > 0 } open)
        {
            return RsvpEnd.Closed;
        }
        if (open.Slots.FirstOrDefault(slot => slot.Value == sent.Slot) is not { } slot)
        {
            return RsvpEnd.SlotTaken;
        }
        if (await ApplicationStore.JoinOtherTab(session, begun, sent.Key, other => other.SlotAtMs == slot.FromMs
            && seals.PersonOf(other) == sent.Person).ConfigureAwait(false) != null)
        {
            return RsvpEnd.Kept;
        }
        var row = await Ended(session, begun, open.Event, slot).ConfigureAwait(false);
        await ApplicationStore.Insert(session, row).ConfigureAwait(false);
        if (row.Outcome == ApplicationOutcome.Valid)
        {
            await Tell(session, row, sent, open.Event, postUrl).ConfigureAwait(false);
        }
        return RsvpEnd.Kept;
    }

    private async Task<OpenEvent?> Look(DbSession session, long campaignId, byte[] mark)
    {
        if (await campaigns.EventOf(session, campaignId).ConfigureAwait(false) is not { IsOpen: true } made)
        {
            return null;
        }
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var (bySlot, inAll) = await RsvpStore.Taken(session, campaignId, mark).ConfigureAwait(false);
        var isFull = inAll >= (made.MaxRsvps ?? long.MaxValue);
        return new OpenEvent(made, isFull ? [] :
        [
            .. EventSlots.Of(made, calendar).Where(slot => slot.FromMs > nowMs
                && bySlot.GetValueOrDefault(slot.FromMs) < (made.MaxRsvpsPerSlot ?? long.MaxValue)),
        ]);
    }

    private async Task<ApplicationRow> Ended(
        DbSession session, ApplicationRow begun, HiringEvent made, EventSlot slot)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var isRepeat = await RsvpStore.HasAnswered(
            session, begun.CustomerId, begun.EmailMark!, nowMs - DuplicateWindowMs).ConfigureAwait(false);
        return begun with
        {
            Id = await ApplicationStore.NextId(session).ConfigureAwait(false),
            Status = ApplicationStatus.Completed,
            Outcome = isRepeat ? ApplicationOutcome.Duplicate
                : begun.Billable != 0 ? ApplicationOutcome.Valid : ApplicationOutcome.Unbillable,
            Reason = isRepeat ? DuplicateReason : begun.ClickFault,
            Questions = RsvpTexts.Question(EventSlots.Of(made, calendar), slot).Json,
            Qualified = 1,
            SlotAtMs = slot.FromMs,
            StartedAtMs = nowMs,
            CompletedAtMs = nowMs,
        };
    }

    // Only of an RSVP that takes a place anybody hears: who is told to come is expected, and an address cannot be
    // filled with mails by somebody who sends the page again and again.
    private async Task Tell(DbSession session, ApplicationRow row, SentRsvp sent, HiringEvent made, string? postUrl)
    {
        await mail.Append(session, texts.Confirmation(row, sent.Person, made, sent.Key.Secret)).ConfigureAwait(false);
        if (texts.Reminder(row, sent.Person, made, row.StartedAtMs) is { } reminder)
        {
            await mail.Append(session, reminder).ConfigureAwait(false);
        }
        var told = await ApplicationTelling.Completed(tellings.Of(row, sent.Person, row.StartedAtMs))
            .ConfigureAwait(false);
        await events.Append(session, new NewEvent(
            row.CustomerId, EventTypes.ApplicationCompleted, row.PublicId, told.Data, told.QuestionsAndAnswers,
            postUrl)).ConfigureAwait(false);
        await RsvpStore.NoteNew(session, row.CampaignId, row.StartedAtMs).ConfigureAwait(false);
    }
}
