using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>The rows of applications and their files.</summary>
internal static class ApplicationStore
{
    private const string Counter = "applications";
    private const string FileCounter = "application_files";

    public static Task<long> NextId(DbSession session) => session.NextIds(Area.Ledger, Counter);

    public static Task<long> NextFileId(DbSession session) => session.NextIds(Area.Ledger, FileCounter);

    /// <summary>The application that an address's secret leads to.</summary>
    public static async Task<ApplicationRow?> Find(DbSession session, byte[] linkMark) =>
        await session.First<ApplicationRow>(
            "SELECT * FROM applications WHERE link_mark = @linkMark", new { linkMark }).ConfigureAwait(false)
        ?? await session.First<ApplicationRow>(
            """
            SELECT a.* FROM application_links l JOIN applications a ON a.id = l.application_id
            WHERE l.link_mark = @linkMark
            """, new { linkMark }).ConfigureAwait(false);

    public static Task<ApplicationRow?> Find(DbSession session, long id) => session.First<ApplicationRow>(
        "SELECT * FROM applications WHERE id = @id", new { id });

    /// <summary>What was begun with an opened page, also when it has been forgotten since.</summary>
    public static async Task<ApplicationRow?> OfPage(DbSession session, DraftKey key) =>
        await Find(session, key.LinkMark).ConfigureAwait(false)
        ?? await session.First<ApplicationRow>(
            "SELECT * FROM applications WHERE tlr_application_id = @id", new { id = key.TlrApplicationId })
            .ConfigureAwait(false);

    /// <summary>
    /// What the same person began with the same click before this row, and had not sent yet when this one's page was
    /// opened: two tabs, not two applications. The page's address leads to it from now on.
    /// </summary>
    public static async Task<ApplicationRow?> JoinOtherTab(
        DbSession session, ApplicationRow row, DraftKey key, Func<ApplicationRow, bool> isSame)
    {
        if (row.TlrSid == null)
        {
            return null;
        }
        var others = await session.Query<ApplicationRow>(
            """
            SELECT * FROM applications
            WHERE tlr_sid = @TlrSid AND job_id = @JobId AND email_mark = @EmailMark AND kind = @Kind
                AND person IS NOT NULL AND (completed_at_ms IS NULL OR completed_at_ms >= @OpenedAtMs)
            ORDER BY id
            """, new { row.TlrSid, row.JobId, row.EmailMark, row.Kind, key.OpenedAtMs }).ConfigureAwait(false);
        if (others.Find(other => isSame(other)) is not { } same)
        {
            return null;
        }
        await session.Execute(
            """
            INSERT INTO application_links (link_mark, application_id) VALUES (@LinkMark, @Id)
            ON CONFLICT (link_mark) DO NOTHING
            """, new { key.LinkMark, same.Id }).ConfigureAwait(false);
        return same;
    }

    public static Task Insert(DbSession session, ApplicationRow row) => session.Execute(
        """
        INSERT INTO applications (id, tlr_application_id, kind, status, outcome, reason, customer_id, campaign_id,
            segment_id, source_id, job_id, job_reference, original_job_reference, job_title, job_company, job_city,
            job_state, job_zipcode, tlr_sid, feed_id, billable, click_fault, email_mark, link_mark, person, answers,
            questions, page, revision, qualified, redirect_url, slot_at_ms, started_at_ms, completed_at_ms,
            forgotten_at_ms)
        VALUES (@Id, @TlrApplicationId, @Kind, @Status, @Outcome, @Reason, @CustomerId, @CampaignId,
            @SegmentId, @SourceId, @JobId, @JobReference, @OriginalJobReference, @JobTitle, @JobCompany, @JobCity,
            @JobState, @JobZipcode, @TlrSid, @FeedId, @Billable, @ClickFault, @EmailMark, @LinkMark, @Person, @Answers,
            @Questions, @Page, @Revision, @Qualified, @RedirectUrl, @SlotAtMs, @StartedAtMs, @CompletedAtMs,
            @ForgottenAtMs)
        """, row);

    /// <summary>
    /// Keeps what a draft's page brought; false when the draft went on meanwhile, and then it must be read again.
    /// </summary>
    public static async Task<bool> Save(DbSession session, ApplicationRow row) => await session.Execute(
        """
        UPDATE applications SET person = @Person, email_mark = @EmailMark, answers = @Answers, revision = revision + 1
        WHERE id = @Id AND revision = @Revision AND status = 'STARTED'
        """, row).ConfigureAwait(false) == 1;

