using System.Buffers;
using System.Text;
using Placard.Contract;

namespace Placard.Tests.Contract;

/// <summary>Single <see cref="FeedFragments"/> as bytes of their own.</summary>
internal static class Fragments
{
    public static byte[] Head(string title, DateTimeOffset dateLocal) =>
        Written(to => FeedFragments.Head(to, title, dateLocal));

    public static byte[] Body(
        string company, string city, string state, string zip, string description,
        IReadOnlyList<string> majorCategories, IReadOnlyList<string> minorCategories) =>
        Written(to => FeedFragments.Body(
            to, company, city, state, zip, Encoding.UTF8.GetBytes(description), majorCategories, minorCategories));

    /// <summary>Null when nothing is written, as it is stored.</summary>
    public static byte[]? OnDemand(
        string? logoUrl, bool talrooApply, IReadOnlyList<(string Element, string? Json)> extractions) =>
        Written(to => FeedFragments.OnDemand(to, logoUrl, talrooApply, extractions)) is { Length: > 0 } lines
            ? lines : null;

    private static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
