using System.Globalization;
using Placard.Platform;

namespace Placard.Publishing.Builds;

/// <summary>
/// Where this node keeps feed files: <c>{data}/feeds/{feed id}/{build id}/part-1.xml</c> and <c>.xml.gz</c> beside it.
/// A build's folder counts only once the store has its row; any other is what a crash left behind.
/// </summary>
internal sealed class FeedFolder(DataFolder data)
{
    private string Root => Path.Combine(data.Path, "feeds");

    public static string PlainIn(string folder, long part) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part-{part}.xml"));

    public static string GzipIn(string folder, long part) => PlainIn(folder, part) + ".gz";

    public string Of(long feedId, long buildId) => Path.Combine(OfFeed(feedId), Text(buildId));

    /// <summary>An empty folder for a new build.</summary>
    public string Create(long feedId, long buildId)
    {
        var folder = Of(feedId, buildId);
        Remove(feedId, buildId);
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Removes a build's files; those that are being read stay readable until they are closed.</summary>
    public void Remove(long feedId, long buildId)
    {
        var folder = Of(feedId, buildId);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Feeds that have files here.</summary>
    public IReadOnlyList<long> Feeds() => NumbersIn(Root);

    /// <summary>Builds of a feed that have files here.</summary>
    public IReadOnlyList<long> Builds(long feedId) => NumbersIn(OfFeed(feedId));

    private static List<long> NumbersIn(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder)
            .Select(path => long.TryParse(
                Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Order()];

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private string OfFeed(long feedId) => Path.Combine(Root, Text(feedId));
}
