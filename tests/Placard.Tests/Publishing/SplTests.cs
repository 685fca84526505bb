using Placard.Publishing;
using Placard.Publishing.Tokens;

namespace Placard.Tests.Publishing;

/// <summary>The sealed token of click URLs: what was sealed comes back, what was touched does not.</summary>
public sealed class SplTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SplContents Sealed = new(33153477500, 7351, 287, 1_769_853_600_000);

    [Fact]
    public async Task WhatWasSealedComesBack()
    {
        await using var workshop = await FeedWorkshop.Open();
        SplContents[] cases =
        [
            Sealed,
            new(99_999_999_999, uint.MaxValue, uint.MaxValue, uint.MaxValue * 1000L),
            new(10_000_000_000, 1000, 1, 0),
        ];
        foreach (var contents in cases)
        {
            Assert.True(workshop.Spl.TryOpen(Seal(workshop, contents), out var opened));
            Assert.Equal(contents, opened);
        }
    }

    [Fact]
    public async Task ATokenIsShortAndFitsIntoAnAddress()
    {
        await using var workshop = await FeedWorkshop.Open();
        var token = Seal(workshop, Sealed);
        Assert.Equal(68, token.Length);
        Assert.All(token, character => Assert.Contains(character, Alphabet));
    }

    [Fact]
    public async Task AMomentIsKeptInWholeSeconds()
    {
        await using var workshop = await FeedWorkshop.Open();
        var token = Seal(workshop, Sealed with { ShownAtMs = Sealed.ShownAtMs + 999 });
        Assert.True(workshop.Spl.TryOpen(token, out var opened));
        Assert.Equal(Sealed, opened);
    }

    [Fact]
    public async Task NoTwoTokensAreAlike()
    {
        await using var workshop = await FeedWorkshop.Open();
        var tokens = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        Parallel.For(0, 20_000, _ => Assert.True(tokens.TryAdd(Seal(workshop, Sealed), true)));
    }

    [Fact]
    public async Task NobodyCanChangeACharacter()
    {
        await using var workshop = await FeedWorkshop.Open();
        var token = Seal(workshop, Sealed);
        for (var at = 0; at < token.Length; at++)
        {
            foreach (var other in Alphabet.Where(character => character != token[at]))
            {
                var forged = string.Concat(token.AsSpan(0, at), [other], token.AsSpan(at + 1));
                Assert.False(workshop.Spl.TryOpen(forged, out var opened), forged);
                Assert.Equal(default, opened);
            }
        }
    }

    [Fact]
    public async Task WhatIsNoTokenIsRefusedQuietly()
    {
        await using var workshop = await FeedWorkshop.Open();
        var token = Seal(workshop, Sealed);
        string[] others =
        [
            "", "x", "%", token[..^1], token[..^4], token[1..], token + "A", token + "AAAA", token + token,
            token[..^1] + "=", token[..^1] + " ", " " + token, token + "    ", token.Insert(10, "\n\n\n\n"),
            new string('A', 68), new string('A', 72), new string('A', 80), new string('é', 68), new string('\0', 68),
            token[..^2] + "==", new string('=', 68), new string('_', 80), new string('A', 100_000),
        ];
        Assert.All(others, other => Assert.False(workshop.Spl.TryOpen(other, out _), other));
    }

    [Fact]
    public async Task AnotherExchangesTokenDoesNotOpen()
    {
        await using var ours = await FeedWorkshop.Open();
        await using var theirs = await FeedWorkshop.Open();
        Assert.False(ours.Spl.TryOpen(Seal(theirs, Sealed), out _));
    }

    [Fact]
    public async Task OldTokensStillOpenAfterTheKeyWasReplaced()
    {
        await using var workshop = await FeedWorkshop.Open();
        var before = Seal(workshop, Sealed);
        workshop.Clock.Now += TimeSpan.FromDays(31);
        await workshop.Spl.TakeNewestKey(default);
        var after = Seal(workshop, Sealed);
        Assert.NotEqual(before[..2], after[..2]); // the key's id comes first
        Assert.True(workshop.Spl.TryOpen(before, out var opened));
        Assert.Equal(Sealed, opened);
        Assert.True(workshop.Spl.TryOpen(after, out opened));
        Assert.Equal(Sealed, opened);
    }

    [Theory]
    [InlineData(-1, 1000, 1, 0, false)]
    [InlineData(1, -1, 1, 0, true)]
    [InlineData(1, 1L << 32, 1, 0, true)]
    [InlineData(1, 1000, 1L << 32, 0, true)]
    [InlineData(1, 1000, 1, 1L << 62, true)]
    public async Task WhatDoesNotFitIsABugAndNeverATruncatedToken(
        long job, long feed, long cents, long shownAtMs, bool throws)
    {
        await using var workshop = await FeedWorkshop.Open();
        var contents = new SplContents(job, feed, cents, shownAtMs);
        if (throws)
        {
            Assert.Throws<OverflowException>(() => Seal(workshop, contents));
            return;
        }
        Assert.True(workshop.Spl.TryOpen(Seal(workshop, contents), out var opened));
        Assert.Equal(contents, opened);
    }

    private static string Seal(FeedWorkshop workshop, SplContents contents)
    {
        Span<char> token = stackalloc char[80];
        return token[..workshop.Spl.Seal(contents, token)].ToString();
    }
}
