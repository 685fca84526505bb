using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Accounts.Tokens;

/// <summary>The token endpoint's answers, in the family of the spelling that asked.</summary>
internal static class TokenAnswers
{
    public static IResult Granted(bool form, string token, long expiresIn, IReadOnlyList<string> scopes) => form
        ? Wire.Ok(new JsonObject
        {
            ["access_token"] = token,
            ["token_type"] = "Bearer",
            ["expires_in"] = expiresIn,
            ["scope"] = string.Join(' ', scopes),
        })
        : Wire.Ok(new GrantedShape(token, "Bearer", expiresIn, scopes));

    public static IResult WrongCredentials(HttpContext context, bool form)
    {
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"placard\", charset=\"UTF-8\"";
        const string text = "The client id or the secret is wrong, or the Authorization header is not Basic.";
        return form ? FormError(401, "invalid_client", text) : Refusal.Of(401, text);
    }

    public static IResult UnknownGrant(bool form)
    {
        const string text = "Only the client credentials grant is offered.";
        return form
            ? FormError(400, "unsupported_grant_type", text)
            : Refusal.Of(400, text, "unsupported_grant_type");
    }

    public static IResult UnknownScope(bool form, IReadOnlyList<string> grantable)
    {
        var text = $"This client can ask for: {string.Join(", ", grantable)}.";
        return form ? FormError(400, "invalid_scope", text) : Refusal.Invalid("scopes", text);
    }

    /// <summary>An error as RFC 6749 section 5.2 writes it.</summary>
    public static IResult FormError(int status, string error, string text) => Results.Json(
        new JsonObject { ["error"] = error, ["error_description"] = text }, Wire.Options, statusCode: status);

    private sealed record GrantedShape(
        string AccessToken, string TokenType, long ExpiresIn, IReadOnlyList<string> Scopes);
}
