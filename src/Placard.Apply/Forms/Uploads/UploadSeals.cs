namespace Placard.Apply.Forms;

/// <summary>Seals uploads for the store, and says what of them a page may show.</summary>
internal sealed class UploadSeals(ApplicantSeals seals)
{
    public async Task<SealedUpload> Seal(
        byte[] tlrApplicationId, string field, Upload upload, long nowMs, CancellationToken stop) => new(
        field,
        upload.Kind.MediaType,
        upload.Content.Length,
        nowMs,
        upload.Sha256,
        await seals.FileName(tlrApplicationId, field, upload.Name, stop).ConfigureAwait(false),
        await seals.FileContent(tlrApplicationId, field, upload.Content, stop).ConfigureAwait(false));

    public Upload Open(byte[] tlrApplicationId, SealedUpload file) => new(
        seals.OpenFileName(tlrApplicationId, file.Field, file.Name),
        Array.Find(MediaKind.All, kind => kind.MediaType == file.MediaType)
            ?? throw new InvalidDataException($"Nobody takes uploads of {file.MediaType}."),
        seals.OpenFileContent(tlrApplicationId, file.Field, file.Content));

    /// <summary>Null when there is none, or when it was forgotten.</summary>
    public KeptFile? Shown(byte[] tlrApplicationId, FileRow? file) => file?.Name is { } name
        ? new KeptFile(seals.OpenFileName(tlrApplicationId, file.Field, name), file.Size)
        : null;
}
