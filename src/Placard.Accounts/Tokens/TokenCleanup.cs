using Placard.Storage;

namespace Placard.Accounts.Tokens;

/// <summary>
/// Takes expired tokens out of the store, an hour late so that it runs once an hour and not once a token.
/// </summary>
internal sealed class TokenCleanup(TokenStore tokens) : IDueWork
{
    private static readonly long LateMs = (long)TimeSpan.FromHours(1).TotalMilliseconds;

    public string Name => "access-token-cleanup";

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        // Deleting what is gone already does nothing, so nodes need no lease for it.
        return await tokens.EarliestExpiry(stop).ConfigureAwait(false) + LateMs <= nowMs
            && await tokens.RemoveExpired(nowMs, stop).ConfigureAwait(false) > 0;
    }
}
