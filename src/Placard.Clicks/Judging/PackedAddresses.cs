using System.IO.Compression;
using System.Numerics;
using System.Text;

namespace Placard.Clicks.Judging;

/// <summary>
/// The file form of an <see cref="AddressTable"/>: four letters, a version, then in Brotli the names and, for each
/// family, three columns: how many zero bits end the distance to the next start, that distance without them, labels.
/// Boundaries of networks are round numbers, so the columns are short and compress well.
/// </summary>
internal static class PackedAddresses
{
    private const byte Version = 1;

    private static ReadOnlySpan<byte> Letters => "PLAD"u8;

    public static void Write(AddressTable table, Stream to)
    {
        to.Write(Letters);
        to.WriteByte(Version);
        using var packed = new BrotliStream(to, CompressionLevel.SmallestSize, leaveOpen: true);
        using var writer = new BinaryWriter(packed, Encoding.UTF8);
        writer.Write7BitEncodedInt(table.Names.Length);
        foreach (var name in table.Names)
        {
            writer.Write(name);
        }
        WriteSteps(writer, [.. table.Four.Starts.Select(start => (ulong)start)], table.Four.Labels);
        WriteSteps(writer, table.Six.Starts, table.Six.Labels);
    }

    /// <exception cref="InvalidDataException">The stream is not such a file, or is damaged.</exception>
    public static AddressTable Read(Stream from)
    {
        Span<byte> head = stackalloc byte[5];
        from.ReadExactly(head);
        if (!head[..4].SequenceEqual(Letters) || head[4] != Version)
        {
            throw new InvalidDataException("This is not a packed address table of version 1.");
        }
        // The whole is a few megabytes: decoding from memory is several times faster than reading byte by byte.
        using var unpacked = new MemoryStream();
        using (var packed = new BrotliStream(from, CompressionMode.Decompress, leaveOpen: true))
        {
            packed.CopyTo(unpacked);
        }
        return new Cursor(unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length)).ReadTable();
    }

    private static void WriteSteps(BinaryWriter writer, ulong[] starts, byte[] labels)
    {
        var distances = starts.Skip(1).Zip(starts, (next, start) => next - start).ToArray();
        writer.Write7BitEncodedInt(starts.Length);
        writer.Write([.. distances.Select(distance => (byte)BitOperations.TrailingZeroCount(distance))]);
        foreach (var distance in distances)
        {
            writer.Write7BitEncodedInt64((long)(distance >> BitOperations.TrailingZeroCount(distance)));
        }
        writer.Write(labels);
    }

    private ref struct Cursor(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public AddressTable ReadTable()
        {
            var names = new string[Count()];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = Encoding.UTF8.GetString(Take(Count()));
            }
            var (four, fourLabels) = ReadSteps();
            var (six, sixLabels) = ReadSteps();
            if (_rest.Length != 0)
            {
                throw new InvalidDataException("The packed address table goes on after its end.");
            }
            return new AddressTable(
                names,
                new AddressSteps<uint>(Array.ConvertAll(four, static start => checked((uint)start)), fourLabels),
                new AddressSteps<ulong>(six, sixLabels));
        }

        private (ulong[] Starts, byte[] Labels) ReadSteps()
        {
            var starts = new ulong[Count()];
            var zeros = Take(starts.Length - 1);
            for (var i = 1; i < starts.Length; i++)
            {
                starts[i] = starts[i - 1] + (Number() << zeros[i - 1]);
            }
            return (starts, Take(starts.Length).ToArray());
        }

        /// <summary>A count of things of a byte or more each, so never more than the bytes left.</summary>
        private int Count()
        {
            var count = Number();
            return count <= (ulong)_rest.Length
                ? (int)count
                : throw new InvalidDataException("The packed address table is cut short.");
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if ((uint)count > (uint)_rest.Length)
            {
                throw new InvalidDataException("The packed address table is cut short.");
            }
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }

        private ulong Number()
        {
            var number = 0UL;
            for (var (i, shift) = (0, 0); i < _rest.Length && shift < 64; i++, shift += 7)
            {
                number |= (ulong)(_rest[i] & 0x7F) << shift;
                if (_rest[i] < 0x80)
                {
                    _rest = _rest[(i + 1)..];
                    return number;
                }
            }
            throw new InvalidDataException("The packed address table is cut short.");
        }
    }
}
