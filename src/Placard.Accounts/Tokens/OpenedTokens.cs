using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Placard.Accounts.AppClients;
using Placard.Kernel;
using Placard.Platform;

namespace Placard.Accounts.Tokens;

/// <summary>
/// Opens bearer tokens. What was opened is remembered for a second of real time, so that a busy client costs one
/// query a second; a client deleted on another node is refused here no later than that.
/// </summary>
internal sealed class OpenedTokens(TokenStore tokens, TimeProvider clock, MachineTime machine) : ICallers
{
    private const int MostCharacters = 128;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<UInt128, Opened> opened = new();
    private long deletions;

    private sealed record Opened(byte[] Hash, Caller Caller, long ExpiresAtMs, long ReadAtMark);

    public async ValueTask<Caller?> Find(string bearerToken, CancellationToken stop)
    {
        if (bearerToken.Length is 0 or > MostCharacters)
        {
            return null;
        }
        var hash = TokenStore.HashOf(bearerToken);
        var known = Recall(hash);
        if (known == null || machine.Since(known.ReadAtMark) >= Remembered)
        {
            known = await Open(hash, stop).ConfigureAwait(false);
        }
        return known != null && clock.GetUtcNow().ToUnixTimeMilliseconds() < known.ExpiresAtMs ? known.Caller : null;
    }

    public string? KnownClient(string bearerToken) =>
        bearerToken.Length <= MostCharacters ? Recall(TokenStore.HashOf(bearerToken))?.Caller.ClientId : null;

    /// <summary>A client is gone: its tokens end here at once.</summary>
    public void Forget(string clientId)
    {
        Interlocked.Increment(ref deletions);
        foreach (var (key, _) in opened.Where(entry => entry.Value.Caller.ClientId == clientId))
        {
            opened.TryRemove(key, out _);
        }
    }

    private Opened? Recall(byte[] hash) =>
        opened.TryGetValue(KeyOf(hash), out var known) && CryptographicOperations.FixedTimeEquals(known.Hash, hash)
            ? known
            : null;

    private async Task<Opened?> Open(byte[] hash, CancellationToken stop)
    {
        var deletionsBefore = Interlocked.Read(ref deletions);
        var mark = machine.Mark();
        var row = await tokens.Find(hash, stop).ConfigureAwait(false);
        if (row == null)
        {
            opened.TryRemove(KeyOf(hash), out _);
            return null;
        }
        var scopes = AppClientScopes.Split(row.Scopes).ToFrozenSet(StringComparer.Ordinal);
        var caller = new Caller((CallerKind)row.Kind, row.AccountId, row.ClientId, scopes);
        var found = new Opened(hash, caller, row.ExpiresAtMs, mark);
        // A row read before a deletion must not be remembered after it.
        if (deletionsBefore == Interlocked.Read(ref deletions))
        {
            Remember(found);
        }
        return found;
    }

    private void Remember(Opened found)
    {
        if (opened.Count >= MostRemembered)
        {
            opened.Clear();
        }
        opened[KeyOf(found.Hash)] = found;
    }

    private static UInt128 KeyOf(byte[] hash) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
}
