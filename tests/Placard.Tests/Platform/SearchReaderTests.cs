using Placard.Platform;

namespace Placard.Tests.Platform;

/// <summary>The search grammar: what is understood, and where a caller is told that it is not.</summary>
public sealed class SearchReaderTests
{
    [Theory]
    [InlineData("name=Acme", "name = [Acme]")]
    [InlineData("name==Acme", "name == [Acme]")]
    [InlineData("name!=Acme", "name != [Acme]")]
    [InlineData("id>5", "id > [5]")]
    [InlineData("id>=5", "id >= [5]")]
    [InlineData("id<5", "id < [5]")]
    [InlineData("id<=-5", "id <= [-5]")]
    [InlineData("name~\"a b\"", "name ~ [a b]")]
    [InlineData("name:(\"A\", B,C )", "name :( [A][B][C]")]
    [InlineData("name : ( A )", "name :( [A]")]
    [InlineData("-name=Acme", "not name = [Acme]")]
    [InlineData("-name:(A,B)", "not name :( [A][B]")]
    [InlineData("  name = Acme  ", "name = [Acme]")]
    [InlineData("name=\"\"", "name = []")]
    [InlineData("name=\"say \\\"hi\\\" \\\\ \\n\"", "name = [say \"hi\" \\ \\n]")]
    [InlineData("name=a AND -id>1 AND x.y~z", "name = [a]; not id > [1]; x.y ~ [z]")]
    [InlineData("name=\"a AND b\"", "name = [a AND b]")]
    [InlineData("name=ANDROID AND id=1", "name = [ANDROID]; id = [1]")]
    [InlineData("name=AND AND AND=1", "name = [AND]; AND = [1]")]
    [InlineData("at>=2026-01-31T10:00:00.5+02:00", "at >= [2026-01-31T10:00:00.5+02:00]")]
    [InlineData("name=😀", "name = [😀]")]
    [InlineData("name~O'Brien;--", "name ~ [O'Brien;--]")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    public void IsUnderstood(string text, string expected)
    {
        var (conditions, fault) = SearchReader.Read(text);

        Assert.Null(fault);
        Assert.Equal(expected, string.Join("; ", conditions.Select(Show)));
    }

    [Theory]
    [InlineData("name", 5, "expected one of")]
    [InlineData("name Acme", 6, "expected one of")]
    [InlineData("=Acme", 1, "expected the name of a field")]
    [InlineData("-=Acme", 2, "expected the name of a field")]
    [InlineData("--name=Acme", 2, "expected the name of a field")]
    [InlineData("name=", 6, "expected a value")]
    [InlineData("name= AND id=1", 11, "expected AND")]
    [InlineData("name=a id=1", 8, "expected AND")]
    [InlineData("name=a and id=1", 8, "expected AND")]
    [InlineData("name=\"a\"AND id=1", 9, "expected AND")]
    [InlineData("name=a ANDid=1", 8, "expected AND")]
    [InlineData("name=a AND ", 12, "expected the name of a field")]
    [InlineData("name=\"Acme", 6, "never closed")]
    [InlineData("name=\"Acme\\\"", 6, "never closed")]
    [InlineData("name:Acme", 5, "expected one of")]
    [InlineData("name:()", 7, "expected a value")]
    [InlineData("name:(A", 8, "expected a comma")]
    [InlineData("name:(A B)", 9, "expected a comma")]
    [InlineData("name:(A,)", 9, "expected a value")]
    [InlineData("name=(A)", 6, "expected a value")]
    [InlineData("name=A)", 7, "expected AND")]
    [InlineData("name=a\0b", 7, "control characters")]
    [InlineData("näme=a", 2, "expected one of")]
    public void IsRefusedAtItsPlace(string text, int character, string why)
    {
        var (conditions, fault) = SearchReader.Read(text);

        Assert.Empty(conditions);
        Assert.StartsWith($"At character {character}: ", fault!.ToString(), StringComparison.Ordinal);
        Assert.Contains(why, fault.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xD83D)]
    [InlineData(0xDE00)]
    public void HalfACharacterIsRefused(int half)
    {
        Assert.Equal(5, SearchReader.Read("name=" + (char)half).Fault?.Index);
        Assert.Equal(6, SearchReader.Read("name=a" + (char)half + "b").Fault?.Index);
    }

    [Fact]
    public void TooMuchIsRefused()
    {
        var conditions = Enumerable.Repeat("id=1", SearchReader.MostConditions);

        Assert.Null(SearchReader.Read(string.Join(" AND ", conditions)).Fault);
        Assert.NotNull(SearchReader.Read(string.Join(" AND ", conditions.Append("id=1"))).Fault);
        Assert.Null(SearchReader.Read("name=" + new string('x', SearchReader.MostCharacters - 5)).Fault);
        Assert.NotNull(SearchReader.Read("name=" + new string('x', SearchReader.MostCharacters - 4)).Fault);
    }

    private static string Show(SearchCondition condition) =>
        $"{(condition.Negated ? "not " : "")}{condition.Field} {condition.Operator} "
        + string.Concat(condition.Values.Select(value => $"[{value.Text}]"));
}
