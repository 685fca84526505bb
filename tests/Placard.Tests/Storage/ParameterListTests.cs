using Placard.Kernel;

namespace Placard.Tests.Storage;

/// <summary>Lists of any length become few different statements.</summary>
public sealed class ParameterListTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(100, 128)]
    [InlineData(128, 128)]
    public void AListIsFilledUpWithItsLastValue(int count, int length)
    {
        var values = Enumerable.Range(1, count).ToList();

        var filled = ParameterList.FillUp(values);

        Assert.Equal([.. values, .. Enumerable.Repeat(count, length - count)], filled);
    }

    [Fact]
    public void NothingCannotBeFilledUp() => Assert.Throws<ArgumentException>(() => ParameterList.FillUp<long>([]));
}