    /// <summary>Notes the furthest page.</summary>
    public static Task Reach(DbSession session, long id, long page) => session.Execute(
        "UPDATE applications SET page = @page WHERE id = @id AND page < @page", new { id, page });

    /// <summary>Ends a draft; false when somebody else did, or it went on meanwhile.</summary>
    public static async Task<bool> Complete(DbSession session, ApplicationRow row) => await session.Execute(
        """
        UPDATE applications SET status = 'COMPLETED', outcome = @Outcome, reason = @Reason, qualified = @Qualified,
            redirect_url = @RedirectUrl, completed_at_ms = @CompletedAtMs, revision = revision + 1
        WHERE id = @Id AND revision = @Revision AND status = 'STARTED'
        """, row).ConfigureAwait(false) == 1;

    /// <summary>Whether the person completed a valid application for this job reference after the moment.</summary>
    public static async Task<bool> HasApplied(
        DbSession session, long customerId, string jobReference, byte[] emailMark, long afterMs) =>
        await session.Scalar<long>(
            """
            SELECT COUNT(*) FROM applications
            WHERE email_mark = @emailMark AND completed_at_ms > @afterMs AND customer_id = @customerId
                AND job_reference = @jobReference AND kind = 0 AND outcome = 'VALID'
            """, new { customerId, jobReference, emailMark, afterMs }).ConfigureAwait(false) > 0;

    public static Task<List<FileRow>> Files(DbSession session, long applicationId) => session.Query<FileRow>(
        """
        SELECT id, field, media_type, size, sha256, name FROM application_files
        WHERE application_id = @applicationId ORDER BY id
        """, new { applicationId });

    /// <summary>The sealed content; null when the file was taken away or replaced since its row was read.</summary>
    public static async Task<byte[]?> FileContent(DbSession session, FileRow file)
    {
        await using var rows = await session.Read(
            "SELECT content FROM application_files WHERE id = @Id AND sha256 = @Sha256", new { file.Id, file.Sha256 })
            .ConfigureAwait(false);
        return await rows.Next(session.Stop).ConfigureAwait(false) ? rows.Blob(0) : null;
    }

    /// <summary>
    /// Keeps a file in the place of the field's earlier one, while the application is a draft and its files together
    /// have no more than so many bytes. The id is that of the one it replaces: answers name it, and are saved after it,
    /// so a phone that is lost in between must not leave an answer that names nothing. Counts as a save: whoever
    /// completes the draft at the same time looks again.
    /// </summary>
    public static async Task<FilePut> PutFile(
        DbSession session, long applicationId, SealedUpload file, long mostBytes)
    {
        // Order: whoever looked for the earlier file before holding the row would miss one that comes at this moment,
        // take its place under another id, and leave the other's answer naming nothing.
        if (!await TakeDraft(session, applicationId).ConfigureAwait(false))
        {
            return new FilePut.NoDraft();
        }
        var others = await session.Scalar<long>(
            """
            SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM application_files
            WHERE application_id = @applicationId AND field <> @Field
            """, new { applicationId, file.Field }).ConfigureAwait(false);
        if (others + file.Size > mostBytes)
        {
            return new FilePut.TooLarge();
        }
        var earlier = await session.Scalar<long?>(
            "SELECT id FROM application_files WHERE application_id = @applicationId AND field = @Field",
            new { applicationId, file.Field }).ConfigureAwait(false);
        if (earlier is { } replaced)
        {
            await DropFile(session, replaced).ConfigureAwait(false);
        }
        var id = earlier ?? await NextFileId(session).ConfigureAwait(false);
        await AddFile(session, applicationId, id, file).ConfigureAwait(false);
        return new FilePut.Kept(id);
    }

    /// <summary>Keeps the file that a new application begins with.</summary>
    public static Task AddFile(DbSession session, long applicationId, long fileId, SealedUpload file) =>
        session.Execute(
            """
            INSERT INTO application_files (id, application_id, field, media_type, size, sha256, name, content,
                added_at_ms)
            VALUES (@fileId, @applicationId, @Field, @MediaType, @Size, @Sha256, @Name, @Content, @AddedAtMs)
            """,
            new
            {
                fileId, applicationId, file.Field, file.MediaType, file.Size, file.Sha256, file.Name, file.Content,
                file.AddedAtMs,
            });

