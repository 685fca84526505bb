using Placard.Market;

namespace Placard.Tests.Market;

/// <summary>Titles are compared by their words, however they are written.</summary>
public sealed class TitleWordsTests
{
    [Theory]
    [InlineData("Forklift Driver", "FORKLIFT-DRIVER!!", 2, 2)]
    [InlineData("Forklift Driver", "Driver, Forklift (Night)", 2, 2)]
    [InlineData("Registered Nurse - ICU", "Registered Nurse", 3, 2)]
    [InlineData("Verkäufer", "VERKÄUFER", 1, 1)]
    [InlineData("Driver driver DRIVER", "Driver", 1, 1)]
    [InlineData("A B C", "A B C", 0, 0)]
    [InlineData("", "", 0, 0)]
    [InlineData("!!! --- ", "Driver", 0, 0)]
    [InlineData("Barista", "Bar", 1, 0)]
    public void WordsInCommonAreCounted(string one, string other, int count, int shared)
    {
        var words = TitleWords.Of(one);
        Assert.Equal(count, words.Count);
        Assert.Equal(shared, words.SharedWith(TitleWords.Of(other)));
        Assert.Equal(shared, TitleWords.Of(other).SharedWith(words));
    }

    [Fact]
    public void ALongTitleIsComparedByItsFirstEightWords()
    {
        var words = TitleWords.Of("one two three four five six seven eight nine ten");
        Assert.Equal(8, words.Count);
        Assert.Equal(1, words.SharedWith(TitleWords.Of("ten nine eight")));
    }
}
