using Placard.Apply.Questions;
using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>
/// A contact or RSVP page that was sent. <paramref name="Key"/> is null when its token was not made for this job and
/// click, or what was begun with it has been forgotten since; <paramref name="Begun"/> is what was begun with it.
/// </summary>
internal sealed record SentPage(DraftKey? Key, ApplicationRow? Begun);

/// <summary>What was saved of a page, and what is wrong with it.</summary>
internal sealed record PageSaved(ApplicationRow Row, PageReading Reading, IReadOnlyList<FieldFault> Faults);

/// <summary>
/// Reads and saves drafts. Each save goes on from the revision that it read, so that of two tabs neither undoes the
/// other; the one that comes second reads again.
/// </summary>
internal sealed class DraftDesk(
    Store store, ApplicantSeals seals, UploadSeals uploadSeals, UploadDesk uploads, DraftKeys keys,
    FormOptions options, TimeProvider clock)
{
    /// <summary>What a sent page's token leads to.</summary>
    public async Task<SentPage> Opened(string? token, long jobId, string claimed, CancellationToken stop)
    {
        if (await keys.OpenPageToken(token, jobId, claimed, stop).ConfigureAwait(false) is not { } key)
        {
            return new SentPage(null, null);
        }
        var begun = await store.Read(session => ApplicationStore.OfPage(session, key), stop).ConfigureAwait(false);
        return begun is { ForgottenAtMs: not null } ? new SentPage(null, null) : new SentPage(key, begun);
    }

    public Task<ApplicationRow?> Find(string secret, CancellationToken stop) =>
        store.Read(session => ApplicationStore.Find(session, ApplicantSeals.LinkMark(secret)), stop);

    public Task<List<FileRow>> Files(ApplicationRow draft, CancellationToken stop) =>
        store.Read(session => ApplicationStore.Files(session, draft.Id), stop);

    public Person PersonOf(ApplicationRow draft) => seals.PersonOf(draft)!;

    public QuestionsDocument DocumentOf(ApplicationRow draft) => QuestionsDocument.Restore(draft.Questions);

    public Answers AnswersOf(ApplicationRow draft) => seals.AnswersOf(draft);

    /// <summary>
    /// The first page from this one on (counted from 1) that has something to ask; null when none has.
    /// </summary>
    public int? DueFrom(ApplicationRow draft, int page)
    {
        var (document, answers) = (DocumentOf(draft), AnswersOf(draft));
        for (var at = Math.Max(page, 1); at <= document.Pages.Count; at++)
        {
            if (AnswerReader.IsPageDue(document.Pages[at - 1], answers))
            {
                return at;
            }
        }
        return null;
    }

    /// <summary>The page before that has something to ask; 0 is the contact page.</summary>
    public int DueBefore(ApplicationRow draft, int page)
    {
        var (document, answers) = (DocumentOf(draft), AnswersOf(draft));
        for (page--; page > 0 && !AnswerReader.IsPageDue(document.Pages[page - 1], answers);)
        {
            page--;
        }
        return page;
    }

    /// <summary>Where a page stands among those that are due as far as it is known.</summary>
    public PageStep StepOf(ApplicationRow draft, int page)
    {
        var answers = AnswersOf(draft);
        var pages = DocumentOf(draft).Pages;
        return new PageStep(
            1 + pages.Take(page).Count(one => AnswerReader.IsPageDue(one, answers)),
            1 + pages.Count(one => AnswerReader.IsPageDue(one, answers)));
    }

    /// <summary>
    /// Takes away the uploads of these fields that are to go, and keeps those that came. What cannot be kept is a
    /// fault; what was there before stays then.
    /// </summary>
    public async Task<Dictionary<string, long>> TakeFiles(
        ApplicationRow draft, FormBody form, IReadOnlyCollection<string> names, Func<string, string> keptAs,
        List<FieldFault> faults, CancellationToken stop)
    {
        var taken = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in Removed(form, names).Where(name => form.Files.All(file => file.Field != name)))
        {
            await store.Write(
                Area.Ledger, session => ApplicationStore.RemoveFile(session, draft.Id, keptAs(name)), stop)
                .ConfigureAwait(false);
        }
        foreach (var sent in form.Files.Where(file => names.Contains(file.Field)).DistinctBy(file => file.Field))
        {
            var (upload, fault) = await uploads.Take(sent, stop).ConfigureAwait(false);
            if (upload == null)
            {
                faults.Add(new FieldFault(sent.Field, fault!));
                continue;
            }
            switch (await Put(draft, keptAs(sent.Field), upload, stop).ConfigureAwait(false))
            {
                case FilePut.Kept kept:
                    taken[sent.Field] = kept.Id;
                    break;
                case FilePut.TooLarge:
                    faults.Add(new FieldFault(sent.Field, uploads.TooLargeTogether));
                    break;
            }
        }
        return taken;
    }

    /// <summary>The draft as it would be if the page were sent so, files aside; nothing of it is kept.</summary>
    public async Task<ApplicationRow> LookAt(ApplicationRow draft, int page, FormBody form, CancellationToken stop)
    {
        var document = DocumentOf(draft);
        var (questions, names) = PageOf(document, page);
        var posted = new PostedPage(form.Values, new Dictionary<string, long>(), Removed(form, names), ShownBy(form));
        var reading = AnswerReader.Read(document, questions, AnswersOf(draft), posted);
        var answers = await seals.Answers(draft.TlrApplicationId, reading.Answers.ToJson(), stop).ConfigureAwait(false);
        return draft with { Answers = answers };
    }

    public async Task<PageSaved> SavePage(ApplicationRow draft, int page, FormBody form, CancellationToken stop)
    {
        var document = DocumentOf(draft);
        var (questions, names) = PageOf(document, page);
        var refused = new List<FieldFault>();
        var files = await TakeFiles(draft, form, names, FileFields.Of, refused, stop).ConfigureAwait(false);
        var posted = new PostedPage(form.Values, files, Removed(form, names), ShownBy(form));
        // What was read of the page is kept even when the jobseeker is gone by now.
        while (true)
        {
            var row = await Reread(draft.Id).ConfigureAwait(false);
            var reading = AnswerReader.Read(document, questions, AnswersOf(row), posted);
            FieldFault[] faults =
            [
                .. refused,
                .. reading.Faults.Where(fault => refused.All(other => other.Field != fault.FieldId))
                    .Select(fault => new FieldFault(fault.FieldId, fault.Message)),
            ];
            var answers = await seals.Answers(row.TlrApplicationId, reading.Answers.ToJson(), CancellationToken.None)
                .ConfigureAwait(false);
            var next = row with { Answers = answers };
            if (row.IsCompleted || row.Person == null || await TrySave(next).ConfigureAwait(false))
            {
                return new PageSaved(row.IsCompleted ? row : next, reading, faults);
            }
        }
    }

    public async Task<ApplicationRow> SavePerson(long id, Person person)
    {
        var mark = await seals.EmailMark(person.EmailAddress, CancellationToken.None).ConfigureAwait(false);
        while (true)
        {
            var row = await Reread(id).ConfigureAwait(false);
            var next = row with
            {
                EmailMark = mark,
                Person = await seals.Person(row.TlrApplicationId, person, CancellationToken.None)
                    .ConfigureAwait(false),
            };
            if (row.IsCompleted || row.Person == null || await TrySave(next).ConfigureAwait(false))
            {
                return row.IsCompleted ? row : next;
            }
        }
    }

    /// <summary>Notes that the jobseeker came as far as this page; further is never taken back.</summary>
    public Task Reach(long id, int page) => store.Write(
        Area.Ledger, session => ApplicationStore.Reach(session, id, page), CancellationToken.None);

    private Task<bool> TrySave(ApplicationRow row) =>
        store.Write(Area.Ledger, session => ApplicationStore.Save(session, row), CancellationToken.None);

    private async Task<ApplicationRow> Reread(long id) =>
        await store.Read(session => ApplicationStore.Find(session, id), CancellationToken.None).ConfigureAwait(false)
        ?? throw new InvalidDataException($"Application {id} is gone.");

    /// <summary>The questions of a page, and which of them are files.</summary>
    private static (IReadOnlyList<Question> Questions, List<string> Files) PageOf(QuestionsDocument document, int page)
    {
        var questions = document.Pages[Math.Min(page, document.Pages.Count) - 1];
        return (questions,
            [.. questions.Where(question => question.Type == QuestionType.File).Select(question => question.Id)]);
    }

    private static HashSet<string> Removed(FormBody form, IReadOnlyCollection<string> names) =>
        [.. form.Values(FormFields.Remove).Where(names.Contains)];

    /// <summary>What the page showed, where it told: ids hold no tabs.</summary>
    private static HashSet<string>? ShownBy(FormBody form) =>
        form.Value(FormFields.Shown) is { } shown ? [.. shown.Split('\t')] : null;

    /// <summary>Keeps an upload as this field's.</summary>
    public async Task<FilePut> Put(ApplicationRow draft, string field, Upload upload, CancellationToken stop)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var file = await uploadSeals.Seal(draft.TlrApplicationId, field, upload, nowMs, stop).ConfigureAwait(false);
        return await store.Write(
            Area.Ledger,
            session => ApplicationStore.PutFile(session, draft.Id, file, options.ApplicationBytes), stop)
            .ConfigureAwait(false);
    }
}
