using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Reading;

/// <summary>What no honest advertiser sends must cost neither the other jobs nor the exchange.</summary>
public sealed class HostileFeedTests
{
    private static readonly string[] Shards =
    [
        "<job>", "</job>", "<job", "<![CDATA[", "]]>", "<!--", "-->", "<?", "<!DOCTYPE x>", "</source>", "<source>",
        "<jobs>", "</jobs>", "<description>", "</description>", "<title>", "&", "&#x", ";", "<", ">", "\"", "='", "\0",
        "\u00FF", "\uD83D\uDE00", "<talroo_apply>", "</talroo_apply>", "<addressCollection>", "\n", "<x a=\"", "/>",
    ];

    private static readonly byte[][] Feeds = [.. GoldenFeedTests.Names()
        .Where(name => name.EndsWith(".xml", StringComparison.Ordinal))
        .Select(GoldenFeedTests.Bytes)];

    [Fact]
    public void AnyDamageToAFeedIsAnOutcomeAndNotAnError()
    {
        var damage = from feed in Gen.Choose(0, Feeds.Length - 1)
                     from seed in Gen.Choose(0, int.MaxValue)
                     select (feed, seed);
        var property = Prop.ForAll(damage.ToArbitrary(), cut =>
        {
            var damaged = Damage(Feeds[cut.feed], new Random(cut.seed));
            var whole = Listing(new MemoryStream(damaged), 256 * 1024);
            Assert.Equal(whole, Listing(new TornStream(damaged, 50, cut.seed), 64));
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), property);
    }

    [Fact]
    public void AnyDamageToAGzippedFeedIsAnOutcomeAndNotAnError()
    {
        var packed = Gzip(Encoding.UTF8.GetBytes(Feed(Enumerable.Range(1, 40).Select(number => Job($"r{number}")))));
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
            Listing(new MemoryStream(Damage(packed, new Random(seed))), 4_096).Length > 0));
    }

    [Fact]
    public async Task AJobOfThreeMegabytesIsRejectedAlone()
    {
        var big = Job("big", new string('x', 3 * 1024 * 1024));
        var listing = await FeedListing.OfAsync(Feed([Job("before"), big, Job("after")]));
        Assert.Contains("job 2:1 before", listing, StringComparison.Ordinal);
        Assert.Contains("rejected 3:1 TOO_LARGE ref=big", listing, StringComparison.Ordinal);
        Assert.Contains("job 4:1 after", listing, StringComparison.Ordinal);
        Assert.Contains("Complete", listing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADescriptionBeyondItsCeilingIsRejectedWithIt()
    {
        var listing = await FeedListing.OfAsync(Feed([Job("long", new string('x', 300_000)), Job("after")]));
        Assert.Contains(
            "rejected 2:1 TOO_LONG ref=long <description> has 300,000 bytes; at most 262,144 are taken.",
            listing, StringComparison.Ordinal);
        Assert.Contains("job 3:1 after", listing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABombIsRefusedBeforeItGoesOff()
    {
        var bomb = Gzip(Encoding.UTF8.GetBytes("<source>" + new string(' ', 40_000_000) + "</source>"));
        var listing = await FeedListing.OfAsync(bomb);
        Assert.Contains("TooLarge", listing, StringComparison.Ordinal);
        Assert.Contains("decompression bomb", listing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BothCeilingsOfSizeHold()
    {
        var feed = Encoding.UTF8.GetBytes(Feed([Job("first"), Job("second")]));
        var small = new FeedCeilings { FedBytes = 300 };
        var plain = await FeedListing.OfAsync(feed, small);
        Assert.Contains("The feed is larger than 300 bytes.", plain, StringComparison.Ordinal);

        var unpacked = await FeedListing.OfAsync(Gzip(feed), new FeedCeilings { DecompressedBytes = 400 });
        Assert.Contains("The feed unpacks to more than 400 bytes.", unpacked, StringComparison.Ordinal);
        Assert.Contains("Complete", await FeedListing.OfAsync(Gzip(feed)), StringComparison.Ordinal);
    }

    // Each of these would be read again and again, from one false hope to the next, if hope had no bounds.
    [Theory]
    [InlineData("<job><x>")]
    [InlineData("<job>text")]
    [InlineData("<job><title>")]
    [InlineData("<job><description>")]
    [InlineData("<job a='")]
    public async Task UnclosedTagsByTheThousandAreReadThrough(string piece)
    {
        var feed = "<source>" + string.Concat(Enumerable.Repeat(piece, 100_000)) + "</source>";
        var listing = await FeedListing.OfAsync(feed);
        Assert.Contains("rejected", listing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneJobOfNothingButOpeningTagsIsReadThrough()
    {
        var tags = string.Concat(Enumerable.Range(0, 200_000).Select(number => $"<t{number % 977}>"));
        var listing = await FeedListing.OfAsync("<source>\n<job>" + tags + "</job>\n" + Job("after") + "</source>");
        Assert.Contains("rejected 2:1 MISSING", listing, StringComparison.Ordinal);
        Assert.Contains("job 3:1 after", listing, StringComparison.Ordinal);
        var counted = listing.Split('\n').Count(line => line.StartsWith("unknown ", StringComparison.Ordinal));
        Assert.Equal(FeedLimits.UnknownNames, counted);
    }

    // Whether a job in a job holds elements is told by what follows, and that may be a long time coming.
    [Fact]
    public void WhiteSpaceWithoutEndIsNotKept()
    {
        var feed = Encoding.UTF8.GetBytes("<source><job><job>" + new string(' ', 64 << 20) + "</job></job></source>");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var listing = Listing(new MemoryStream(feed), 64 * 1024);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 24 << 20);
        Assert.Contains("TOO_LARGE", listing, StringComparison.Ordinal);
        Assert.Contains("Complete", listing, StringComparison.Ordinal);
    }

    private static byte[] Damage(byte[] feed, Random random)
    {
        var bytes = feed.ToList();
        for (var wounds = 1 + random.Next(6); wounds > 0 && bytes.Count > 0; wounds--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 60), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Shards[random.Next(Shards.Length)]));
                    break;
            }
        }
        return [.. bytes];
    }

    private static string Listing(Stream feed, int window) =>
        FeedListing.OfAsync(feed, bufferBytes: window).GetAwaiter().GetResult();

    private static string Job(string reference, string description = "Drive it.") =>
        $"<job><title>Driver</title><date>2021-03-05</date><referencenumber>{reference}</referencenumber>"
        + $"<url>https://acme.example/{reference}</url><company>Acme</company><state>TX</state>"
        + $"<description><![CDATA[{description}]]></description></job>\n";

    private static string Feed(IEnumerable<string> jobs) => $"<source>\n{string.Concat(jobs)}</source>\n";

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }
        return packed.ToArray();
    }
}
