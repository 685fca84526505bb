using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Placard.Clicks;
using Placard.Contract.Conversions;
using Placard.Kernel;

namespace Placard.Conversions;

/// <summary>
/// The three conversion endpoints (seed 1; surface, section 3.2): an API with <c>Link=true</c>, a pixel without. The
/// answer leaves only after the conversion is on disk.
/// </summary>
internal sealed partial class ConversionEndpoint(
    ConversionWriter writer, TimeProvider clock, ConversionMetrics metrics, ILogger<ConversionEndpoint> log)
{
    private const string Parameter = "tlr_sid";
    private const string Json = "application/json; charset=utf-8";
    private const string Gif = "image/gif";

    public Task Answer(HttpContext context, int conversionEvent)
    {
        context.Response.Headers.CacheControl = "no-store";
        var isApi = IsApi(context.Request);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            // A look, not a report: nothing may come of it.
            context.Response.ContentType = isApi ? Json : Gif;
            return Task.CompletedTask;
        }
        return isApi ? AnswerApi(context, conversionEvent) : AnswerPixel(context, conversionEvent);
    }

    /// <summary>Whether a program calls, and not a browser for a pixel.</summary>
    public static bool IsApi(HttpRequest request) => request.Query["Link"].Any(
        value => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));

    /// <summary>The pixel, whatever became of the conversion.</summary>
    public static Task WritePixel(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Write(context, Gif, ConversionAnswers.Pixel);
    }

    private async Task AnswerApi(HttpContext context, int conversionEvent)
    {
        if (IdInQuery(context) is not { } clickId)
        {
            var sent = context.Request.Query[Parameter].Any(value => !string.IsNullOrEmpty(value));
            context.Response.StatusCode = 400;
            await Write(context, Json, sent ? ConversionAnswers.Unusable : ConversionAnswers.Missing)
                .ConfigureAwait(false);
            return;
        }
        var conversion = await Record(clickId, conversionEvent).ConfigureAwait(false);
        var body = ConversionAnswers.Recorded(conversion.Click != null, conversion.IsRepeat);
        await Write(context, Json, body).ConfigureAwait(false);
    }

    private async Task AnswerPixel(HttpContext context, int conversionEvent)
    {
        if ((IdInQuery(context) ?? IdInCookie(context)) is { } clickId)
        {
            try
            {
                await Record(clickId, conversionEvent).ConfigureAwait(false);
            }
            catch (Exception fault)
            {
                // The advertiser's page must not show a broken image because our store is down.
                metrics.Unrecorded();
                LogLost(log, conversionEvent, fault);
            }
        }
        await WritePixel(context).ConfigureAwait(false);
    }

    private async Task<Conversion> Record(ClickId clickId, int conversionEvent)
    {
        var conversion = new Conversion(clickId, conversionEvent, clock.GetUtcNow().ToUnixTimeMilliseconds());
        await writer.Write(conversion).ConfigureAwait(false);
        metrics.Recorded(conversion);
        return conversion;
    }

    private static ClickId? IdInQuery(HttpContext context)
    {
        foreach (var value in context.Request.Query[Parameter])
        {
            if (ClickId.TryParse(value.AsSpan().Trim(), out var id))
            {
                return id;
            }
        }
        return null;
    }

    private static ClickId? IdInCookie(HttpContext context) =>
        ClickId.TryParse(context.Request.Cookies[PixelCookie.Name], out var id) ? id : null;

    private static async Task Write(HttpContext context, string type, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A pixel of conversion event {Event} could not be recorded.")]
    private static partial void LogLost(ILogger logger, int @event, Exception fault);
}
