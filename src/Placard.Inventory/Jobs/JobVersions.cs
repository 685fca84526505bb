using System.Globalization;

namespace Placard.Inventory.Jobs;

/// <summary>Names of the versions that say a source's jobs have changed.</summary>
internal static class JobVersions
{
    public const string Prefix = "source:";

    public static string Of(long sourceId) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sourceId}");

    public static long SourceOf(string name) =>
        long.Parse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture);
}
