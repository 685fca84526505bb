using System.Text;
using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Reading;

/// <summary>What is used again from job to job must never show in the next one.</summary>
public sealed class ReusedMemoryTests
{
    [Fact]
    public void TextsKeptTogetherDoNotOverwriteEachOther()
    {
        var room = new TextRoom();
        for (var round = 0; round < 3; round++)
        {
            room.Clear();
            var texts = Enumerable.Range(0, 400)
                .Select(n => new string((char)('a' + ((n + round) % 26)), n * 7)).ToList();
            texts.Insert(200, new string('L', 300_000));

            var kept = texts.Select(text => room.Keep(Encoding.UTF8.GetBytes(text))).ToList();

            Assert.Equal(texts, kept.Select(bytes => Encoding.UTF8.GetString(bytes.Span)));
        }
    }

    [Fact]
    public void ADescriptionStaysWhenTheNextJobIsParsed()
    {
        var parser = new JobParser(FeedEncoding.Sniff("<source>"u8), TimeZoneInfo.Utc, 0);
        var room = new TextRoom();

        var first = Parsed("\u00a0 <p>One</p>\u2003\n");
        var second = Parsed("<p>Another, and longer</p>");

        Assert.Equal("<p>One</p>", first.Description.ToString());
        Assert.Equal("<p>Another, and longer</p>", second.Description.ToString());

        FedJob Parsed(string description) => parser.Parse(new RawRecord(Encoding.UTF8.GetBytes(
            $"""
            <job><title>t</title><date>2026-01-01</date><referencenumber>1</referencenumber><company>c</company>
            <url>https://acme.example/1</url><description><![CDATA[{description}]]></description></job>
            """), 1, 1, null), room).Job!;
    }

    [Fact]
    public void ARepeatedTextIsItsOwnWhateverWasReadBefore()
    {
        var repeated = new RepeatedTexts();
        string[] texts = ["", "Austin", "Łódź", new string('x', 64), new string('é', 40), "Austin"];
        var many = texts.Concat(Enumerable.Range(0, 5_000).Select(n => $"City {n}")).Concat(texts);

        Assert.All(many, text => Assert.Equal(text, repeated.Of(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [InlineData("https://acme.example/jobs/1?x=[a b]#é", true)]
    [InlineData("https://acme.example", true)]
    [InlineData("https://acme.example:99999/", false)]
    [InlineData("https://acme.example@:80/", false)]
    [InlineData("https://", false)]
    [InlineData("https:///x", false)]
    [InlineData("ftp://acme.example/", false)]
    [InlineData("acme.example/jobs", false)]
    public void AnAddressIsJudgedAlikeBeforeAndAfterAGoodOneOfItsHost(string text, bool isOne)
    {
        var addresses = new WebAddresses();

        Assert.Equal(isOne, addresses.IsOne(text));
        Assert.True(addresses.IsOne("https://acme.example/"));
        Assert.Equal(isOne, addresses.IsOne(text));
        Assert.True(addresses.IsOne("https://acme.example/jobs/2"));
    }
}
