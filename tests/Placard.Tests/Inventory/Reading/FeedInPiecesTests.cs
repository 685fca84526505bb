using FsCheck;
using FsCheck.Fluent;

namespace Placard.Tests.Inventory.Reading;

/// <summary>However a network cuts a feed, and wherever the reader's window ends, the same jobs come out.</summary>
public sealed class FeedInPiecesTests
{
    [Theory]
    [MemberData(nameof(GoldenFeedTests.Cases), MemberType = typeof(GoldenFeedTests))]
    public async Task AFeedArrivesInRandomPieces(string feed)
    {
        var bytes = GoldenFeedTests.Bytes(feed);
        var whole = await FeedListing.OfAsync(bytes);
        var pieces = from most in Gen.Choose(1, 600)
                     from window in Gen.Choose(1, 2_000)
                     from seed in Gen.Choose(0, int.MaxValue)
                     select (most, window, seed);
        Check.QuickThrowOnFailure(Prop.ForAll(pieces.ToArbitrary(), cut =>
            Assert.Equal(whole, Listing(bytes, cut.most, cut.window, cut.seed))));
    }

    [Theory]
    [InlineData("supplemental/markup-that-misleads.xml")]
    [InlineData("supplemental/closing-tags.xml")]
    [InlineData("supplemental/unclosed-job.xml")]
    public async Task TheWindowEndsAtEveryByte(string feed)
    {
        var bytes = GoldenFeedTests.Bytes(feed);
        var whole = await FeedListing.OfAsync(bytes);
        for (var window = 1; window <= Math.Min(bytes.Length, 1_200); window++)
        {
            Assert.Equal(whole, Listing(bytes, most: 7, window, seed: window));
        }
    }

    [Fact]
    public async Task AFeedStopsAtAnyByte()
    {
        var bytes = GoldenFeedTests.Bytes("exemplary/every-element.xml");
        for (var length = 0; length < bytes.Length - "</source>\n".Length; length++)
        {
            var listing = await FeedListing.OfAsync(bytes[..length]);
            Assert.DoesNotContain("Complete", listing, StringComparison.Ordinal);
        }
    }

    private static string Listing(byte[] bytes, int most, int window, int seed) =>
        FeedListing.OfAsync(new TornStream(bytes, most, seed), bufferBytes: window).GetAwaiter().GetResult();
}
