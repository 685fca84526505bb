using System.Collections.Immutable;
using Placard.Kernel;

namespace Placard.Storage;

/// <summary>One key: <paramref name="Id"/> 0..255 travels with what it sealed; the secret has 32 bytes.</summary>
public sealed record SecretKey(byte Id, byte[] Secret, long CreatedAtMs);

/// <summary>
/// The exchange's keys by purpose (<c>spl</c>, <c>visitor</c>, <c>token</c> …), shared by all nodes. The newest seals;
/// all of them open. A key is replaced after 30 days; the last 256 are kept.
/// </summary>
public sealed class KeyRing(Store store, TimeProvider clock, IdSource ids) : IFollower, IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private ImmutableDictionary<string, ImmutableArray<SecretKey>> keys =
        ImmutableDictionary<string, ImmutableArray<SecretKey>>.Empty;

    public int Order => 0;

    /// <summary>The key that seals now.</summary>
    public async ValueTask<SecretKey> Newest(string purpose, bool rotates, CancellationToken stop)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (keys.TryGetValue(purpose, out var known) && (!rotates || IsYoung(known[^1], nowMs)))
        {
            return known[^1];
        }
        await Grow(purpose, rotates, nowMs, stop).ConfigureAwait(false);
        return keys[purpose][^1];
    }

    /// <summary>The newest key known here, whatever its age; null when there is none yet. Never writes.</summary>
    public SecretKey? NewestKnown(string purpose) => keys.TryGetValue(purpose, out var known) ? known[^1] : null;

    /// <summary>The key of this id, or null when it is unknown here.</summary>
    public SecretKey? Find(string purpose, byte id)
    {
        if (!keys.TryGetValue(purpose, out var known))
        {
            return null;
        }
        for (var i = known.Length - 1; i >= 0; i--)
        {
            if (known[i].Id == id)
            {
                return known[i];
            }
        }
        return null;
    }

    public async Task CatchUp(CancellationToken stop)
    {
        // Of two that read at once, the one that read before a key was made could have the last word.
        await oneAtATime.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            keys = ByPurpose(await store.Read(session => session.Query<KeyRow>(
                "SELECT id, purpose, secret, created_at_ms AS CreatedAtMs FROM secret_keys ORDER BY created_at_ms, id"),
                stop).ConfigureAwait(false));
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private static ImmutableDictionary<string, ImmutableArray<SecretKey>> ByPurpose(List<KeyRow> rows) =>
        rows.GroupBy(row => row.Purpose, StringComparer.Ordinal).ToImmutableDictionary(
            group => group.Key,
            group => group.Select(row => new SecretKey((byte)row.Id, row.Secret, row.CreatedAtMs)).ToImmutableArray(),
            StringComparer.Ordinal);

    private static bool IsYoung(SecretKey key, long nowMs) => nowMs - key.CreatedAtMs < Life.TotalMilliseconds;

    private async Task Grow(string purpose, bool rotates, long nowMs, CancellationToken stop)
    {
        var secret = ids.NextBytes(32);
        await store.WriteLedgerInOrder(async session =>
        {
            var last = await session.First<KeyRow>(
                """
                SELECT id, purpose, secret, created_at_ms AS CreatedAtMs FROM secret_keys
                WHERE purpose = @purpose ORDER BY created_at_ms DESC, id DESC LIMIT 1
                """, new { purpose }).ConfigureAwait(false);
            if (last != null && (!rotates || nowMs - last.CreatedAtMs < Life.TotalMilliseconds))
            {
                return 0;
            }
            var id = last == null ? 1 : (last.Id + 1) % 256;
            return await session.Execute(
                """
                INSERT INTO secret_keys (id, purpose, secret, created_at_ms) VALUES (@id, @purpose, @secret, @nowMs)
                ON CONFLICT (purpose, id) DO UPDATE SET secret = @secret, created_at_ms = @nowMs
                """, new { id, purpose, secret, nowMs }).ConfigureAwait(false);
        }, stop).ConfigureAwait(false);
        await CatchUp(stop).ConfigureAwait(false);
    }

    private sealed record KeyRow(long Id, string Purpose, byte[] Secret, long CreatedAtMs);
}
