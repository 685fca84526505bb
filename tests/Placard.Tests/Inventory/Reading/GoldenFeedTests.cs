using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Reading;

/// <summary>
/// Every feed under tests/golden/advertiser-feed beside the listing of what it must give. The exemplary ones are also
/// the published examples.
/// </summary>
public sealed class GoldenFeedTests
{
    private static readonly string Folder = RepositoryRoot.At("tests", "golden", "advertiser-feed");

    public static TheoryData<string> Cases() => new(Names());

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AnImporterReadsTheFeed(string feed) =>
        Golden.Matches($"advertiser-feed/{Path.ChangeExtension(feed, ".txt")}", await FeedListing.OfAsync(Bytes(feed)));

    // What a partner copies must need no repair.
    [Fact]
    public async Task PublishedExamplesNeedNoRepair()
    {
        var examples = Names().Where(name => name.StartsWith("exemplary", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(examples);
        foreach (var feed in examples)
        {
            var listing = await FeedListing.OfAsync(Bytes(feed));
            Assert.DoesNotContain("note ", listing, StringComparison.Ordinal);
            Assert.DoesNotContain("rejected ", listing, StringComparison.Ordinal);
            Assert.Contains(nameof(FeedStatus.Complete), listing, StringComparison.Ordinal);
        }
    }

    /// <summary>The feeds' paths below their folder, with <c>/</c>.</summary>
    public static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".xml" or ".gz")
            .Select(file => Path.GetRelativePath(Folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal);

    public static byte[] Bytes(string feed) => File.ReadAllBytes(Path.Combine(Folder, feed));
}
