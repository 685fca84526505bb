using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;
using Placard.Publishing.Builds;

namespace Placard.Publishing.Downloads;

/// <summary>
/// Sends one part, or says that it did not change. The plain way from the file into the connection's own buffers is
/// twice as fast as copying streams; what is rarely asked for (ranges) takes the framework's way.
/// </summary>
internal sealed class PartResult(FileStream file, BuildRow build, EntityTagHeaderValue tag, bool gzip) : IResult
{
    private const string ContentType = "application/xml; charset=utf-8";

    // Two fit into what the server keeps for a reader who is slow.
    private const int PieceLength = 128 << 10;

    private readonly DateTimeOffset modified = DateTimeOffset.FromUnixTimeSeconds(build.ModifiedAtS);

    public async Task ExecuteAsync(HttpContext context)
    {
        await using (file.ConfigureAwait(false))
        {
            context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
            context.Response.Headers.CacheControl = "private, no-cache";
            var asked = context.Request.GetTypedHeaders();
            if (IsUnchanged(asked))
            {
                SetValidators(context.Response);
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
            context.Response.Headers.ContentEncoding = gzip ? "gzip" : default;
            var range = AsksForRange(context.Request, asked);
            await (range || HasConditions(asked) ? SendChecked(context, range) : SendWhole(context))
                .ConfigureAwait(false);
        }
    }

    // RFC 9110: where If-None-Match is given, If-Modified-Since does not count.
    private bool IsUnchanged(RequestHeaders asked) => asked.IfNoneMatch.Count > 0
        ? asked.IfNoneMatch.Any(known => known.Tag == "*" || known.Compare(tag, useStrongComparison: false))
        : modified <= asked.IfModifiedSince;

    // RFC 9110: a range in another unit than bytes, or asked for with another method than GET, is as if not asked for.
    private static bool AsksForRange(HttpRequest request, RequestHeaders asked) =>
        HttpMethods.IsGet(request.Method)
        && asked.Range is { } range && range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase);

    private static bool HasConditions(RequestHeaders asked) =>
        asked.IfMatch.Count > 0 || asked.IfUnmodifiedSince != null;

    private void SetValidators(HttpResponse response)
    {
        var headers = response.GetTypedHeaders();
        headers.ETag = tag;
        headers.LastModified = modified;
    }

    private async Task SendChecked(HttpContext context, bool range)
    {
        await Results.Stream(file, ContentType, lastModified: modified, entityTag: tag, enableRangeProcessing: range)
            .ExecuteAsync(context).ConfigureAwait(false);
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            context.Response.Headers.ContentEncoding = default; // what says no holds nothing of the gzip file
        }
    }

    private async Task SendWhole(HttpContext context)
    {
        var response = context.Response;
        var length = file.Length;
        SetValidators(response);
        response.ContentType = ContentType;
        response.ContentLength = length;
        response.Headers.AcceptRanges = "bytes";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }
        var handle = file.SafeFileHandle;
        for (var at = 0L; at < length;)
        {
            // Read in place: handing the read to another thread would take longer than the page cache does.
            var read = RandomAccess.Read(handle, response.BodyWriter.GetMemory(PieceLength).Span, at);
            if (read == 0)
            {
                throw new EndOfStreamException($"Part of build {build.Id} became shorter while it was sent.");
            }
            response.BodyWriter.Advance(read);
            at += read;
            var flushed = await response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            if (flushed.IsCompleted)
            {
                return; // the reader went away
            }
        }
    }
}
