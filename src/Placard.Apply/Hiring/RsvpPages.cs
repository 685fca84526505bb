using Microsoft.AspNetCore.Http;
using Placard.Apply.Forms;
using Placard.Campaigns;
using Placard.Inventory;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Hiring;

/// <summary>
/// The pages of a hiring event: who comes and when, at the address of its job; the confirmation; the calendar file.
/// Complete without script. A page that is sent twice, from two tabs or by two taps, is one RSVP. <c>claimed</c> is the
/// click id of the address as it was given.
/// </summary>
internal sealed class RsvpPages(
    Store store,
    RsvpDesk desk,
    RsvpTexts texts,
    DraftKeys keys,
    DraftDesk drafts,
    ClickJudge clicks,
    ICampaigns campaigns,
    IPlaces places,
    FormOptions options,
    ExchangeCalendar calendar,
    TimeProvider clock)
{
    private const string Taken = "This time has just been taken. Please choose another one.";

    // Which one that was is not said: whoever knows the address could ask.
    private const string AnsweredBefore =
        "<p>Your first answer of the last 30 days stands: please come at the time that you chose then. No further "
        + "e-mail is sent.</p>";

    public async Task Show(HttpContext context, ApplyJob job, string claimed)
    {
        var stop = context.RequestAborted;
        if (await desk.Look(job.CampaignId, stop).ConfigureAwait(false) is not { Slots.Count: > 0 } open)
        {
            await Closed(context, job).ConfigureAwait(false);
            return;
        }
        await Form(context, job, claimed, open, new ContactFields(), "", []).ConfigureAwait(false);
    }

    public async Task Send(HttpContext context, ApplyJob job, string claimed)
    {
        var stop = context.RequestAborted;
        var form = await FormBody.Read(context, options).ConfigureAwait(false);
        var entered = ContactFields.Read(form, places);
        var slot = form.Value(RsvpTexts.SlotQuestion) ?? "";
        var (key, begun) = await drafts.Opened(form.Value(FormFields.Token), job.JobId, claimed, stop)
            .ConfigureAwait(false);
        if (begun != null)
        {
            ApplyAddresses.SeeOther(context, ApplyAddresses.Rsvp(context, key!.Secret));
            return;
        }
        if (await desk.Look(job.CampaignId, stop).ConfigureAwait(false) is not { Slots.Count: > 0 } open)
        {
            await Closed(context, job).ConfigureAwait(false);
            return;
        }
        var faults = new List<FieldFault>();
        if (key == null)
        {
            faults.Add(FormFields.Foreign);
        }
        var person = entered.Check(AddressAsk.Off, ContactEndpoint.AgentOf(context), places, faults);
        CheckSlot(slot, open, faults);
        if (faults.Count > 0)
        {
            await Form(context, job, claimed, open, entered, slot, faults).ConfigureAwait(false);
            return;
        }
        var click = await clicks.Judge(claimed, job.JobId, stop).ConfigureAwait(false);
        // From here on nothing is cancelled: who sent an RSVP and closed the tab still comes.
        var end = await desk.Keep(new SentRsvp(job, person!, slot, key!, click), CancellationToken.None)
            .ConfigureAwait(false);
        await Answer(context, end, job, claimed, key!, entered).ConfigureAwait(false);
    }

    /// <summary>What the RSVP's own address shows.</summary>
    public async Task Confirmation(HttpContext context, string secret)
    {
        if (await Find(secret, context.RequestAborted).ConfigureAwait(false) is not (var row, var made))
        {
            await Missing(context).ConfigureAwait(false);
            return;
        }
        var (heading, text) = row.Outcome switch
        {
            ApplicationOutcome.Valid => ("You are expected", Expected(row, made, ApplyAddresses.Rsvp(context, secret))),
            ApplicationOutcome.Duplicate => ("You have answered this company before", AnsweredBefore),
            _ => ("No place is kept for you", NotExpected(row)),
        };
        await PageText.Write(
            context, StatusCodes.Status200OK, $"{heading} - {row.JobTitle}",
            $"{FormPage.Head(JobOf(row))}<h2>{heading}</h2>{text}", new PageTraits(SecretAddress: true))
            .ConfigureAwait(false);
    }

    /// <summary>The appointment for a calendar.</summary>
    public async Task Calendar(HttpContext context, string secret)
    {
        if (await Find(secret, context.RequestAborted).ConfigureAwait(false)
            is not ({ Outcome: ApplicationOutcome.Valid } row, var made))
        {
            await Missing(context).ConfigureAwait(false);
            return;
        }
        var response = context.Response;
        response.ContentType = CalendarFile.MediaType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{CalendarFile.Name}\"";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(texts.CalendarOf(row, made), context.RequestAborted).ConfigureAwait(false);
    }

    private async Task Answer(
        HttpContext context, RsvpEnd end, ApplyJob job, string claimed, DraftKey key, ContactFields entered)
    {
        if (end == RsvpEnd.Kept)
        {
            ApplyAddresses.SeeOther(context, ApplyAddresses.Rsvp(context, key.Secret));
            return;
        }
        if (end == RsvpEnd.Closed || await desk.Look(job.CampaignId, context.RequestAborted).ConfigureAwait(false)
            is not { Slots.Count: > 0 } open)
        {
            await Closed(context, job).ConfigureAwait(false);
            return;
        }
        await Form(context, job, claimed, open, entered, "", [new(RsvpTexts.SlotQuestion, Taken)])
            .ConfigureAwait(false);
    }

    private async Task Form(
        HttpContext context, ApplyJob job, string claimed, OpenEvent open, ContactFields entered, string slot,
        IReadOnlyList<FieldFault> faults)
    {
        var token = await keys.PageToken(keys.NewNonce(), job.JobId, claimed, context.RequestAborted)
            .ConfigureAwait(false);
        var fields = new FieldHtml(faults);
        fields.Hidden(FormFields.Token, token);
        fields.Html($"<p>{PageText.Safe(open.Event.IsOnline ? "Online event" : RsvpTexts.Where(open.Event))}</p>");
        fields.Choice(
            "f-slot", RsvpTexts.SlotQuestion, RsvpTexts.Asked,
            [.. open.Slots.Select(one => (one.Label, one.Value))], slot, required: true);
        ContactPage.Person(context, fields, entered);
        await FormPage.Write(
            context, new PageJob(job.Title, job.Company, job.Place, false), new PageStep(1, 1),
            "Come to our hiring event",
            ApplyAddresses.Contact(context, job.JobId, claimed), fields, new FormEnd("Send RSVP"),
            faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity)
            .ConfigureAwait(false);
    }

    private void CheckSlot(string slot, OpenEvent open, List<FieldFault> faults)
    {
        if (open.Slots.Any(one => one.Value == slot))
        {
            return;
        }
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var was = EventSlots.Of(open.Event, calendar).FirstOrDefault(one => one.Value == slot);
        faults.Add(new(RsvpTexts.SlotQuestion, was == null ? "Please choose a time."
            : was.FromMs > nowMs ? Taken
            : "This time has passed. Please choose another one."));
    }

    private Task<(ApplicationRow Row, HiringEvent Event)?> Find(string secret, CancellationToken stop) =>
        store.Read(async session =>
        {
            var row = await ApplicationStore.Find(session, ApplicantSeals.LinkMark(secret)).ConfigureAwait(false);
            return row is { Kind: ApplicationKinds.Rsvp, ForgottenAtMs: null }
                && await campaigns.EventOf(session, row.CampaignId).ConfigureAwait(false) is { } made
                ? (row, made)
                : ((ApplicationRow, HiringEvent)?)null;
        }, stop);

    private static Task Closed(HttpContext context, ApplyJob job) => PageText.Write(
        context, StatusCodes.Status200OK, $"No places left - {job.Title}",
        FormPage.Head(new PageJob(job.Title, job.Company, job.Place, false))
        + "<h2>No places are left</h2><p>This hiring event is over, or every place in it is taken.</p>");

    private static Task Missing(HttpContext context) => PageText.Write(
        context, StatusCodes.Status404NotFound, "There is no such RSVP",
        "<h1>There is no such RSVP</h1><p>The link may have been cut off, or the RSVP was erased.</p>");

    private string Expected(ApplicationRow row, HiringEvent made, string address)
    {
        var where = PageText.Safe(RsvpTexts.Where(made));
        var attend = made.IsOnline && IsLink(RsvpTexts.Where(made))
            ? $"Attend online: <a rel=\"noopener noreferrer\" href=\"{where}\">{where}</a>"
            : where;
        return $"<p><strong>{SlotOf(row)}</strong></p><p>{attend}</p>"
            + $"<p><a class=\"button\" href=\"{address}/{CalendarFile.Name}\">Add to your calendar</a></p>"
            + "<p class=\"hint\">A confirmation is on its way to your e-mail address.</p>";
    }

    private string NotExpected(ApplicationRow row) =>
        $"<p>You would like to come on <strong>{SlotOf(row)}</strong>. We have noted it, but nobody expects you yet: "
        + "this page was not reached by the job's advertisement just now.</p><p>Please go back to where you found the "
        + "job, follow its link again, and send your answer from there.</p>";

    private string SlotOf(ApplicationRow row) => PageText.Safe(EventSlots.LabelOf(row.SlotAtMs!.Value, calendar));

    private static PageJob JobOf(ApplicationRow row) => new(row.JobTitle, row.JobCompany, row.JobPlace, false);

    private static bool IsLink(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https");
}
