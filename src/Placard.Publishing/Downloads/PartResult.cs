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
    private const int PieceLength = 64 << 10;

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
            await (AsksForMore(asked) ? SendRange(context) : SendWhole(context)).ConfigureAwait(false);
        }
    }

    // RFC 9110: where If-None-Match is given, If-Modified-Since does not count.
    private bool IsUnchanged(RequestHeaders asked) => asked.IfNoneMatch.Count > 0
        ? asked.IfNoneMatch.Any(known => known.Tag == "*" || known.Compare(tag, useStrongComparison: false))
        : modified <= asked.IfModifiedSince;

    private static bool AsksForMore(RequestHeaders asked) =>
        asked.Range != null || asked.IfMatch.Count > 0 || asked.IfUnmodifiedSince != null;

    private void SetValidators(HttpResponse response)
    {
        var headers = response.GetTypedHeaders();
        headers.ETag = tag;
        headers.LastModified = modified;
    }

    private Task SendRange(HttpContext context) => Results
        .Stream(file, ContentType, lastModified: modified, entityTag: tag, enableRangeProcessing: true)
        .ExecuteAsync(context);

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
