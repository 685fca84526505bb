using System.Numerics;
using System.Text;
using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Reading;

public sealed class RecordHashTests
{
    private static readonly byte[] Job =
        Encoding.UTF8.GetBytes("<job><title>Forklift Driver</title><city>Austin</city><state>TX</state></job>");

    // A change that went unseen would leave an old job, or an old price, standing.
    [Fact]
    public void AnyChangedBitChangesAboutHalfOfTheHash()
    {
        var hash = RecordHash.Of(Job);
        Assert.Equal(hash, RecordHash.Of([.. Job]));
        var changedBits = 0L;
        for (var bit = 0; bit < Job.Length * 8; bit++)
        {
            byte[] changed = [.. Job];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var other = RecordHash.Of(changed);
            Assert.NotEqual(hash.High, other.High);
            Assert.NotEqual(hash.Low, other.Low);
            changedBits += BitOperations.PopCount(hash.High ^ other.High);
            changedBits += BitOperations.PopCount(hash.Low ^ other.Low);
        }
        Assert.InRange(changedBits / (Job.Length * 8), 60, 68);
    }

    [Fact]
    public void JobsThatDifferInANumberNeverShareEitherHalf()
    {
        var (high, low) = (new HashSet<ulong>(), new HashSet<ulong>());
        for (var number = 0; number < 200_000; number++)
        {
            var hash = RecordHash.Of(Encoding.UTF8.GetBytes($"<job><referencenumber>{number}</referencenumber></job>"));
            Assert.True(high.Add(hash.High) && low.Add(hash.Low), $"number {number}");
        }
    }

    [Fact]
    public void LengthAndOrderMatter()
    {
        var seen = new HashSet<RecordHash>();
        for (var length = 0; length < 100; length++)
        {
            Assert.True(seen.Add(RecordHash.Of(new byte[length])));
        }
        var (first, second) = (Job[..16], Job[16..32]);
        Assert.NotEqual(RecordHash.Of([.. first, .. second]), RecordHash.Of([.. second, .. first]));
    }

    // Stored hashes must stay comparable from version to version and from machine to machine.
    [Fact]
    public void TheHashOfAJobIsThisOne()
    {
        Assert.Equal("703c38b2d5939eacef59bfa296f468b8", Convert.ToHexStringLower(RecordHash.Of(Job).ToBytes()));
        Assert.Equal(RecordHash.Of(Job), RecordHash.FromBytes(RecordHash.Of(Job).ToBytes()));
    }
}
