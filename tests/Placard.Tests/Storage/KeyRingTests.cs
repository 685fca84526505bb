using Placard.Kernel;
using Placard.Storage;
using Placard.Tests.Platform;

namespace Placard.Tests.Storage;

/// <summary>Keys are replaced in time, by one node, and what an older one sealed can still be opened.</summary>
public sealed class KeyRingTests
{
    private const string Table =
        """
        CREATE TABLE secret_keys (id BIGINT NOT NULL, purpose TEXT NOT NULL, secret {blob} NOT NULL,
            created_at_ms BIGINT NOT NULL, PRIMARY KEY (purpose, id))
        """;

    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private readonly ManualClock clock = new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));

    [Theory, OnBothEngines]
    public async Task AKeyIsReplacedAfterThirtyDaysAndStaysKnown(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, Table);
        using var ring = RingOf(scratch);
        var first = await Newest(ring);
        Assert.Equal(32, first.Secret.Length);

        clock.Now += Life - TimeSpan.FromMilliseconds(1);
        Assert.Same(first, await Newest(ring));

        clock.Now += TimeSpan.FromMilliseconds(1);
        var second = await Newest(ring);
        Assert.NotEqual(first.Id, second.Id);
        Assert.NotEqual(first.Secret, second.Secret);
        Assert.Equal(first.Secret, ring.Find("seal", first.Id)?.Secret);
        Assert.Same(second, ring.NewestKnown("seal"));
        Assert.Null(ring.Find("seal", 200));
        Assert.Null(ring.Find("other", first.Id));
    }

    [Theory, OnBothEngines]
    public async Task AKeyThatDoesNotRotateStays(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, Table);
        using var ring = RingOf(scratch);
        Assert.Null(ring.NewestKnown("mark"));
        var first = await ring.Newest("mark", rotates: false, default);
        clock.Now += Life * 100;
        Assert.Same(first, await ring.Newest("mark", rotates: false, default));
    }

    [Theory, OnBothEngines]
    public async Task OfManyNodesThatFindAKeyTooOldOneReplacesIt(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, Table);
        var rings = Enumerable.Range(0, 4).Select(_ => RingOf(scratch)).ToList();
        for (var month = 0; month < 3; month++)
        {
            var newest = await Task.WhenAll(rings.Select(ring => Newest(ring).AsTask()));
            Assert.Single(newest.Select(key => Convert.ToHexString(key.Secret)).Distinct());
            clock.Now += Life;
        }
        Assert.Equal(3, await scratch.Store.Read(s => s.Scalar<long>("SELECT COUNT(*) FROM secret_keys"), default));
        rings.ForEach(ring => ring.Dispose());
    }

    // A key's number is one byte of what it sealed.
    [Theory, OnBothEngines]
    public async Task NumbersBeginAnewAfterTheLast(string engine)
    {
        await using var scratch = await ScratchStore.On(engine, Table);
        using var ring = RingOf(scratch);
        var secrets = new List<byte[]>();
        for (var month = 0; month < 258; month++)
        {
            secrets.Add((await Newest(ring)).Secret);
            clock.Now += Life;
        }
        var known = Enumerable.Range(0, 256).Select(id => ring.Find("seal", (byte)id)!.Secret);
        Assert.Equal(
            secrets[2..].Select(Convert.ToHexString).Order(StringComparer.Ordinal),
            known.Select(Convert.ToHexString).Order(StringComparer.Ordinal));
        Assert.Equal(secrets[^1], ring.NewestKnown("seal")!.Secret);
    }

    private static ValueTask<SecretKey> Newest(KeyRing ring) => ring.Newest("seal", rotates: true, default);

    private KeyRing RingOf(ScratchStore scratch) => new(scratch.Store, clock, new IdSource());
}
