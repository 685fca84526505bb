using System.Net;
using Placard.Clicks.Judging;

namespace Placard.Tests.Clicks;

public sealed class AddressTableTests
{
    /// <summary>Random overlapping ranges must be answered as a slow reading of the same ranges answers them, also
    /// after being packed and read again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TheNarrowestRangeSpeaksAndPackingChangesNothing(int seed)
    {
        var random = new Random(seed);
        var ranges = Enumerable.Range(0, 300)
            .Select(i => (First: Four(random), Width: random.Next(1, 1 << random.Next(1, 20)), Name: $"n{i % 40}"))
            .Select(range => (range.First, Last: range.First + (uint)range.Width, range.Name)).ToArray();
        var builder = new AddressTableBuilder();
        foreach (var (first, last, name) in ranges)
        {
            builder.Add(Address(first), Address(last), name);
        }
        var built = builder.Build();
        var table = PackedAgain(built);
        foreach (var at in ranges.SelectMany(AroundItsEnds))
        {
            var slow = ranges.Where(range => range.First <= at && at <= range.Last)
                .OrderBy(range => range.Last - range.First).Select(range => range.Name).FirstOrDefault();
            Assert.Equal(slow, built.NameOf(Address(at)));
            Assert.Equal(slow, table.NameOf(Address(at)));
            Assert.Equal(slow, table.NameOf(Address(at).MapToIPv6()));
        }
    }

    [Fact]
    public void ALinkOfIPv6IsAnsweredAsItsFirstAddress()
    {
        var builder = new AddressTableBuilder();
        builder.Add(IPAddress.Parse("2a00::"), IPAddress.Parse("2a00::5"), "A");
        builder.Add(IPAddress.Parse("2a00::6"), IPAddress.Parse("2a00:0:0:2::"), "B");
        var table = PackedAgain(builder.Build());
        Assert.Equal("A", table.NameOf(IPAddress.Parse("2a00::7")));
        Assert.Equal("B", table.NameOf(IPAddress.Parse("2a00:0:0:1::")));
        Assert.Equal("B", table.NameOf(IPAddress.Parse("2a00:0:0:2:ffff::")));
        Assert.Null(table.NameOf(IPAddress.Parse("2a00:0:0:3::")));
    }

    [Fact]
    public void ATableReachesTheLastAddress()
    {
        var builder = new AddressTableBuilder();
        builder.Add(IPAddress.Parse("0.0.0.0"), IPAddress.Parse("255.255.255.255"), "all");
        builder.Add(IPAddress.Parse("::"), IPAddress.Parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), "all");
        var table = PackedAgain(builder.Build());
        Assert.Equal("all", table.NameOf(IPAddress.Parse("223.255.255.255")));
        Assert.Null(table.NameOf(IPAddress.Parse("224.0.0.0")));
        Assert.Equal("all", table.NameOf(IPAddress.Parse("feff::1")));
        Assert.Null(table.NameOf(IPAddress.Parse("ffff::1")));
    }

    [Fact]
    public void ADamagedFileIsRefused()
    {
        using var file = new MemoryStream();
        PackedAddresses.Write(new AddressTableBuilder().Build(), file);
        var bytes = file.ToArray();
        Assert.Throws<InvalidDataException>(() => PackedAddresses.Read(new MemoryStream([.. "PLAX"u8, .. bytes[4..]])));
        Assert.Throws<InvalidDataException>(() => PackedAddresses.Read(new MemoryStream([.. bytes[..^6]])));
    }

    private static uint[] AroundItsEnds((uint First, uint Last, string Name) range) =>
        [range.First - 1, range.First, range.Last, range.Last + 1];

    private static uint Four(Random random) => (uint)random.NextInt64(0x0B00_0000, 0x0B40_0000);

    private static IPAddress Address(uint value) =>
        new([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);

    private static AddressTable PackedAgain(AddressTable table)
    {
        using var file = new MemoryStream();
        PackedAddresses.Write(table, file);
        file.Position = 0;
        return PackedAddresses.Read(file);
    }
}
