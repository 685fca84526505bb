using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Placard.Platform;

/// <summary>Errors of <c>/v5</c>: RFC 9457 problems, <c>application/problem+json</c>.</summary>
public static class Refusal
{
    /// <summary>A problem of this status with a sentence that tells its reader what to do.</summary>
    public static IResult Of(int status, string detail) => new Problem(status, detail);

    /// <summary>As <see cref="Of(int, string)"/>, with the word that OAuth has for it in <c>error</c>.</summary>
    public static IResult Of(int status, string detail, string oauthError) =>
        new Problem(status, detail, OAuthError: oauthError);

    /// <summary>404: it does not exist, or it is another account's.</summary>
    public static IResult NotFound(string what) => Of(404, $"There is no such {what}.");

    /// <summary>409: the thing is not in a state that allows this.</summary>
    public static IResult Conflict(string detail) => Of(409, detail);

    /// <summary>422 with the faults by field.</summary>
    public static IResult Invalid(IReadOnlyDictionary<string, List<string>> errors) =>
        new Problem(422, "The request has fields that cannot be accepted.", Errors: errors);

    /// <summary>422 with one fault.</summary>
    public static IResult Invalid(string field, string text) =>
        Invalid(new Dictionary<string, List<string>> { [field] = [text] });

    /// <summary>An unexpected failure; <paramref name="trace"/> finds it in the log.</summary>
    internal static IResult Failed(string trace) =>
        new Problem(500, "Something went wrong here, not in your request.", Trace: trace);

    /// <summary>The store cannot be asked just now; what comes later may find it.</summary>
    internal static IResult Away(string trace) =>
        new Problem(503, "The exchange cannot reach its store just now. Please try again.", Trace: trace);

    private sealed record Problem(
        int Status,
        string Detail,
        IReadOnlyDictionary<string, List<string>>? Errors = null,
        string? OAuthError = null,
        string? Trace = null) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            var body = new JsonObject
            {
                ["type"] = "about:blank",
                ["title"] = ReasonPhrases.GetReasonPhrase(Status),
                ["status"] = Status,
                ["detail"] = Detail,
            };
            if (OAuthError != null)
            {
                body["error"] = OAuthError;
            }
            if (Trace != null)
            {
                body["traceId"] = Trace;
            }
            if (Errors != null)
            {
                body["errors"] = new JsonObject(Errors.Select(field => KeyValuePair.Create(
                    field.Key,
                    (JsonNode?)new JsonArray([.. field.Value.Select(text => (JsonNode)text)]))));
            }
            context.Response.StatusCode = Status;
            return context.Response.WriteAsJsonAsync(
                body, Wire.Options, "application/problem+json", context.RequestAborted);
        }
    }
}
