using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Placard.Inventory.Reading;

/// <summary>
/// 128 bits that tell whether a job's bytes are those of the last import, so that an unchanged job is never parsed.
/// Truncated SHA-256: nobody can craft two jobs that hide one behind the other.
/// </summary>
internal readonly record struct RecordHash(ulong High, ulong Low)
{
    /// <summary>
    /// Raise it when the same bytes come to be read differently: every job is then parsed once more at its next import.
    /// </summary>
    private const ulong ReadingGeneration = 1;

    public static RecordHash Of(ReadOnlySpan<byte> record)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record, digest);
        return new RecordHash(
            BinaryPrimitives.ReadUInt64BigEndian(digest) ^ ReadingGeneration,
            BinaryPrimitives.ReadUInt64BigEndian(digest[8..]));
    }

    /// <summary>The 16 bytes as they are stored.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), Low);
        return bytes;
    }

    public static RecordHash FromBytes(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
}
