using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Placard.Apply.Forms;
using Placard.Apply.Questions;
using Placard.Apply.Telling;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Records;

/// <summary>One application whole, and its files one by one.</summary>
internal sealed class ApplicationEndpoint(Store store, ApplicantSeals seals, ExchangeCalendar calendar)
{
    private const string What = "application";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<IResult> Find(HttpContext context, string tlrApplicationId)
    {
        context.KeepsNoCopy();
        var (found, files) = await store.Read(async session =>
        {
            var row = await Row(session, context.Caller(), tlrApplicationId).ConfigureAwait(false);
            return (row, row == null ? [] : await ApplicationStore.Files(session, row.Id).ConfigureAwait(false));
        }, context.RequestAborted).ConfigureAwait(false);
        if (found == null)
        {
            return Refusal.NotFound(What);
        }
        var shapes = files.ToDictionary(file => file.Id, file => FileShape.Of(file, found, seals));
        var shape = JsonSerializer.SerializeToNode(
            ApplicationShape.Of(found, seals.PersonOf(found), calendar), Wire.Options)!.AsObject();
        shape["resume"] = JsonSerializer.SerializeToNode(
            files.Where(file => file.Field == FileFields.Resume).Select(file => shapes[file.Id]).FirstOrDefault(),
            Wire.Options);
        shape["questionsAndAnswers"] = Answered(found, shapes);
        shape["files"] = JsonSerializer.SerializeToNode(shapes.Values, Wire.Options);
        return Wire.Ok(shape);
    }

    public async Task<IResult> File(HttpContext context, string tlrApplicationId, long fileId)
    {
        context.KeepsNoCopy();
        var (found, file) = await store.Read(async session =>
        {
            var row = await Row(session, context.Caller(), tlrApplicationId).ConfigureAwait(false);
            return (row, row == null ? null : await session.First<ContentRow>(
                """
                SELECT field, media_type, name, content FROM application_files
                WHERE id = @fileId AND application_id = @id AND content IS NOT NULL
                """, new { fileId, id = row.Id }).ConfigureAwait(false));
        }, context.RequestAborted).ConfigureAwait(false);
        if (found == null || file == null)
        {
            return Refusal.NotFound("file");
        }
        var headers = context.Response.Headers;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.Name == null
            ? "file"
            : seals.OpenFileName(found.TlrApplicationId, file.Field, file.Name));
        headers.ContentDisposition = disposition.ToString();
        // What strangers uploaded is saved, never shown: not sniffed, and without rights should a browser open it.
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Results.Bytes(
            seals.OpenFileContent(found.TlrApplicationId, file.Field, file.Content), file.MediaType);
    }

    private static async Task<ApplicationRow?> Row(DbSession session, Caller caller, string tlrApplicationId)
    {
        if (!ClickId.TryParse(tlrApplicationId, out var id))
        {
            return null;
        }
        return await session.First<ApplicationRow>(
            $"""
            SELECT {ApplicationList.Columns}, a.answers, a.questions FROM applications a
            WHERE a.tlr_application_id = @id AND {(caller.CustomerScope == null ? "1 = 1" : "a.customer_id = @owner")}
            """, new { id = id.ToBytes(), owner = caller.CustomerScope ?? 0 }).ConfigureAwait(false);
    }

    /// <summary>As the completed event tells them, files by their metadata; null once forgotten.</summary>
    private JsonNode? Answered(ApplicationRow row, Dictionary<long, FileShape> files)
    {
        if (row.ForgottenAtMs != null)
        {
            return null;
        }
        var told = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(told, Plain))
        {
            AnswersTelling.Write(
                json, QuestionsDocument.Restore(row.Questions), seals.AnswersOf(row),
                file => JsonSerializer.Serialize(json, files.GetValueOrDefault(file.FileId), Wire.Options));
        }
        return JsonNode.Parse(told.WrittenSpan);
    }

    private sealed record ContentRow(string Field, string MediaType, byte[]? Name, byte[] Content);

    /// <summary>A file without its content, which <c>url</c> gives.</summary>
    private sealed record FileShape(
        long Id, string Field, string? FileName, string ContentType, string ContentSha256, long Size, string Url)
    {
        public static FileShape Of(FileRow file, ApplicationRow of, ApplicantSeals seals) => new(
            file.Id,
            FileFields.Shown(file.Field),
            file.Name == null ? null : seals.OpenFileName(of.TlrApplicationId, file.Field, file.Name),
            file.MediaType,
            Convert.ToHexStringLower(file.Sha256),
            file.Size,
            $"/v5/applications/{of.PublicId}/files/{file.Id}");
    }
}
