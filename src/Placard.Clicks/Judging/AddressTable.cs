using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Placard.Clicks.Judging;

/// <summary>
/// What is said of every network address: an immutable pair of sorted arrays, one for IPv4 by address, one for IPv6 by
/// /64 (one link: nothing finer is a place or an owner). A look-up is a binary search and allocates nothing.
/// </summary>
internal sealed class AddressTable
{
    private readonly AddressSteps<uint> _four;
    private readonly AddressSteps<ulong> _six;

    /// <param name="names">What the labels mean; label 0 is "nothing is known" and its name is not used.</param>
    /// <param name="four">IPv4: where each stretch begins and its label.</param>
    /// <param name="six">IPv6: the upper 64 bits where each stretch begins and its label.</param>
    public AddressTable(IReadOnlyList<string> names, AddressSteps<uint> four, AddressSteps<ulong> six)
    {
        four.Check(names.Count);
        six.Check(names.Count);
        Names = [.. names];
        _four = four;
        _six = six;
    }

    public string[] Names { get; }

    public AddressSteps<uint> Four => _four;

    public AddressSteps<ulong> Six => _six;

    /// <summary>An address's label, 0 when nothing is known of it. An IPv4 address in IPv6 clothes is IPv4.</summary>
    public byte LabelOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out var length))
        {
            return 0;
        }
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return _four.At(BinaryPrimitives.ReadUInt32BigEndian(bytes));
        }
        if (address.IsIPv4MappedToIPv6)
        {
            return _four.At(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
        }
        return length == 16 ? _six.At(BinaryPrimitives.ReadUInt64BigEndian(bytes)) : (byte)0;
    }

    /// <summary>The name of an address's label, or null when nothing is known of it.</summary>
    public string? NameOf(IPAddress address)
    {
        var label = LabelOf(address);
        return label == 0 ? null : Names[label];
    }
}

/// <summary>All addresses cut into stretches: stretch i runs from Starts[i] to just before Starts[i + 1].</summary>
internal readonly record struct AddressSteps<T>(T[] Starts, byte[] Labels)
    where T : struct, IComparable<T>
{
    public byte At(T address)
    {
        var found = Starts.AsSpan().BinarySearch(address);
        return found >= 0 ? Labels[found] : Labels[~found - 1];
    }

    /// <summary>The search relies on a first stretch at zero and rising starts; a damaged file is refused.</summary>
    public void Check(int names)
    {
        if (Starts.Length == 0 || Starts.Length != Labels.Length || Starts[0].CompareTo(default) != 0)
        {
            throw new InvalidDataException("An address table begins at the first address.");
        }
        for (var i = 0; i < Starts.Length; i++)
        {
            if (Labels[i] >= names || (i > 0 && Starts[i].CompareTo(Starts[i - 1]) <= 0))
            {
                throw new InvalidDataException($"The address table is damaged at stretch {i}.");
            }
        }
    }
}
