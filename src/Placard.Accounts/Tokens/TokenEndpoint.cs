using Microsoft.AspNetCore.Http;
using Placard.Accounts.AppClients;
using Placard.Kernel;
using Placard.Platform;

namespace Placard.Accounts.Tokens;

/// <summary><c>POST /v5/oauth2/token</c>: credentials in, an opaque access token out.</summary>
internal sealed class TokenEndpoint(AppClientStore clients, TokenStore tokens, IdSource ids, TimeProvider clock)
{
    private const int TokenCharacters = 32;

    // Compared with when a client id is unknown, so that the answer's time does not tell which ids exist.
    private static readonly string Nobody = SecretHash.OfMade("nobody");

    public async Task<IResult> Issue(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var (request, unreadable) = await TokenRequest.Read(context).ConfigureAwait(false);
        if (request == null)
        {
            return unreadable!;
        }
        if (request.GrantType?.ToUpperInvariant() != "CLIENT_CREDENTIALS")
        {
            return TokenAnswers.UnknownGrant(request.IsForm);
        }
        if (await Authenticate(request, context.RequestAborted).ConfigureAwait(false) is not { } client)
        {
            return TokenAnswers.WrongCredentials(context, request.IsForm);
        }
        var grantable = AppClientScopes.Split(client.Scopes);
        if (request.AskedScopes is { } asked
            && (asked.Count == 0 || asked.Except(grantable, StringComparer.Ordinal).Any()))
        {
            return TokenAnswers.UnknownScope(request.IsForm, grantable);
        }
        IReadOnlyList<string> scopes = [.. grantable.Where(scope => request.AskedScopes?.Contains(scope) ?? true)];
        var token = await Issue(client, scopes, context.RequestAborted).ConfigureAwait(false);
        return TokenAnswers.Granted(request.IsForm, token, client.AccessTokenExpirySeconds, scopes);
    }

    private async Task<string> Issue(CredentialsRow client, IReadOnlyList<string> scopes, CancellationToken stop)
    {
        var token = ids.NextToken(TokenCharacters);
        var expiresAtMs = clock.GetUtcNow().AddSeconds(client.AccessTokenExpirySeconds).ToUnixTimeMilliseconds();
        await tokens.Add(TokenStore.HashOf(token), client.Id, AppClientScopes.Join(scopes), expiresAtMs, stop)
            .ConfigureAwait(false);
        return token;
    }

    private async Task<CredentialsRow?> Authenticate(TokenRequest request, CancellationToken stop)
    {
        foreach (var (id, secret) in request.Logins.Where(login =>
            login.ClientId.Length <= 200 && !login.ClientId.Contains('\0', StringComparison.Ordinal)))
        {
            var client = await clients.Credentials(id, stop).ConfigureAwait(false);
            if (SecretHash.Matches(client?.SecretHash ?? Nobody, secret) && client != null)
            {
                return client;
            }
        }
        return null;
    }
}
