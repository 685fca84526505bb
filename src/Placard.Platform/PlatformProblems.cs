using System.Data.Common;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Placard.Storage;

namespace Placard.Platform;

/// <summary>
/// The last word where nobody else spoke: unknown addresses, wrong methods, oversize and broken requests, and failures
/// of ours. Problems below <c>/v5</c>, <c>{"message": …}</c> elsewhere, never a stack trace.
/// </summary>
internal sealed partial class PlatformProblems(RequestDelegate next, ILogger<PlatformProblems> log)
{
    private const int ClientClosedRequest = 499;

    // Seconds. A database that is started anew, or another that takes its place, is there by then.
    private const string Soon = "30";

    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            await Explain(context, fault).ConfigureAwait(false);
            return;
        }
        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted
            && response.ContentType == null && response.ContentLength is null or 0)
        {
            await Refuse(context, response.StatusCode).ConfigureAwait(false);
        }
    }

    /// <summary>The usual text for this status, in the family of the address.</summary>
    internal static Task Refuse(HttpContext context, int status) => Answer(context, status, TextOf(context, status));

    /// <summary>An answer in the family of the address.</summary>
    internal static Task Answer(HttpContext context, int status, string text) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRefusesItsOwnWay>()?.Write(context, status)
            ?? (IsPlatform(context) ? Refusal.Of(status, text) : Message(status, text)).ExecuteAsync(context);

    private async Task Explain(HttpContext context, Exception fault)
    {
        var response = context.Response;
        if (HasLeft(context, fault))
        {
            // Nobody is there to read an answer; the number is for the access log.
            if (!response.HasStarted)
            {
                response.StatusCode = ClientClosedRequest;
            }
            // Or the server would go on to read the rest of the request, and log that it cannot.
            context.Abort();
            return;
        }
        if (fault is BadHttpRequestException bad && !response.HasStarted)
        {
            response.Clear();
            await Refuse(context, bad.StatusCode).ConfigureAwait(false);
            return;
        }
        // The route's name and not the address: queries carry passwords and people.
        LogFailed(log, context.Request.Method, context.GetEndpoint()?.DisplayName, context.TraceIdentifier, fault);
        if (response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }
        response.Clear();
        var passesBy = fault is DbException database
            && context.RequestServices.GetRequiredService<IEngine>().PassesBy(database);
        if (passesBy)
        {
            response.Headers.RetryAfter = Soon;
        }
        await (IsPlatform(context)
            ? (passesBy ? Refusal.Away(context.TraceIdentifier) : Refusal.Failed(context.TraceIdentifier))
                .ExecuteAsync(context)
            // Partners' programs were written for a 500: it is the one that their contract has.
            : Answer(context, passesBy && IsPage(context) ? 503 : 500, "Internal server error")).ConfigureAwait(false);
    }

    // The reset itself may be met before the request is said to be aborted.
    private static bool HasLeft(HttpContext context, Exception fault) =>
        fault is ConnectionResetException or ConnectionAbortedException
        || (context.RequestAborted.IsCancellationRequested && fault is OperationCanceledException or IOException);

    private static bool IsPlatform(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/v5", StringComparison.OrdinalIgnoreCase);

    private static bool IsPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RefusesWithPages>() != null;

    private static IResult Message(int status, string text) =>
        Results.Json(new { message = text }, Wire.Options, statusCode: status);

    private static string TextOf(HttpContext context, int status) => status switch
    {
        400 => "The request cannot be read.",
        404 => "There is nothing at this address.",
        405 => $"This address does not take {context.Request.Method}, only {context.Response.Headers.Allow}.",
        408 => "The request took too long to arrive.",
        413 => "The request body is larger than this address takes.",
        415 => "This address does not take a body of this type.",
        _ => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "The request was refused.",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed; trace {Trace}.")]
    private static partial void LogFailed(ILogger logger, string method, string? route, string trace, Exception fault);
}
