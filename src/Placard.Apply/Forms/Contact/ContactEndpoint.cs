using System.Globalization;
using Microsoft.AspNetCore.Http;
using Placard.Apply.Hiring;
using Placard.Apply.Questions;
using Placard.Inventory;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>
/// <c>/apply/{jobId}</c>, where a click on a hosted job lands: the contact page, until it was sent in order. Then the
/// application is a draft, and lives at an address of its own.
/// </summary>
internal sealed class ContactEndpoint(
    ApplyJobs jobs, DraftKeys keys, ClickJudge clicks, QuestionSources questions, ContactResumes resumes,
    UploadDesk uploads, Starting starting, DraftDesk desk, DraftEndpoint drafts, RsvpPages rsvps, IPlaces places,
    Store store, FormOptions options)
{
    private const string SentBefore =
        "Your application for this job was sent from here already. There is nothing left to do.";

    private readonly FreshPages fresh = new();

    public Task Show(HttpContext context, string jobId) => At(context, jobId, ShowForm, rsvps.Show);

    public Task Send(HttpContext context, string jobId) => At(context, jobId, SendForm, rsvps.Send);

    private async Task At(
        HttpContext context, string jobId, Func<HttpContext, ApplyJob, string, Task> form,
        Func<HttpContext, ApplyJob, string, Task> rsvp)
    {
        var claimed = ClickJudge.Claimed(context.Request.Query["tlr_sid"]);
        var known = long.TryParse(jobId, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await jobs.Find(number, ClickJudge.Read(claimed), context.RequestAborted).ConfigureAwait(false)
            : new ApplyLook.Unknown();
        switch (known)
        {
            case ApplyLook.Hosted { Job: var job }:
                await (job.IsEvent ? rsvp : form)(context, job, claimed).ConfigureAwait(false);
                break;
            case ApplyLook.Elsewhere { Url: var url }:
                ApplyAddresses.SeeOther(context, url, StatusCodes.Status302Found);
                break;
            case ApplyLook.Closed:
                ApplyAddresses.SeeOther(
                    context, ApplyAddresses.Closed(context, number), StatusCodes.Status302Found);
                break;
            default:
                await PageText.Write(
                    context, StatusCodes.Status404NotFound, "Job not found",
                    "<h1>We do not know this job</h1><p>The link may have been cut off or typed wrong. "
                    + "Please go back to the page where you found it and try again.</p>").ConfigureAwait(false);
                break;
        }
    }

    private async Task ShowForm(HttpContext context, ApplyJob job, string claimed)
    {
        var stop = context.RequestAborted;
        if (job.QuestionsUrl is { } address)
        {
            questions.Prepare(job.CustomerId, job.JobId, address);
        }
        var view = new ContactView(job, claimed, keys.NewNonce(), new ContactFields()) { IsBlank = true };
        // Only who was here before has something to come back to; for everybody else nothing is asked of the store.
        if (FormCookie.Read(context) is { } nonce && claimed.Length > 0)
        {
            var key = await keys.DraftOf(nonce, job.JobId, claimed, stop).ConfigureAwait(false);
            var draft = await store.Read(session => ApplicationStore.Find(session, key.LinkMark), stop)
                .ConfigureAwait(false);
            if (draft is { IsCompleted: false, Person: not null })
            {
                await drafts.ShowPage(context, key.Secret, draft, 0).ConfigureAwait(false);
                return;
            }
            view = draft switch
            {
                null => view with
                {
                    Nonce = nonce,
                    Resume = KeptFile.Of((await resumes.Held(key, stop).ConfigureAwait(false))?.Upload),
                    IsBlank = false,
                },
                { IsCompleted: true } => view with { Note = SentBefore, IsBlank = false },
                _ => view,
            };
        }
        FormCookie.Write(context, view.Nonce);
        await Write(context, view).ConfigureAwait(false);
    }

    private async Task SendForm(HttpContext context, ApplyJob job, string claimed)
    {
        var stop = context.RequestAborted;
        var form = await FormBody.Read(context, options).ConfigureAwait(false);
        var fields = ContactFields.Read(form, places);
        var (key, draft) = await desk.Opened(form.Value(FormFields.Token), job.JobId, claimed, stop)
            .ConfigureAwait(false);
        if (key == null)
        {
            // Nothing of it is kept: it may have been sent by another site. The jobseeker only has to send it again.
            await Write(context, new ContactView(job, claimed, keys.NewNonce(), fields)
            {
                Faults = [FormFields.Foreign],
            }).ConfigureAwait(false);
            return;
        }
        if (draft != null)
        {
            await drafts.SendContact(context, key.Secret, draft, form).ConfigureAwait(false);
            return;
        }
        await Begin(context, job, claimed, key, form, fields).ConfigureAwait(false);
    }

    private async Task Begin(
        HttpContext context, ApplyJob job, string claimed, DraftKey key, FormBody form, ContactFields fields)
    {
        var stop = context.RequestAborted;
        var faults = new List<FieldFault>();
        var person = fields.Check(job.Address, AgentOf(context), places, faults);
        var resume = await resumes.Take(form, key, job.ResumeRequired, faults, stop).ConfigureAwait(false);
        if (person == null || faults.Count > 0)
        {
            await resumes.Hold(key, resume, stop).ConfigureAwait(false);
            await Write(context, new ContactView(job, claimed, key.Nonce, fields)
            {
                Faults = faults, Resume = KeptFile.Of(resume?.Upload),
            }).ConfigureAwait(false);
            return;
        }
        var found = job.QuestionsUrl is { } address
            ? await questions.Find(job.CustomerId, job.JobId, address, stop).ConfigureAwait(false)
            : null;
        var click = await clicks.Judge(claimed, job.JobId, stop).ConfigureAwait(false);
        // From here on the jobseeker's leaving undoes nothing.
        var row = await starting.Begin(
            new ContactSent(job, key, person, resume, click, found is { IsKnown: true } ? found.Document : null),
            CancellationToken.None).ConfigureAwait(false);
        if (resume != null && !row.TlrApplicationId.AsSpan().SequenceEqual(key.TlrApplicationId))
        {
            // Another tab began it: what came with this one is kept there.
            var put = await desk.Put(row, FileFields.Resume, resume.Upload, CancellationToken.None)
                .ConfigureAwait(false);
            if (put is FilePut.TooLarge)
            {
                await drafts.WriteContact(
                    context, key.Secret, row, fields,
                    [new FieldFault(FileFields.Resume, uploads.TooLargeTogether)]).ConfigureAwait(false);
                return;
            }
        }
        await drafts.GoOn(context, key.Secret, row, 0).ConfigureAwait(false);
    }

    private async Task Write(HttpContext context, ContactView view)
    {
        var job = view.Job;
        var token = await keys.PageToken(view.Nonce, job.JobId, view.Claimed, context.RequestAborted)
            .ConfigureAwait(false);
        var action = ApplyAddresses.Contact(context, job.JobId, view.Claimed);
        if (view.IsBlank && fresh.Of(job, () => Page(context, view, FreshPages.Action, FreshPages.Token), context)
            is { } ready)
        {
            await ready.Write(context, action, token).ConfigureAwait(false);
            return;
        }
        await Page(context, view, action, token).Write(
            context,
            view.Faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity)
            .ConfigureAwait(false);
    }

    private WrittenPage Page(HttpContext context, ContactView view, string action, string token)
    {
        var job = view.Job;
        return ContactPage.Of(
            context,
            new PageJob(job.Title, job.Company, job.Place, job.RedirectUrl != null),
            new PageStep(1, 1),
            new ContactAsk(job.Address, job.ResumeRequired, ContactPage.FileHint(options)),
            view.Fields,
            view.Resume,
            action,
            token,
            view.Faults,
            new FormEnd(job.QuestionsUrl == null ? "Send application" : "Continue", Note: view.Note));
    }

    /// <summary>As the browser says, bounded; kept with the person.</summary>
    public static string AgentOf(HttpContext context)
    {
        const int longest = 1_000;
        var agent = context.Request.Headers.UserAgent.ToString();
        return agent.Length > longest ? agent[..longest] : agent;
    }

    private sealed record ContactView(ApplyJob Job, string Claimed, string Nonce, ContactFields Fields)
    {
        public KeptFile? Resume { get; init; }
        public IReadOnlyList<FieldFault> Faults { get; init; } = [];
        public string? Note { get; init; }

        /// <summary>As everybody sees it who comes from a click.</summary>
        public bool IsBlank { get; init; }
    }
}
