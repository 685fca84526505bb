using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Placard.Platform;

namespace Placard.Accounts.Tokens;

/// <summary>
/// A request for a token, read from one of its two spellings. <paramref name="Logins"/> are the readings of its
/// credentials that a correct client may have meant; <paramref name="AskedScopes"/> null means all.
/// </summary>
internal sealed record TokenRequest(
    bool IsForm,
    IReadOnlyList<Login> Logins,
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
        var login = Basic(context.Request);
        var grant = fields.Text("grantType", required: true, max: 100);
        var scopes = fields.Texts("scopes", MostScopes);
        if (fields.Text("clientId") is { } repeated && login != null && repeated != login.ClientId)
        {
            fields.Fault("clientId", "This is not the client of the Authorization header.");
        }
        return fields.Refused() is { } refused
            ? (null, refused)
            : (new TokenRequest(false, login == null ? [] : [login], grant, scopes), null);
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
        IReadOnlyList<string>? scopes = One(form["scope"])?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (new TokenRequest(
            true,
            LoginsOf(context.Request, form),
            form["grant_type"].ToString(),
            scopes is { Count: 0 } ? null : scopes), null);
    }

    // Many clients leave the encoding out, and what they send may hold a percent sign: both readings are tried.
    private static IReadOnlyList<Login> LoginsOf(HttpRequest request, IFormCollection form)
    {
        if (Basic(request) is { } login)
        {
            var decoded = new Login(Decoded(login.ClientId), Decoded(login.Secret));
            return login == decoded ? [login] : [login, decoded];
        }
        return One(form["client_id"]) is { } clientId && One(form["client_secret"]) is { } secret
            ? [new Login(clientId, secret)]
            : [];
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string? One(StringValues values) => values.Count == 0 ? null : values.ToString();

    private static Login? Basic(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var buffer = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), buffer, out var length))
        {
            return null;
        }
        var pair = Encoding.UTF8.GetString(buffer, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : new Login(pair[..colon], pair[(colon + 1)..]);
    }
}

/// <summary>An app client's id and secret, as somebody says them.</summary>
internal sealed record Login(string ClientId, string Secret);
