using Placard.Apply.Questions;
using Placard.Apply.Telling;
using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>What is being told of has changed: whoever tells looks again.</summary>
internal sealed class UploadChangedException(string message) : Exception(message);

/// <summary>Gathers what the events of an application tell.</summary>
internal sealed class Tellings(Store store, ApplicantSeals seals)
{
    /// <summary>The facts of an application that has no uploads.</summary>
    public TellingFacts Of(ApplicationRow row, Person person, long appliedAtMs) => Of(
        row, person, appliedAtMs, [], file => throw new InvalidOperationException($"Nobody uploaded {file.Field}."));

    /// <summary>The facts of an application and its uploads; bytes are opened when they are written.</summary>
    public TellingFacts Of(
        ApplicationRow row, Person person, long appliedAtMs, IReadOnlyList<FileRow> files,
        Func<FileRow, ValueTask<byte[]>> open)
    {
        var told = files.ToDictionary(file => file.Id, file => FileOf(row, file, open));
        return new TellingFacts
        {
            Id = row.Id,
            Job = new TellingJob(
                row.JobId, row.JobReference, row.OriginalJobReference, row.JobTitle, row.JobCompany, row.JobCity,
                row.JobState, row.JobZipcode, row.SourceId),
            TlrSid = row.TlrSidText,
            Person = new TellingPerson(
                person.FirstName, person.LastName, person.EmailAddress, person.Phone, person.Address, person.City,
                person.State, person.Zipcode),
            Resume = files.FirstOrDefault(file => file.Field == FileFields.Resume) is { } resume
                ? told[resume.Id]
                : null,
            StartedAtMs = row.StartedAtMs,
            AppliedAtMs = appliedAtMs,
            CampaignId = row.CampaignId,
            SegmentId = row.SegmentId,
            RedirectUrl = row.RedirectUrl,
            TlrApplicationId = row.PublicId,
            UserAgent = person.UserAgent.Length == 0 ? null : person.UserAgent,
            Qualified = row.Qualified != 0,
            Questions = QuestionsDocument.Restore(row.Questions),
            Answers = seals.AnswersOf(row),
            Files = told,
        };
    }

    /// <summary>
    /// Opens a stored upload, one at a time and outside every transaction. One that is not what it was any more is an
    /// <see cref="UploadChangedException"/>.
    /// </summary>
    public Func<FileRow, ValueTask<byte[]>> Stored(ApplicationRow row, CancellationToken stop) => async file =>
    {
        var box = await store.Read(session => ApplicationStore.FileContent(session, file), stop)
            .ConfigureAwait(false)
            ?? throw new UploadChangedException($"Upload {file.Id} was taken away or replaced.");
        return seals.OpenFileContent(row.TlrApplicationId, file.Field, box);
    };

    private TellingFile FileOf(ApplicationRow row, FileRow file, Func<FileRow, ValueTask<byte[]>> open) => new(
        file.Name is { } name ? seals.OpenFileName(row.TlrApplicationId, file.Field, name) : "",
        file.MediaType, file.Sha256, (int)file.Size, () => open(file));
}
