using Placard.Clicks;

namespace Placard.Tests.Clicks;

/// <summary>A click URL comes back from the wild in many shapes; what it asks is read without ever failing.</summary>
public sealed class ClickAskTests
{
    [Theory]
    [InlineData("?id=14813142427.1234&spl=abc")]
    [InlineData("?job_id=14813142427&pub_id=1234&spl=abc")]
    [InlineData("?spl=abc&pub_id=1234&job_id=14813142427")]
    [InlineData("?id=14813142427.1234&job_loc=Jersey%20City%2CNJ&spl=abc&unknown=1")]
    [InlineData("id=14813142427%2E1234&spl=%61bc")]
    [InlineData("?&&id=14813142427.1234&&spl=abc&")]
    public void BothSpellingsAskTheSame(string query)
    {
        var ask = ClickAsk.Read(query);
        Assert.Equal("abc", ask.Spl.ToString());
        Assert.Equal(
            new ClickAsk(14_813_142_427, 1234, default, null, null, null, null, null), ask with { Spl = default });
    }

    [Fact]
    public void WhatThePublisherAppendsIsRead()
    {
        var ask = ClickAsk.Read(
            "?id=1.2&spl=s&t1=mail+shot&t2=google%2Bads&t3=%F0%9F%98%80&referrer=jobs.example"
            + "&rdr=https%3A%2F%2Fwww.example.com%2Fgone%3Fa%3D1%26b%3D2");
        Assert.Equal("s", ask.Spl.ToString());
        Assert.Equal(
            new ClickAsk(
                1, 2, default, "mail shot", "google+ads", "😀", "jobs.example", "https://www.example.com/gone?a=1&b=2"),
            ask with { Spl = default });
    }

    [Fact]
    public void OfAParameterGivenTwiceTheFirstWithAValueCounts()
    {
        var ask = ClickAsk.Read("?id=1.2&id=3.4&spl=&spl=s&t1=a&t1=b&t2&t2=c");
        Assert.Equal((1, 2, "s", "a", "c"), (ask.JobId, ask.FeedId, ask.Spl.ToString(), ask.T1, ask.T2));
    }

    [Theory]
    [InlineData("?id=")]
    [InlineData("?id=.")]
    [InlineData("?id=14813142427")]
    [InlineData("?id=.1234")]
    [InlineData("?id=a.b")]
    [InlineData("?id=-1.-2")]
    [InlineData("?id=+1.+2")]
    [InlineData("?id=0x10.0x10")]
    [InlineData("?id=1e3.1e3")]
    [InlineData("?id=99999999999999999999.99999999999999999999")]
    [InlineData("?id=%D9%A1.%D9%A2")]
    [InlineData("?ID=1.2")]
    [InlineData("?id=%20.%20")]
    [InlineData("?=1.2")]
    [InlineData("???")]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?%")]
    [InlineData("?id=%&id=%2&id=%ZZ")]
    public void GarbageIsNoJobAndNoFeed(string query)
    {
        var ask = ClickAsk.Read(query);
        Assert.Equal((0, 0), (ask.JobId, ask.FeedId));
    }

    [Theory]
    [InlineData("?id=5.", 5, 0)]
    [InlineData("?id=5.6.7", 5, 0)]
    [InlineData("?id=5. 6", 5, 0)]
    [InlineData("?id=x.6", 0, 6)]
    [InlineData("?job_id=5", 5, 0)]
    [InlineData("?id=nodot&job_id=5&pub_id=6", 5, 6)]
    public void HalfAnIdIsHalfAnAsk(string query, long jobId, long feedId)
    {
        var ask = ClickAsk.Read(query);
        Assert.Equal((jobId, feedId), (ask.JobId, ask.FeedId));
    }

    // PostgreSQL refuses NUL in text: one such click would fail the whole batch it is recorded with.
    [Theory]
    [InlineData("a%00b", "ab")]
    [InlineData("%00", null)]
    [InlineData("a%0D%0Ab%09c%1Fd%7Fe", "abcde")]
    [InlineData("%C2%85x", "x")]
    public void ControlCharactersAreDropped(string sent, string? read) =>
        Assert.Equal(read, ClickAsk.Read("?t1=" + sent).T1);

