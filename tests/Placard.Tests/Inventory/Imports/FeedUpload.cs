using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Placard.Tests.Inventory.Imports;

/// <summary>What an advertiser's integration does with imports, beyond the scenario's plain upload.</summary>
internal static class FeedUpload
{
    /// <summary>POSTs the bytes as they are; the answer whatever it is.</summary>
    public static async Task<Answer> Send(
        PlatformApi api, long sourceId, byte[] body, string? type = "application/xml", string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = type == null ? null : new MediaTypeHeaderValue(type);
        if (encoding != null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }
        return await api.Send(HttpMethod.Post, $"/v5/sources/{sourceId}/imports", content);
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Bytes(text));
        }
        return packed.ToArray();
    }

    /// <summary>Status and counts in the contract's order: read, accepted, rejected, created, updated …</summary>
    public static string Counts(JsonObject import) => string.Join(' ', new[]
    {
        "status", "read", "accepted", "rejected", "created", "updated", "unchanged", "removed",
    }.Select(name => import[name]!.ToString()));

    public static Task<IReadOnlyList<JsonObject>> Rejections(Scenario scenario, JsonObject import) =>
        scenario.Operator.List($"/v5/imports/{import["id"]}/rejections");

    public static Task<IReadOnlyList<JsonObject>> Notes(Scenario scenario, JsonObject import) =>
        scenario.Operator.List($"/v5/imports/{import["id"]}/notes");

    /// <summary>What is advertised now, as <c>reference=jobId</c>, in order of reference.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> InFeed(Advertiser advertiser) =>
        (await advertiser.Jobs()).Where(job => job["removedAt"] == null)
        .ToDictionary(job => (string)job["jobReference"]!, job => (long)job["jobId"]!);
}
