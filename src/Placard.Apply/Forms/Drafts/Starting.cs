using Placard.Apply.Questions;
using Placard.Apply.Telling;
using Placard.Events;
using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>A contact page that is in order, with what came with it.</summary>
internal sealed record ContactSent(
    ApplyJob Job, DraftKey Key, Person Person, ResumeSent? Resume, ClickFinding Click, QuestionsDocument? Questions);

/// <summary>
/// Begins applications: row, resume and started event in one ordered transaction. The same page sent again, from a
/// double tap, a lost connection or a second tab of the same click, leads to the same application.
/// </summary>
internal sealed class Starting(
    Store store, ApplicantSeals seals, Tellings tellings, IEvents events, TimeProvider clock)
{
    /// <summary>The application, new or begun before.</summary>
    public async Task<ApplicationRow> Begin(ContactSent sent, CancellationToken stop)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var id = await store.Write(Area.Ledger, ApplicationStore.NextId, stop).ConfigureAwait(false);
        var fileId = sent.Resume == null
            ? 0
            : await store.Write(Area.Ledger, ApplicationStore.NextFileId, stop).ConfigureAwait(false);
        var row = await NewRow(sent, id, nowMs, stop).ConfigureAwait(false);
        // Sealed and written out before the transaction: it holds up everybody's clicks.
        var told = await Told(sent, row, fileId, nowMs).ConfigureAwait(false);
        var (begun, isNew) = await store.WriteLedgerInOrder(async session =>
        {
            if (await Earlier(session, sent, row).ConfigureAwait(false) is { } earlier)
            {
                return (earlier, false);
            }
            await ApplicationStore.Insert(session, row).ConfigureAwait(false);
            if (sent.Resume?.Sealed is { } resume)
            {
                await ApplicationStore.AddFile(session, id, fileId, resume).ConfigureAwait(false);
            }
            await ApplicationStore.DropHeld(session, sent.Key.LinkMark).ConfigureAwait(false);
            await events.Append(session, new NewEvent(
                row.CustomerId, EventTypes.ApplicationStarted, row.PublicId, told.Data, told.QuestionsAndAnswers,
                PostUrl: null)).ConfigureAwait(false);
            return (row, true);
        }, stop).ConfigureAwait(false);
        if (isNew)
        {
            events.Wake();
        }
        return begun;
    }

    // Of two tabs of one click, that the same person filled in alike, the second goes on with what the first began, or
    // comes to the end that it has reached meanwhile. Whoever opens the page again after that applies once more.
    private async Task<ApplicationRow?> Earlier(DbSession session, ContactSent sent, ApplicationRow row) =>
        await ApplicationStore.Find(session, sent.Key.LinkMark).ConfigureAwait(false)
        ?? await ApplicationStore.JoinOtherTab(session, row, sent.Key, other =>
            seals.PersonOf(other) == sent.Person).ConfigureAwait(false);

    private async Task<ApplicationRow> NewRow(ContactSent sent, long id, long nowMs, CancellationToken stop) =>
        ApplicationRow.Begun(ApplicationKinds.Application, sent.Job, sent.Key, sent.Click, nowMs) with
        {
            Id = id,
            EmailMark = await seals.EmailMark(sent.Person.EmailAddress, stop).ConfigureAwait(false),
            Person = await seals.Person(sent.Key.TlrApplicationId, sent.Person, stop).ConfigureAwait(false),
            Questions = sent.Questions?.Json,
        };

    private async Task<ToldApplication> Told(ContactSent sent, ApplicationRow row, long fileId, long nowMs)
    {
        FileRow[] files = sent.Resume?.Sealed is { } resume
            ? [new FileRow(fileId, resume.Field, resume.MediaType, resume.Size, resume.Sha256, resume.Name)]
            : [];
        return await ApplicationTelling.Started(tellings.Of(
            row, sent.Person, nowMs, files, _ => ValueTask.FromResult(sent.Resume!.Upload.Content)))
            .ConfigureAwait(false);
    }
}
