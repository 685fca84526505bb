using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>
/// The resume of a contact page, open and sealed for its application. <paramref name="IsNew"/>: it came with this try.
/// </summary>
internal sealed record ResumeSent(Upload Upload, SealedUpload Sealed, bool IsNew);

/// <summary>Takes the resumes of contact pages, and holds them from a try that was refused to the next.</summary>
internal sealed class ContactResumes(Store store, UploadDesk uploads, UploadSeals seals, TimeProvider clock)
{
    /// <summary>What is said where there must be one.</summary>
    public static readonly FieldFault Missing = new(FileFields.Resume, "Please attach your resume.");

    /// <summary>
    /// What came now, or is held from a try before; a file that is taken away is forgotten at once. What is wrong is
    /// added to the faults.
    /// </summary>
    public async Task<ResumeSent?> Take(
        FormBody form, DraftKey key, bool isRequired, List<FieldFault> faults, CancellationToken stop)
    {
        var before = faults.Count;
        var resume = await New(form, key, faults, stop).ConfigureAwait(false)
            ?? (IsRemoved(form)
                ? await Drop(key, stop).ConfigureAwait(false)
                : await Held(key, stop).ConfigureAwait(false));
        if (resume == null && isRequired && faults.Count == before)
        {
            faults.Add(Missing);
        }
        return resume;
    }

    /// <summary>Keeps what came for the next try.</summary>
    public async Task Hold(DraftKey key, ResumeSent? resume, CancellationToken stop)
    {
        if (resume is { IsNew: true })
        {
            await store.Write(
                Area.Ledger, session => ApplicationStore.HoldFile(session, key.LinkMark, resume.Sealed), stop)
                .ConfigureAwait(false);
        }
    }

    /// <summary>What is held from a try before.</summary>
    public async Task<ResumeSent?> Held(DraftKey key, CancellationToken stop) =>
        await store.Read(session => ApplicationStore.HeldFile(session, key.LinkMark, FileFields.Resume), stop)
            .ConfigureAwait(false) is { } held
            ? new ResumeSent(seals.Open(key.TlrApplicationId, held), held, IsNew: false)
            : null;

    private async Task<ResumeSent?> New(
        FormBody form, DraftKey key, List<FieldFault> faults, CancellationToken stop)
    {
        if (form.Files.FirstOrDefault(file => file.Field == FileFields.Resume) is not { } sent)
        {
            return null;
        }
        var (taken, fault) = await uploads.Take(sent, stop).ConfigureAwait(false);
        if (taken == null)
        {
            faults.Add(new FieldFault(FileFields.Resume, fault!));
            return null;
        }
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return new ResumeSent(
            taken,
            await seals.Seal(key.TlrApplicationId, FileFields.Resume, taken, nowMs, stop).ConfigureAwait(false),
            IsNew: true);
    }

    // A file that was chosen goes before the box that would take the earlier one away.
    private static bool IsRemoved(FormBody form) => form.Files.All(file => file.Field != FileFields.Resume)
        && form.Values(FormFields.Remove).Contains(FileFields.Resume, StringComparer.Ordinal);

    private async Task<ResumeSent?> Drop(DraftKey key, CancellationToken stop)
    {
        await store.Write(Area.Ledger, session => ApplicationStore.DropHeld(session, key.LinkMark), stop)
            .ConfigureAwait(false);
        return null;
    }
}