    // A token or a number that is not what was given out must not become it by being tidied.
    [Theory]
    [InlineData("abc%0A", "abc\n")]
    [InlineData("%00", "\0")]
    [InlineData("%09abc", "\tabc")]
    [InlineData("abc%C2%85", "abc\u0085")]
    [InlineData("abc\u0085", "abc\u0085")]
    [InlineData("abc+", "abc ")]
    public void ATokenKeepsWhatItWasSentWith(string sent, string read) =>
        Assert.Equal(read, ClickAsk.Read("?spl=" + sent).Spl.ToString());

    [Theory]
    [InlineData("?id=1%00.2", 0, 2)]
    [InlineData("?id=1.2%0A", 1, 0)]
    [InlineData("?job_id=%091&pub_id=2", 0, 2)]
    public void ANumberWithAControlCharacterIsNone(string query, long jobId, long feedId)
    {
        var ask = ClickAsk.Read(query);
        Assert.Equal((jobId, feedId), (ask.JobId, ask.FeedId));
    }

    [Theory]
    [InlineData("%FF%FE")]
    [InlineData("%ED%A0%80")]
    [InlineData("%C0%80")]
    [InlineData("%E2%82")]
    [InlineData("100%")]
    [InlineData("%u0041")]
    public void WhatIsNoUtf8StaysAsItWasSent(string sent) => Assert.Equal(sent, ClickAsk.Read("?t1=" + sent).T1);

    [Fact]
    public void TextsAreCutToTheirCeilings()
    {
        string Long(int length) => new('x', length);
        var ask = ClickAsk.Read($"?t1={Long(100)}&t2={Long(101)}&referrer={Long(256)}&spl={Long(5_000)}");
        Assert.Equal((100, 100, 255, 256), (ask.T1!.Length, ask.T2!.Length, ask.Referrer!.Length, ask.Spl.Length));
    }

    [Fact]
    public void ATextIsNeverCutThroughACharacter()
    {
        var smiles = string.Concat(Enumerable.Repeat("%F0%9F%98%80", 60));
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 50)), ClickAsk.Read("?t1=" + smiles).T1);
        Assert.Equal(
            "x" + string.Concat(Enumerable.Repeat("😀", 49)), ClickAsk.Read("?t1=x" + smiles).T1);
    }

    // A shortened way back would lead somewhere else: better none.
    [Fact]
    public void AnOverlongWayBackCountsAsAbsent()
    {
        var fits = "https://x.example/" + new string('a', 2048 - 18);
        Assert.Equal(fits, ClickAsk.Read("?rdr=" + fits).Rdr);
        Assert.Null(ClickAsk.Read("?rdr=" + fits + "a").Rdr);
    }

    [Theory]
    [InlineData("?clid=abc", "abc")]
    [InlineData("?a=1&clid=a%2Fb+c&clid=second", "a/b c")]
    [InlineData("?CLID=abc", null)]
    [InlineData("?xclid=abc", null)]
    [InlineData("?clid=", null)]
    [InlineData("?clid", null)]
    [InlineData("", null)]
    public void ThePublishersOwnClickIdIsFoundByItsAgreedName(string query, string? expected) =>
        Assert.Equal(expected, ClickAsk.Parameter(query, "clid"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void NoQueryEverFails(int seed)
    {
        var random = new Random(seed);
        const string alphabet = "&=%+.?#;0123456789abcdefDEFidsplt1rdjob_ \0\r\n\u00ff\ud83d\ude00";
        for (var round = 0; round < 20_000; round++)
        {
            var query = string.Create(random.Next(60), random, static (text, chance) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    text[i] = alphabet[chance.Next(alphabet.Length)];
                }
            });
            var ask = ClickAsk.Read("?id=1.2&" + query);
            Assert.Equal(1, ask.JobId);
            Assert.False(ask.T1?.Any(char.IsControl) ?? false, query);
            ClickAsk.Parameter(query, "t1");
        }
    }
}
