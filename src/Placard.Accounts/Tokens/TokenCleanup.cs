using Placard.Storage;

namespace Placard.Accounts.Tokens;

/// <summary>
/// Takes expired tokens out of the store, an hour late so that it runs once an hour and not once a token.
/// </summary>
internal sealed class TokenCleanup(TokenStore tokens) : IDueWork
{
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    public string Name => "access-token-cleanup";

    public bool OnlyTheLastCounts => true;

    public async Task<DateTimeOffset?> NextDue(CancellationToken stop) =>
        await tokens.EarliestExpiry(stop).ConfigureAwait(false) is { } expiresAtMs
            ? DateTimeOffset.FromUnixTimeMilliseconds(expiresAtMs) + Late
            : null;

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop) =>
        // Deleting what is gone already does nothing, so nodes need no lease for it.
        await NextDue(stop).ConfigureAwait(false) <= now
        && await tokens.RemoveExpired(now.ToUnixTimeMilliseconds(), stop).ConfigureAwait(false) > 0;
}
