using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Apply.Questions;

/// <summary>
/// <c>POST /v5/applications/questions/validate</c>: says of a document what fetching it would say, every fault with its
/// path. Nothing is kept.
/// </summary>
internal static class QuestionsCheck
{
    /// <summary>
    /// Bodies of the call. More than a document may have, so that its author learns that it is too large as one fault
    /// among the others.
    /// </summary>
    public const long BodyBytes = 4 << 20;

    public static async Task<IResult> Answer(HttpContext context)
    {
        if (context.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == false)
        {
            return Refusal.Of(415, "Send the document as application/json.");
        }
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return QuestionsDocument.TryRead(body.GetBuffer().AsSpan(0, (int)body.Length), out _, out var faults)
            ? Wire.Ok(new { valid = true })
            : Results.Json(new { valid = false, errors = faults }, Wire.Options, statusCode: 422);
    }
}
