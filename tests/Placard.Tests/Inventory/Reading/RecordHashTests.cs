using System.Text;
using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Reading;

public sealed class RecordHashTests
{
    private static readonly byte[] Job = Encoding.UTF8.GetBytes("<job><title>Forklift Driver</title></job>");

    [Fact]
    public void AnyChangedBitChangesTheHash()
    {
        var hash = RecordHash.Of(Job);
        Assert.Equal(hash, RecordHash.Of([.. Job]));
        for (var bit = 0; bit < Job.Length * 8; bit++)
        {
            byte[] changed = [.. Job];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(hash, RecordHash.Of(changed));
        }
    }

    [Fact]
    public void AHashComesBackFromItsStoredBytes() =>
        Assert.Equal(RecordHash.Of(Job), RecordHash.FromBytes(RecordHash.Of(Job).ToBytes()));
}
