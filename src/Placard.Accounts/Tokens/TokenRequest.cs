using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Placard.Platform;

namespace Placard.Accounts.Tokens;

/// <summary>
/// A request for a token, read from one of its two spellings. <paramref name="Secrets"/> are the readings of the
/// secret that a correct client may have meant; <paramref name="AskedScopes"/> null means all.
/// </summary>
internal sealed record TokenRequest(
    bool IsForm,
    string? ClientId,
    IReadOnlyList<string> Secrets,
    string? GrantType,
    IReadOnlyList<string>? AskedScopes)
{
    private const int MostScopes = 20;

    /// <summary>Reads either spelling; what cannot be read at all is refused here.</summary>
    public static Task<(TokenRequest? Request, IResult? Refused)> Read(HttpContext context) =>
        context.Request.HasFormContentType ? ReadForm(context) : ReadJson(context);

    // JSON as the contract has it: camelCase names, the grant in upper case, credentials by Basic only.
    private static async Task<(TokenRequest? Request, IResult? Refused)> ReadJson(HttpContext context)
    {
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unreadable != null)
        {
            return (null, unreadable);
        }
        var (clientId, secret) = Basic(context.Request);
        var grant = fields.Text("grantType", required: true, max: 100);
        var scopes = fields.Texts("scopes", MostScopes);
        if (fields.Text("clientId") is { } repeated && clientId != null && repeated != clientId)
        {
            fields.Fault("clientId", "This is not the client of the Authorization header.");
        }
        return fields.Refused() is { } refused
            ? (null, refused)
            : (new TokenRequest(false, clientId, secret == null ? [] : [secret], grant, scopes), null);
    }

    // RFC 6749: form fields, credentials by Basic (whose two parts are form-encoded there) or in the body.
    private static async Task<(TokenRequest? Request, IResult? Refused)> ReadForm(HttpContext context)
    {
        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            return (null, TokenAnswers.FormError(400, "invalid_request", "The form cannot be read."));
        }
        string[] names = ["grant_type", "scope", "client_id", "client_secret"];
        if (names.FirstOrDefault(name => form[name].Count > 1) is { } twice)
        {
            return (null, TokenAnswers.FormError(400, "invalid_request", $"{twice} is given twice."));
        }
        if (form["grant_type"].Count == 0)
        {
            return (null, TokenAnswers.FormError(400, "invalid_request", "grant_type is missing."));
        }
        var (clientId, secret) = Basic(context.Request);
        clientId ??= One(form["client_id"]);
        secret ??= One(form["client_secret"]);
        var decoded = secret == null ? null : Uri.UnescapeDataString(secret.Replace('+', ' '));
        IReadOnlyList<string>? scopes = One(form["scope"])?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (new TokenRequest(
            true,
            clientId,
            secret == null ? [] : secret == decoded ? [secret] : [secret, decoded!],
            form["grant_type"].ToString(),
            scopes is { Count: 0 } ? null : scopes), null);
    }

    private static string? One(StringValues values) => values.Count == 0 ? null : values.ToString();

    private static (string? ClientId, string? Secret) Basic(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return (null, null);
        }
        var buffer = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), buffer, out var length))
        {
            return (null, null);
        }
        var pair = Encoding.UTF8.GetString(buffer, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (null, null) : (pair[..colon], pair[(colon + 1)..]);
    }
}
