using System.Buffers.Binary;

namespace Placard.Publishing.Tokens;

/// <summary>
/// What is sealed inside a token, most significant byte first: version (1) | job id (8) | feed id (4) | price in cents
/// (4) | shown at, Unix seconds (4) | length of the search context (1) | search context (0, 3, 6 or 9 bytes). Feeds
/// have no search and so no context. Every length makes the token a whole number of base64 groups, so that no
/// character of it has bits without meaning, which a forger could flip.
/// </summary>
internal static class SplRecord
{
    public const int Length = 22;

    public const int MostLength = Length + MostContext;

    private const int MostContext = 9;
    private const byte Version = 1;

    public static void Write(in SplContents contents, Span<byte> into)
    {
        into[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(into[1..], contents.JobId);
        BinaryPrimitives.WriteUInt32BigEndian(into[9..], checked((uint)contents.FeedId));
        BinaryPrimitives.WriteUInt32BigEndian(into[13..], checked((uint)contents.PriceCents));
        BinaryPrimitives.WriteUInt32BigEndian(into[17..], checked((uint)(contents.ShownAtMs / 1000)));
        into[21] = 0;
    }

    /// <summary>False for a record that this version of the exchange does not write.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out SplContents contents)
    {
        contents = default;
        if (from.Length < Length || from[0] != Version || from[21] > from.Length - Length)
        {
            return false;
        }
        contents = new SplContents(
            BinaryPrimitives.ReadInt64BigEndian(from[1..]),
            BinaryPrimitives.ReadUInt32BigEndian(from[9..]),
            BinaryPrimitives.ReadUInt32BigEndian(from[13..]),
            BinaryPrimitives.ReadUInt32BigEndian(from[17..]) * 1000L);
        return true;
    }
}
