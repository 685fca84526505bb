using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Placard.Apply.Forms;
using Placard.Apply.Records;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Downloads;

/// <summary>
/// <c>GET /v5/applications/resumes.zip</c>: the resumes of every application that the search finds, streamed, one at a
/// time in memory. Names are ours: what applicants call their files goes nowhere near somebody's disk.
/// </summary>
internal sealed class ResumeArchive(Store store, ApplicantSeals seals, TimeProvider clock)
{
    private const int LongestName = 40;

    private static readonly ListPlan Plan = ApplicationList.Plan with
    {
        Select = "a.tlr_application_id, a.person, f.name, f.content",
        From = "applications a JOIN application_files f ON f.application_id = a.id AND f.field = 'resume'",
    };

    public IResult Answer(HttpContext context)
    {
        if (!Lists.TryRead(context.Request, Plan, out var query, out var refused))
        {
            return refused;
        }
        context.KeepsNoCopy();
        var (where, args) = ApplicationList.Scope(context.Caller());
        query.Parameters.AddDynamicParams(args);
        var sql = $"SELECT {Plan.Select} FROM {Plan.From} WHERE ({where ?? "1 = 1"}) AND f.content IS NOT NULL "
            + $"AND {query.WhereSql} ORDER BY {query.OrderBySql}";
        return Results.Stream(
            body => Write(body, sql, query.Parameters, context.RequestAborted), "application/zip", "resumes.zip");
    }

    /// <summary>
    /// <c>Lovelace-Ada-{tlrApplicationId}.pdf</c>: letters and digits of the name, so that no system minds it, and the
    /// id, so that no two are the same.
    /// </summary>
    public static string NameOf(string publicId, Person? person, string fileName)
    {
        var name = string.Concat(new[] { person?.LastName, person?.FirstName }
            .Select(Plain).Where(part => part.Length > 0).Select(part => part + "-"));
        var ending = Plain(Path.GetExtension(fileName)).ToLowerInvariant();
        return $"{name}{publicId}{(ending.Length == 0 ? "" : "." + ending)}";
    }

    private async Task Write(Stream response, string sql, object args, CancellationToken stop)
    {
        await using var body = new PatientStream(response);
        var archive = await ZipArchive.CreateAsync(
            body, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, stop).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            var lease = await store.OpenRead(stop).ConfigureAwait(false);
            await using (lease.ConfigureAwait(false))
            {
                await foreach (var row in lease.Session.Stream<ResumeRow>(sql, args)
                    .WithCancellation(stop).ConfigureAwait(false))
                {
                    await Add(archive, row, stop).ConfigureAwait(false);
                }
            }
        }
        await body.FlushAsync(stop).ConfigureAwait(false);
    }

    private async Task Add(ZipArchive archive, ResumeRow row, CancellationToken stop)
    {
        var person = row.Person == null ? null : seals.OpenPerson(row.TlrApplicationId, row.Person);
        var fileName = row.Name == null ? "" : seals.OpenFileName(row.TlrApplicationId, FileFields.Resume, row.Name);
        var entry = archive.CreateEntry(
            NameOf(ClickId.FromBytes(row.TlrApplicationId).ToString(), person, fileName), CompressionLevel.Fastest);
        entry.LastWriteTime = clock.GetUtcNow();
        var to = await entry.OpenAsync(stop).ConfigureAwait(false);
        await using (to.ConfigureAwait(false))
        {
            var content = seals.OpenFileContent(row.TlrApplicationId, FileFields.Resume, row.Content);
            await to.WriteAsync(content, stop).ConfigureAwait(false);
        }
    }

    private static string Plain(string? text)
    {
        var plain = new StringBuilder(LongestName);
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) && plain.Length < LongestName)
            {
                plain.Append(rune.ToString());
            }
        }
        return plain.ToString();
    }

    private sealed record ResumeRow(byte[] TlrApplicationId, byte[]? Person, byte[]? Name, byte[] Content);
}
