using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Placard.Clicks.Judging;

/// <summary>
/// Makes an <see cref="AddressTable"/> from ranges in any order. Where ranges overlap the narrower one speaks, as a
/// registry's more exact entry does; of two equal ones the later. Private, loopback, link-local, documentation and
/// other special-purpose addresses stay unknown whatever the ranges say: published tables give some of them to a
/// country.
/// </summary>
internal sealed class AddressTableBuilder
{
    private static readonly string[] s_specialPurpose =
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "::/8", "64:ff9b::/96", "100::/64", "2001:db8::/32", "fc00::/7", "fe80::/10", "ff00::/8",
    ];

    private readonly List<string> _names = ["-"];
    private readonly Dictionary<string, byte> _labels = new(StringComparer.Ordinal);
    private readonly List<AddressRange> _four = [];
    private readonly List<AddressRange> _six = [];

    /// <summary>Says <paramref name="name"/> of every address from first to last, both included.</summary>
    /// <exception cref="FormatException">The ends are of two families or the wrong way round, or there are more than
    /// 255 names.</exception>
    public void Add(IPAddress first, IPAddress last, string name)
    {
        if (!_labels.TryGetValue(name, out var label))
        {
            if (_names.Count > byte.MaxValue)
            {
                throw new FormatException("An address table holds at most 255 different names.");
            }
            _labels[name] = label = (byte)_names.Count;
            _names.Add(name);
        }
        Add(first, last, label, tier: 1);
    }

    public AddressTable Build()
    {
        foreach (var network in s_specialPurpose)
        {
            var (first, last) = EndsOf(IPNetwork.Parse(network));
            Add(first, last, label: 0, tier: 0);
        }
        return new AddressTable(_names, Steps(_four, WholeAddress), Steps(_six, UpperHalf));
    }

    /// <summary>The first and last address of a network in CIDR writing.</summary>
    public static (IPAddress First, IPAddress Last) EndsOf(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }
        return (network.BaseAddress, new IPAddress(bytes));
    }

    private void Add(IPAddress first, IPAddress last, byte label, int tier)
    {
        if (first.AddressFamily != last.AddressFamily)
        {
            throw new FormatException("A range has both its ends in one address family.");
        }
        var range = new AddressRange(Value(first), Value(last), label, tier);
        if (range.Last < range.First)
        {
            throw new FormatException("A range ends before it begins.");
        }
        (first.AddressFamily == AddressFamily.InterNetwork ? _four : _six).Add(range);
    }

    private static UInt128 Value(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static uint? WholeAddress(UInt128 at) => at > uint.MaxValue ? null : (uint)at;

    /// <summary>A change inside a /64 counts from the next one: a /64 is answered as its first address.</summary>
    private static ulong? UpperHalf(UInt128 at)
    {
        var upper = (ulong)(at >> 64);
        if ((ulong)at == 0)
        {
            return upper;
        }
        return upper == ulong.MaxValue ? null : upper + 1;
    }

    private static AddressSteps<T> Steps<T>(List<AddressRange> ranges, Func<UInt128, T?> position)
        where T : struct, IComparable<T>
    {
        List<T> starts = [default];
        List<byte> labels = [0];
        foreach (var (at, label) in Sweep(ranges))
        {
            if (position(at) is not { } start)
            {
                continue;
            }
            if (start.CompareTo(starts[^1]) == 0)
            {
                labels[^1] = label;
            }
            else
            {
                starts.Add(start);
                labels.Add(label);
            }
        }
        return Merged(starts, labels);
    }

    /// <summary>Walks every point where a range begins or ends and says who speaks from there on.</summary>
    private static IEnumerable<(UInt128 At, byte Label)> Sweep(List<AddressRange> ranges)
    {
        var byStart = ranges.Order(Comparer<AddressRange>.Create((a, b) => a.First.CompareTo(b.First))).ToArray();
        var points = byStart.Select(range => range.First)
            .Concat(byStart.Where(range => range.Last < UInt128.MaxValue).Select(range => range.Last + 1))
            .Distinct().Order().ToArray();
        var open = new PriorityQueue<AddressRange, (int Tier, UInt128 Width, int Later)>();
        var next = 0;
        foreach (var point in points)
        {
            for (; next < byStart.Length && byStart[next].First == point; next++)
            {
                var range = byStart[next];
                open.Enqueue(range, (range.Tier, range.Last - range.First, -next));
            }
            while (open.TryPeek(out var narrowest, out _) && narrowest.Last < point)
            {
                open.Dequeue();
            }
            yield return (point, open.TryPeek(out var speaker, out _) ? speaker.Label : (byte)0);
        }
    }

    private static AddressSteps<T> Merged<T>(List<T> starts, List<byte> labels)
        where T : struct, IComparable<T>
    {
        var kept = Enumerable.Range(0, starts.Count).Where(i => i == 0 || labels[i] != labels[i - 1]).ToArray();
        return new AddressSteps<T>([.. kept.Select(i => starts[i])], [.. kept.Select(i => labels[i])]);
    }

    private readonly record struct AddressRange(UInt128 First, UInt128 Last, byte Label, int Tier);
}
