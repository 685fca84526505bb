using Placard.Apply.Questions;
using Placard.Apply.Telling;
using Placard.Events;
using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>
/// An application's end. <paramref name="Row"/> is as it is now; when it is no completed one,
/// <paramref name="Page"/> (from 1) is the first page that lacks something.
/// </summary>
internal sealed record Ending(ApplicationRow Row, int Page, IReadOnlyList<FieldFault> Faults);

/// <summary>
/// Completes applications: the verdict, the completed event and the mail in one ordered transaction with the row, so
/// that each application has one end, whoever sends its last page however often.
/// </summary>
internal sealed class Completing(
    Store store, ApplicantSeals seals, Tellings tellings, ApplyJobs jobs, IEvents events, IMail mail,
    TimeProvider clock)
{
    /// <summary>Seed 3: the same applicant on the same job reference within 120 days is a duplicate.</summary>
    private static readonly TimeSpan DuplicateWindow = TimeSpan.FromDays(120);

    public async Task<Ending> Complete(long applicationId, CancellationToken stop)
    {
        // Somebody who saves at the same time makes us look again; each round somebody got on.
        while (true)
        {
            var row = await store.Read(session => ApplicationStore.Find(session, applicationId), stop)
                .ConfigureAwait(false) ?? throw new InvalidDataException($"Application {applicationId} is gone.");
            if (row.IsCompleted || row.Person == null)
            {
                return new Ending(row, 0, []);
            }
            if (FirstGap(row) is { } gap)
            {
                return gap;
            }
            if (await TryComplete(row, stop).ConfigureAwait(false) is { } ended)
            {
                return new Ending(ended, 0, []);
            }
        }
    }

    // A page that was passed by, or made due by a change of mind on an earlier one.
    private Ending? FirstGap(ApplicationRow row)
    {
        var document = QuestionsDocument.Restore(row.Questions);
        var answers = seals.AnswersOf(row);
        for (var page = 0; page < document.Pages.Count; page++)
        {
            var faults = Unanswered(document.Pages[page], answers).ToList();
            if (faults.Count > 0)
            {
                return new Ending(row, page + 1, faults);
            }
        }
        return null;
    }

    private static IEnumerable<FieldFault> Unanswered(IReadOnlyList<Question> page, Answers answers)
    {
        foreach (var question in page.Where(question => question.IsAnswered && AnswerReader.IsDue(question, answers)))
        {
            var answer = answers.Of(question.Id);
            if (answer == null && question.Required == true)
            {
                yield return new FieldFault(question.Id, AnswerRules.Missing(question.Type));
            }
            var branch = (answer as BranchAnswer)?.Values;
            foreach (var child in question.Children.Where(child =>
                branch != null && child.Required == true && AnswerReader.IsDue(child, answers)
                && !branch.ContainsKey(child.Id)))
            {
                yield return new FieldFault(child.Id, AnswerRules.Missing(QuestionType.Select));
            }
        }
    }

    // Null when somebody saved meanwhile.
    private async Task<ApplicationRow?> TryComplete(ApplicationRow row, CancellationToken stop)
    {
        var document = QuestionsDocument.Restore(row.Questions);
        var answers = seals.AnswersOf(row);
        var person = seals.PersonOf(row)!;
        var wants = await jobs.WantsOf(row, stop).ConfigureAwait(false);
        var files = await store.Read(session => ApplicationStore.Files(session, row.Id), stop).ConfigureAwait(false);
        var qualified = Qualifying.Qualifies(document, answers);
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var ended = row with
        {
            Status = ApplicationStatus.Completed,
            Qualified = qualified ? 1 : 0,
            RedirectUrl = qualified ? wants.RedirectUrl : null,
            CompletedAtMs = nowMs,
        };
        var kept = files.Where(file => file.Field == FileFields.Resume || answers.FileIds.Contains(file.Id)).ToList();
        ToldApplication? told;
        try
        {
            // A large event is written out before the transaction, which holds up everybody's clicks.
            told = row.Billable == 0 ? null : await ApplicationTelling.Completed(
                tellings.Of(ended, person, nowMs, kept, tellings.Stored(row, stop))).ConfigureAwait(false);
        }
        catch (UploadChangedException)
        {
            // By another tab, or because the person is forgotten.
            return null;
        }
        var done = await store.WriteLedgerInOrder(
            session => End(session, ended, person, wants, told, files.Except(kept).ToList()), stop)
            .ConfigureAwait(false);
        if (done is { Outcome: ApplicationOutcome.Valid })
        {
            events.Wake();
        }
        return done;
    }

    private async Task<ApplicationRow?> End(
        DbSession session, ApplicationRow row, Person person, ApplyWants wants, ToldApplication? told,
        IReadOnlyList<FileRow> leftOver)
    {
        var since = row.CompletedAtMs!.Value - (long)DuplicateWindow.TotalMilliseconds;
        var isDuplicate = await ApplicationStore.HasApplied(
            session, row.CustomerId, row.JobReference, row.EmailMark!, since).ConfigureAwait(false);
        var ended = row with
        {
            Outcome = isDuplicate ? ApplicationOutcome.Duplicate
                : told == null ? ApplicationOutcome.Unbillable : ApplicationOutcome.Valid,
            Reason = ReasonOf(row, isDuplicate),
        };
        if (!await ApplicationStore.Complete(session, ended).ConfigureAwait(false))
        {
            return null;
        }
        foreach (var file in leftOver)
        {
            await ApplicationStore.DropFile(session, file.Id).ConfigureAwait(false);
        }
        if (ended.Outcome == ApplicationOutcome.Valid)
        {
            await events.Append(session, new NewEvent(
                row.CustomerId, EventTypes.ApplicationCompleted, row.PublicId, told!.Data, told.QuestionsAndAnswers,
                wants.PostUrl)).ConfigureAwait(false);
            if (wants.MailTo.Count > 0)
            {
                await mail.Append(session, ApplicationMail.Of(ended, person, wants.MailTo)).ConfigureAwait(false);
            }
        }
        return ended;
    }

    private static string? ReasonOf(ApplicationRow row, bool isDuplicate)
    {
        const string duplicate =
            "Duplicate: this e-mail address completed a valid application for this job reference less than "
            + "120 days before.";
        return !isDuplicate ? row.ClickFault
            : row.ClickFault is { } fault ? $"{duplicate} {fault}" : duplicate;
    }
}
