using Placard.Storage;

namespace Placard.Tests.Storage;

/// <summary>Lists of any length become few different statements.</summary>
public sealed class IdListTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(100, 128)]
    [InlineData(128, 128)]
    public void AListIsFilledUpWithItsLastId(int count, int length)
    {
        var ids = Enumerable.Range(1, count).Select(id => (long)id).ToList();

        var list = new IdList(ids);
        var parameters = list.With(new { other = "kept" });

        Assert.Equal($"({string.Join(", ", Enumerable.Range(0, length).Select(index => $"@id_{index}"))})", list.Sql);
        Assert.Equal(
            [.. ids, .. Enumerable.Repeat((long)count, length - count)],
            Enumerable.Range(0, length).Select(index => parameters.Get<long>($"id_{index}")));
    }

    [Fact]
    public void NothingCannotBeFilledUp() => Assert.Throws<ArgumentException>(() => new IdList(Array.Empty<long>()));
}
