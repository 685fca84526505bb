using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Placard.Inventory.Imports;

/// <summary>
/// What the import compares, as it is stored: 16 bytes that stand for the fed reference and 16 for the fed bytes.
/// </summary>
internal static class FedMark
{
    public const int Length = 32;

    private const int UsualReference = 256;

    /// <summary>Stands for a reference number: cut from SHA-256, so that no two can be made to meet.</summary>
    public static UInt128 OfReference(string reference)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var most = Encoding.UTF8.GetMaxByteCount(reference.Length);
        var text = most <= UsualReference ? stackalloc byte[UsualReference] : new byte[most];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(reference, text)], digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    /// <summary>Stands for a record's bytes as they are read under <paramref name="readingMark"/>.</summary>
    /// <remarks>
    /// No secret is kept by it: whoever can craft two jobs with one mark can only hide his own change from his own
    /// feed. With SHA-256 a pass over an unchanged feed takes as long as XmlReader's.
    /// </remarks>
    public static UInt128 OfRecord(ReadOnlySpan<byte> record, UInt128 readingMark) =>
        XxHash128.HashToUInt128(record) ^ readingMark;

    public static void Write(Span<byte> bytes, UInt128 reference, UInt128 record)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, reference);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], record);
    }

    public static (UInt128 Reference, UInt128 Record) FromBytes(ReadOnlySpan<byte> bytes) =>
        (BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
}