    /// <summary>
    /// Takes a field's file away, as <see cref="PutFile"/> does; false when this is no draft any more.
    /// </summary>
    public static async Task<bool> RemoveFile(DbSession session, long applicationId, string field)
    {
        var isDraft = await TakeDraft(session, applicationId).ConfigureAwait(false);
        if (isDraft)
        {
            await session.Execute(
                "DELETE FROM application_files WHERE application_id = @applicationId AND field = @field",
                new { applicationId, field }).ConfigureAwait(false);
        }
        return isDraft;
    }

    // Holds the row to the end of the transaction. A forgotten draft is none: what came after would stay for ever.
    private static async Task<bool> TakeDraft(DbSession session, long applicationId) => await session.Execute(
        """
        UPDATE applications SET revision = revision + 1
        WHERE id = @applicationId AND status = 'STARTED' AND forgotten_at_ms IS NULL
        """, new { applicationId }).ConfigureAwait(false) == 1;

    /// <summary>Takes one upload away that nothing refers to.</summary>
    public static Task DropFile(DbSession session, long fileId) => session.Execute(
        "DELETE FROM application_files WHERE id = @fileId", new { fileId });

    /// <summary>Keeps the upload of a contact page that was refused, for the next try.</summary>
    public static Task HoldFile(DbSession session, byte[] linkMark, SealedUpload file) => session.Execute(
        """
        INSERT INTO held_uploads (link_mark, field, media_type, size, sha256, name, content, added_at_ms)
        VALUES (@linkMark, @Field, @MediaType, @Size, @Sha256, @Name, @Content, @AddedAtMs)
        ON CONFLICT (link_mark, field) DO UPDATE SET media_type = @MediaType, size = @Size, sha256 = @Sha256,
            name = @Name, content = @Content, added_at_ms = @AddedAtMs
        """,
        new
        {
            linkMark, file.Field, file.MediaType, file.Size, file.Sha256, file.Name, file.Content, file.AddedAtMs,
        });

    public static async Task<SealedUpload?> HeldFile(DbSession session, byte[] linkMark, string field)
    {
        await using var rows = await session.Read(
            """
            SELECT field, media_type, size, added_at_ms, sha256, name, content FROM held_uploads
            WHERE link_mark = @linkMark AND field = @field
            """, new { linkMark, field }).ConfigureAwait(false);
        return await rows.Next(session.Stop).ConfigureAwait(false)
            ? new SealedUpload(
                rows.Text(0), rows.Text(1), rows.Number(2), rows.Number(3), rows.Blob(4), rows.Blob(5), rows.Blob(6))
            : null;
    }

    public static Task DropHeld(DbSession session, byte[] linkMark) => session.Execute(
        "DELETE FROM held_uploads WHERE link_mark = @linkMark", new { linkMark });

    /// <summary>When the oldest draft was begun that is still one; null when there is none.</summary>
    public static Task<long?> OldestDraft(DbSession session) => session.Scalar<long?>(
        "SELECT MIN(started_at_ms) FROM applications WHERE status = 'STARTED' AND forgotten_at_ms IS NULL");

    public static Task<long?> OldestHeld(DbSession session) =>
        session.Scalar<long?>("SELECT MIN(added_at_ms) FROM held_uploads");

    public static Task<int> EraseHeld(DbSession session, long beforeMs) =>
        session.Execute("DELETE FROM held_uploads WHERE added_at_ms <= @beforeMs", new { beforeMs });
}

/// <summary>What became of a file that was to be kept.</summary>
internal abstract record FilePut
{
    public sealed record Kept(long Id) : FilePut;

    /// <summary>The application was sent or forgotten meanwhile.</summary>
    public sealed record NoDraft : FilePut;

    /// <summary>Beside the application's other files there is no room for it.</summary>
    public sealed record TooLarge : FilePut;
}

/// <summary>An upload as the store keeps it: name and content are sealed, the hash is of the raw bytes.</summary>
internal sealed record SealedUpload(
    string Field, string MediaType, long Size, long AddedAtMs, byte[] Sha256, byte[] Name, byte[] Content);
