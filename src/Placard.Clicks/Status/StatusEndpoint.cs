using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Placard.Kernel;
using Placard.Platform;

namespace Placard.Clicks.Status;

/// <summary>Job status over HTTP (seed 2; surface, section 3.5). Errors are <c>{"message": …}</c>.</summary>
internal sealed class StatusEndpoint(JobStatuses statuses)
{
    private const int LongestSpl = 4096;

    // Tokens come back as they were sent: a client looks its answer up by them.
    private static readonly JsonWriterOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ByJob(HttpContext context, string jobId)
    {
        var known = long.TryParse(jobId, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var status = known
            ? await statuses.OfJob(number, context.RequestAborted).ConfigureAwait(false)
            : JobStatuses.Unknown;
        await Write(context, 200, json =>
        {
            json.WriteStartObject();
            json.WriteString(jobId, status);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    public async Task BySpls(HttpContext context)
    {
        var (spls, fault) = await ReadSpls(context).ConfigureAwait(false);
        if (fault != null)
        {
            await Write(context, 400, json =>
            {
                json.WriteStartObject();
                json.WriteString("message", fault);
                json.WriteEndObject();
            }).ConfigureAwait(false);
            return;
        }
        var answers = new string[spls.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = await statuses.OfSpl(spls[i], context.RequestAborted).ConfigureAwait(false);
        }
        await Write(context, 200, json => WriteAnswers(json, spls, answers)).ConfigureAwait(false);
    }

    private static void WriteAnswers(Utf8JsonWriter json, List<string> spls, string[] answers)
    {
        json.WriteStartArray();
        for (var i = 0; i < answers.Length; i++)
        {
            json.WriteStartObject();
            json.WriteString(spls[i], answers[i]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static async Task<(List<string> Spls, string? Fault)> ReadSpls(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument
                .ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            return Spls(document.RootElement);
        }
        catch (JsonException)
        {
            return ([], "The body is not JSON.");
        }
    }

    private static (List<string> Spls, string? Fault) Spls(JsonElement root)
    {
        var list = root.ValueKind == JsonValueKind.Object
            ? root.EnumerateObject()
                .LastOrDefault(field => JsonNames.Spells(JsonMarshal.GetRawUtf8PropertyName(field), "spls"u8)).Value
            : default;
        if (list.ValueKind != JsonValueKind.Array)
        {
            return ([], "The body must be an object with an array of strings named spls.");
        }
        if (list.GetArrayLength() > Limits.SplsPerCall)
        {
            return ([], string.Create(CultureInfo.InvariantCulture, $"At most {Limits.SplsPerCall} spls are allowed."));
        }
        var spls = new List<string>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || TextOf(item) is not { Length: <= LongestSpl } text)
            {
                return ([], "Each spl must be a string of at most 4096 characters.");
            }
            spls.Add(text);
        }
        return (spls, null);
    }

    // Half a surrogate pair is JSON but no text.
    private static string? TextOf(JsonElement item)
    {
        try
        {
            return item.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task Write(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(buffer, AsSent))
        {
            write(json);
        }
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted)
            .ConfigureAwait(false);
    }
}
