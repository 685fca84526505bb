using System.Globalization;
using System.Text;
using Placard.Inventory.Imports;

namespace Placard.Tests.Inventory.Imports;

public sealed class FedMarkTests
{
    private static readonly byte[] Job =
        Encoding.UTF8.GetBytes("<job><title>Forklift Driver</title><city>Austin</city><state>TX</state></job>");

    // A change that went unseen would leave an old job, or an old price, standing. Longer jobs take another way.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    public void AnyChangedBitChangesAboutHalfOfTheMark(int times)
    {
        var job = Enumerable.Repeat(Job, times).SelectMany(each => each).ToArray();
        var mark = FedMark.OfRecord(job, 0);
        Assert.Equal(mark, FedMark.OfRecord([.. job], 0));
        var changedBits = 0L;
        for (var bit = 0; bit < job.Length * 8; bit++)
        {
            byte[] changed = [.. job];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var other = FedMark.OfRecord(changed, 0);
            Assert.NotEqual(mark, other);
            changedBits += (int)UInt128.PopCount(mark ^ other);
        }
        Assert.InRange(changedBits / (job.Length * 8), 60, 68);
    }

    [Fact]
    public void LengthAndOrderAndTheWayOfReadingMatter()
    {
        var seen = new HashSet<UInt128>();
        for (var length = 0; length < 1_000; length++)
        {
            Assert.True(seen.Add(FedMark.OfRecord(new byte[length], 0)));
        }
        Assert.NotEqual(FedMark.OfRecord([.. Job[..16], .. Job[16..32]], 0),
            FedMark.OfRecord([.. Job[16..32], .. Job[..16]], 0));
        Assert.NotEqual(FedMark.OfRecord(Job, 1), FedMark.OfRecord(Job, 2));
    }

    // Stored marks must stay comparable from version to version and from machine to machine.
    [Fact]
    public void TheMarksOfAJobAreThese()
    {
        var bytes = new byte[FedMark.Length];
        FedMark.Write(bytes, FedMark.OfReference("ref-1"), FedMark.OfRecord(Job, 7));
        Assert.Equal(
            "9ebcefdf73b3c490cb2de115a02858be1ab5505c6049d1b3954155568f53f768", Convert.ToHexStringLower(bytes));
        Assert.Equal((FedMark.OfReference("ref-1"), FedMark.OfRecord(Job, 7)), FedMark.FromBytes(bytes));
        var longer = Enumerable.Repeat(Job, 20).SelectMany(each => each).ToArray();
        Assert.Equal(
            "e2ac410b811408025309052aa80e78f7",
            FedMark.OfRecord(longer, 0).ToString("x32", CultureInfo.InvariantCulture));
    }
}
