using System.Globalization;
using Microsoft.AspNetCore.Http;
using Placard.Apply.Questions;
using Placard.Inventory;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>
/// <c>/apply/a/{secret}</c>: an application under way, from its contact page (0) to its last page of questions, and
/// what is shown when it is through. Whoever has the address has the application: it stands in no log and no referrer.
/// </summary>
internal sealed class DraftEndpoint(
    DraftDesk desk, DraftKeys keys, ApplyJobs jobs, Completing completing, ThanksPage thanks, UploadSeals uploadSeals,
    IPlaces places, FormOptions options)
{
    private const int LongestSecret = 100;

    public async Task Show(HttpContext context, string secret)
    {
        if (await Open(context, secret).ConfigureAwait(false) is not { } draft)
        {
            return;
        }
        if (draft.IsCompleted)
        {
            await thanks.Write(context, draft).ConfigureAwait(false);
            return;
        }
        var asked = PageOf(context.Request, (int)draft.Page);
        await ShowPage(context, secret, draft, Math.Min(asked, (int)draft.Page)).ConfigureAwait(false);
    }

    public async Task Send(HttpContext context, string secret)
    {
        if (await Open(context, secret).ConfigureAwait(false) is not { } draft)
        {
            return;
        }
        var form = await FormBody.Read(context, options).ConfigureAwait(false);
        if (draft.IsCompleted)
        {
            // Sent again, by a double tap or after a lost answer.
            Finish(context, secret, draft);
            return;
        }
        var page = Math.Min(PageOf(context.Request, (int)draft.Page), (int)draft.Page);
        if (!await keys.IsDraftToken(form.Value(FormFields.Token), secret, context.RequestAborted)
            .ConfigureAwait(false))
        {
            await Refuse(context, secret, draft, page, form).ConfigureAwait(false);
            return;
        }
        await (page == 0 ? SendContact(context, secret, draft, form)
            : form.Has(FormFields.Look) ? LookAt(context, secret, draft, page, form)
            : SendPage(context, secret, draft, page, form)).ConfigureAwait(false);
    }

    /// <summary>
    /// One page of a draft as it is kept; a page that is not due any more gives way to the next that is.
    /// </summary>
    public async Task ShowPage(HttpContext context, string secret, ApplicationRow draft, int page)
    {
        if (page == 0)
        {
            await WriteContact(context, secret, draft, ContactFields.Of(desk.PersonOf(draft)), [])
                .ConfigureAwait(false);
            return;
        }
        var due = desk.DueFrom(draft, page) ?? page;
        if (due > draft.Page)
        {
            await desk.Reach(draft.Id, due).ConfigureAwait(false);
        }
        await WritePage(context, secret, draft, due, new PageSeen()).ConfigureAwait(false);
    }

    /// <summary>The contact page of a draft, sent again or changed.</summary>
    public async Task SendContact(HttpContext context, string secret, ApplicationRow draft, FormBody form)
    {
        if (draft.IsCompleted || draft.Person == null)
        {
            Finish(context, secret, draft);
            return;
        }
        var stop = context.RequestAborted;
        var wants = await jobs.WantsOf(draft, stop).ConfigureAwait(false);
        var fields = ContactFields.Read(form, places);
        var faults = new List<FieldFault>();
        var person = fields.Check(wants.Address, ContactEndpoint.AgentOf(context), places, faults);
        await desk.TakeFiles(draft, form, [FileFields.Resume], field => field, faults, stop).ConfigureAwait(false);
        if (wants.ResumeRequired && faults.All(fault => fault.Field != FileFields.Resume)
            && !(await desk.Files(draft, stop).ConfigureAwait(false)).Any(file => file.Field == FileFields.Resume))
        {
            faults.Add(ContactResumes.Missing);
        }
        if (person == null || faults.Count > 0)
        {
            // A draft that ended or was forgotten while this came has nothing to be put right.
            if (await Open(context, secret).ConfigureAwait(false) is not { } now)
            {
                return;
            }
            if (now.IsCompleted)
            {
                Finish(context, secret, now);
                return;
            }
            await WriteContact(context, secret, now, fields, faults).ConfigureAwait(false);
            return;
        }
        var saved = await desk.SavePerson(draft.Id, person).ConfigureAwait(false);
        await GoOn(context, secret, saved, 0).ConfigureAwait(false);
    }

    /// <summary>After a page: to the next one that is due, or, when there is none, to the application's end.</summary>
    public async Task GoOn(HttpContext context, string secret, ApplicationRow draft, int page)
    {
        if (draft.IsCompleted || draft.Person == null)
        {
            Finish(context, secret, draft);
            return;
        }
        if (desk.DueFrom(draft, page + 1) is { } next)
        {
            await desk.Reach(draft.Id, next).ConfigureAwait(false);
            ApplyAddresses.SeeOther(context, ApplyAddresses.Page(context, secret, next));
            return;
        }
        var ending = await completing.Complete(draft.Id, CancellationToken.None).ConfigureAwait(false);
        if (ending.Faults.Count > 0)
        {
            await desk.Reach(draft.Id, ending.Page).ConfigureAwait(false);
            await WritePage(context, secret, ending.Row, ending.Page, new PageSeen { Faults = ending.Faults })
                .ConfigureAwait(false);
            return;
        }
        Finish(context, secret, ending.Row);
    }

    private async Task SendPage(HttpContext context, string secret, ApplicationRow draft, int page, FormBody form)
    {
        var (saved, reading, faults) = await desk.SavePage(draft, page, form, context.RequestAborted)
            .ConfigureAwait(false);
        if (saved.IsCompleted || saved.Person == null)
        {
            Finish(context, secret, saved);
            return;
        }
        if (faults.Count > 0 || reading.FurtherDue)
        {
            await WritePage(context, secret, saved, page, new PageSeen
            {
                Faults = faults, Form = form, FurtherDue = reading.FurtherDue,
            }).ConfigureAwait(false);
            return;
        }
        await GoOn(context, secret, saved, page).ConfigureAwait(false);
    }

    private async Task LookAt(HttpContext context, string secret, ApplicationRow draft, int page, FormBody form)
    {
        var seen = await desk.LookAt(draft, page, form, context.RequestAborted).ConfigureAwait(false);
        await WritePage(context, secret, seen, page, new PageSeen { Form = form }).ConfigureAwait(false);
    }

    private Task Refuse(HttpContext context, string secret, ApplicationRow draft, int page, FormBody form)
    {
        FieldFault[] faults = [FormFields.Foreign];
        return page == 0
            ? WriteContact(context, secret, draft, ContactFields.Read(form, places), faults)
            : WritePage(context, secret, draft, page, new PageSeen { Faults = faults, Form = form });
    }

    /// <summary>The contact page of a draft, with what was entered and what is wrong with it.</summary>
    public async Task WriteContact(
        HttpContext context, string secret, ApplicationRow draft, ContactFields fields,
        IReadOnlyList<FieldFault> faults)
    {
        var stop = context.RequestAborted;
        var wants = await jobs.WantsOf(draft, stop).ConfigureAwait(false);
        var files = await desk.Files(draft, stop).ConfigureAwait(false);
        var isOnly = desk.DueFrom(draft, 1) == null;
        await ContactPage.Of(
            context,
            JobOf(draft, wants),
            desk.StepOf(draft, 0),
            new ContactAsk(wants.Address, wants.ResumeRequired, ContactPage.FileHint(options)),
            fields,
            uploadSeals.Shown(
                draft.TlrApplicationId, files.FirstOrDefault(file => file.Field == FileFields.Resume)),
            ApplyAddresses.Page(context, secret, 0),
            await keys.DraftToken(secret, stop).ConfigureAwait(false),
            faults,
            new FormEnd(isOnly ? "Send application" : "Continue", KeepAddress: ApplyAddresses.Draft(context, secret)))
            .Write(
                context,
                faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity)
            .ConfigureAwait(false);
    }

    private async Task WritePage(HttpContext context, string secret, ApplicationRow draft, int page, PageSeen seen)
    {
        var stop = context.RequestAborted;
        var document = desk.DocumentOf(draft);
        if (page > document.Pages.Count)
        {
            await ShowPage(context, secret, draft, 0).ConfigureAwait(false);
            return;
        }
        var wants = await jobs.WantsOf(draft, stop).ConfigureAwait(false);
        var files = await desk.Files(draft, stop).ConfigureAwait(false);
        var answers = desk.AnswersOf(draft);
        var isLast = desk.DueFrom(draft, page + 1) == null;
        await new QuestionPage(
            document.Pages[page - 1],
            answers,
            seen.Entered,
            id => uploadSeals.Shown(
                draft.TlrApplicationId,
                files.FirstOrDefault(file => answers.Of(id) is FileAnswer kept && file.Id == kept.FileId)),
            ContactPage.FileHint(options),
            seen.Faults).Write(
                context,
                JobOf(draft, wants),
                desk.StepOf(draft, page),
                ApplyAddresses.Page(context, secret, page),
                await keys.DraftToken(secret, stop).ConfigureAwait(false),
                new FormEnd(
                    isLast ? "Send application" : "Continue",
                    ApplyAddresses.Page(context, secret, desk.DueBefore(draft, page)),
                    ApplyAddresses.Draft(context, secret),
                    seen.Faults.Count == 0 && seen.FurtherDue
                        ? "Because of your answers there is more to answer on this page."
                        : null),
                seen.Faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK)
            .ConfigureAwait(false);
    }

    private async Task<ApplicationRow?> Open(HttpContext context, string secret)
    {
        var draft = secret.Length > LongestSecret
            ? null
            : await desk.Find(secret, context.RequestAborted).ConfigureAwait(false);
        if (draft is { Person: not null, Kind: ApplicationKinds.Application })
        {
            return draft;
        }
        await PageText.Write(
            context, StatusCodes.Status404NotFound, "Application not found",
            "<h1>We do not have this application</h1><p>The link may have been cut off, or the application was not "
            + "finished in time and has been deleted. Please go back to the job and apply again.</p>",
            new PageTraits(SecretAddress: true)).ConfigureAwait(false);
        return null;
    }

    private static void Finish(HttpContext context, string secret, ApplicationRow row) =>
        ApplyAddresses.SeeOther(context, row.RedirectUrl ?? ApplyAddresses.Draft(context, secret));

    private static PageJob JobOf(ApplicationRow row, ApplyWants wants) =>
        new(row.JobTitle, row.JobCompany, row.JobPlace, wants.RedirectUrl != null);

    private static int PageOf(HttpRequest request, int otherwise) =>
        int.TryParse(request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            ? page
            : otherwise;

    /// <summary>How a page is shown after it was sent; as it is kept, when it was not.</summary>
    private sealed record PageSeen
    {
        public IReadOnlyList<FieldFault> Faults { get; init; } = [];
        public FormBody? Form { get; init; }
        public bool FurtherDue { get; init; }

        /// <summary>What was entered in a field just now; null when the page was not sent with it.</summary>
        public IReadOnlyList<string>? Entered(string field) => Form?.Has(field) == true ? Form.Values(field) : null;
    }
}
