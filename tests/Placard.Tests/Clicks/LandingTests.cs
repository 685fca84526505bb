using Placard.Clicks;

namespace Placard.Tests.Clicks;

/// <summary>
/// The advertiser's address gets its <c>tlr_sid</c> whatever it looks like, and nothing else of it changes; the
/// publisher's <c>rdr</c> gets its status, and leads nowhere it must not.
/// </summary>
public sealed class LandingTests
{
    [Theory]
    [InlineData("https://acme.example/jobs/1", "https://acme.example/jobs/1?tlr_sid=ID")]
    [InlineData("https://acme.example/", "https://acme.example/?tlr_sid=ID")]
    [InlineData("https://acme.example", "https://acme.example?tlr_sid=ID")]
    [InlineData("https://acme.example?a=1", "https://acme.example?a=1&tlr_sid=ID")]
    [InlineData("https://acme.example/j?a=1&b=2", "https://acme.example/j?a=1&b=2&tlr_sid=ID")]
    [InlineData("https://acme.example/j?", "https://acme.example/j?tlr_sid=ID")]
    [InlineData("https://acme.example/j?a=1&", "https://acme.example/j?a=1&tlr_sid=ID")]
    [InlineData("https://acme.example/j?&&a=1&&b", "https://acme.example/j?&&a=1&&b&tlr_sid=ID")]
    [InlineData("https://acme.example/j?flag", "https://acme.example/j?flag&tlr_sid=ID")]
    [InlineData("https://acme.example/j?a=?&b==", "https://acme.example/j?a=?&b==&tlr_sid=ID")]
    [InlineData("https://acme.example/j?a=%2526+x", "https://acme.example/j?a=%2526+x&tlr_sid=ID")]
    [InlineData("https://acme.example:8443/j;v=1?a=1;b=2", "https://acme.example:8443/j;v=1?a=1;b=2&tlr_sid=ID")]
    [InlineData("HTTP://Acme.Example/J", "HTTP://Acme.Example/J?tlr_sid=ID")]
    public void TheClickIdFollowsTheQuery(string url, string expected) => Lands(url, expected);

    [Theory]
    [InlineData("https://acme.example/j#top", "https://acme.example/j?tlr_sid=ID#top")]
    [InlineData("https://acme.example/j?a=1#top", "https://acme.example/j?a=1&tlr_sid=ID#top")]
    [InlineData("https://acme.example/#/spa?x", "https://acme.example/?tlr_sid=ID#/spa?x")]
    [InlineData("https://acme.example#/spa?x=1&y=2", "https://acme.example?tlr_sid=ID#/spa?x=1&y=2")]
    [InlineData("https://acme.example/?a=1#/spa?x#y", "https://acme.example/?a=1&tlr_sid=ID#/spa?x#y")]
    [InlineData("https://acme.example/j#", "https://acme.example/j?tlr_sid=ID#")]
    [InlineData("https://acme.example/j?#", "https://acme.example/j?tlr_sid=ID#")]
    public void ItStandsBeforeTheFragment(string url, string expected) => Lands(url, expected);

    [Theory]
    [InlineData("https://acme.example/j?tlr_sid=old", "https://acme.example/j?tlr_sid=ID")]
    [InlineData("https://acme.example/j?tlr_sid=old&a=1", "https://acme.example/j?tlr_sid=ID&a=1")]
    [InlineData("https://acme.example/j?a=1&tlr_sid=old&b=2#c", "https://acme.example/j?a=1&tlr_sid=ID&b=2#c")]
    [InlineData("https://acme.example/j?a=1&tlr_sid=", "https://acme.example/j?a=1&tlr_sid=ID")]
    [InlineData("https://acme.example/j?tlr_sid", "https://acme.example/j?tlr_sid=ID")]
    [InlineData("https://acme.example/j?tlr_sid=1&&tlr_sid=2&a&tlr_sid=3", "https://acme.example/j?tlr_sid=ID&&a")]
    [InlineData("https://acme.example/j?TLR_SID=old", "https://acme.example/j?tlr_sid=ID")]
    [InlineData("https://acme.example/j?tlr%5Fsid=old&a=1", "https://acme.example/j?tlr_sid=ID&a=1")]
    [InlineData("https://acme.example/j?tlr_sid=1&%74LR%5fsid=2&%", "https://acme.example/j?tlr_sid=ID&%")]
    [InlineData("https://acme.example/j?xtlr_sid=1&", "https://acme.example/j?xtlr_sid=1&tlr_sid=ID")]
    [InlineData("https://acme.example/j?a%26tlr_sid=1", "https://acme.example/j?a%26tlr_sid=1&tlr_sid=ID")]
    [InlineData("https://acme.example/j?xtlr_sid=1", "https://acme.example/j?xtlr_sid=1&tlr_sid=ID")]
    [InlineData("https://acme.example/j?tlr_sid2=1", "https://acme.example/j?tlr_sid2=1&tlr_sid=ID")]
    [InlineData("https://acme.example/j?a=tlr_sid=1", "https://acme.example/j?a=tlr_sid=1&tlr_sid=ID")]
    [InlineData("https://acme.example/tlr_sid=1/j", "https://acme.example/tlr_sid=1/j?tlr_sid=ID")]
    [InlineData("https://acme.example/j#tlr_sid=1", "https://acme.example/j?tlr_sid=ID#tlr_sid=1")]
    [InlineData("https://acme.example/j#/s?tlr_sid=1", "https://acme.example/j?tlr_sid=ID#/s?tlr_sid=1")]
    public void OneThatIsThereAlreadyIsReplacedInItsPlace(string url, string expected) => Lands(url, expected);

    [Theory]
    [InlineData("https://acme.example/städte?q=größe#ü",
        "https://acme.example/st%C3%A4dte?q=gr%C3%B6%C3%9Fe&tlr_sid=ID#%C3%BC")]
    [InlineData("https://bücher.example/a", "https://xn--bcher-kva.example/a?tlr_sid=ID")]
    [InlineData("https://bücher.example:8443/bücher", "https://xn--bcher-kva.example:8443/b%C3%BCcher?tlr_sid=ID")]
    [InlineData("https://bücher.example@bücher.example/x",
        "https://b%C3%BCcher.example@xn--bcher-kva.example/x?tlr_sid=ID")]
    [InlineData("https://ü:ö@bücher.example/x", "https://%C3%BC:%C3%B6@xn--bcher-kva.example/x?tlr_sid=ID")]
    [InlineData("https://日本語.example", "https://xn--wgv71a119e.example?tlr_sid=ID")]
    [InlineData("https://[2001:db8::1]:8443/ü", "https://[2001:db8::1]:8443/%C3%BC?tlr_sid=ID")]
    [InlineData("https://acme.example/😀", "https://acme.example/%F0%9F%98%80?tlr_sid=ID")]
    [InlineData("https://acme.example/a b?c=d e", "https://acme.example/a%20b?c=d%20e&tlr_sid=ID")]
    [InlineData("https://acme.example/\"a\"<b>", "https://acme.example/%22a%22%3Cb%3E?tlr_sid=ID")]
    [InlineData("https://acme.example/ä%20b%C3%A4", "https://acme.example/%C3%A4%20b%C3%A4?tlr_sid=ID")]
    public void WhatNoHeaderMayCarryIsEncodedAndNothingTwice(string url, string expected) => Lands(url, expected);

    [Theory]
    [InlineData("https://acme.example/\r\nSet-Cookie: a=b", "https://acme.example/%0D%0ASet-Cookie:%20a=b?tlr_sid=ID")]
    [InlineData("https://acme.example/?a=\n\nhi", "https://acme.example/?a=%0A%0Ahi&tlr_sid=ID")]
    [InlineData("https://acme.example/\0\t\u007f", "https://acme.example/%00%09%7F?tlr_sid=ID")]
    public void NobodyEndsTheHeaderFromInside(string url, string expected) => Lands(url, expected);

    // Feeds are asked for better ones; jobs that came before they were, and other jobs on their pages, have them still.
    [Theory]
    [InlineData("https://caf\uFFFD.example/a", "https://caf%EF%BF%BD.example/a?tlr_sid=ID")]
    [InlineData("https://é-.example/", "https://%C3%A9-.example/?tlr_sid=ID")]
    public void AHostThatNobodyCanLookUpStopsNoClick(string url, string expected) => Lands(url, expected);

    // What goes out without an id (HEAD, a prefetch, a ledger that is down) must be fit for a header too.
    [Fact]
    public void AnAddressWithoutTheIdIsEncodedAsWell() =>
        Assert.Equal("https://acme.example/%C3%A4?a=1#b", Landing.Of("https://acme.example/ä?a=1#b"));

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void WhateverTheAddressItIsPlainAscii(int seed)
    {
        var random = new Random(seed);
        const string alphabet = "/?&=#%.:@[]\\ \"<>\r\n\0aZ09äß日😀\u0301\ud800tlr_sid";
        for (var round = 0; round < 20_000; round++)
        {
            var tail = Enumerable.Range(0, random.Next(30)).Select(_ => alphabet[random.Next(alphabet.Length)]);
            var landed = Landing.WithClickId("https://acme.example/" + string.Concat(tail), "ID");
            Assert.DoesNotContain(landed, c => c is <= ' ' or >= '\u007f');
            Assert.Contains("tlr_sid=ID", landed.Split('#')[0], StringComparison.Ordinal);
            Assert.True(Uri.TryCreate(landed, UriKind.Absolute, out var read) && read.Host == "acme.example", landed);
        }
    }

    [Theory]
    [InlineData("https://p.example/gone/1", "https://p.example/gone/1?status=expired")]
    [InlineData("https://p.example", "https://p.example?status=expired")]
    [InlineData("https://p.example/?", "https://p.example/?status=expired")]
    [InlineData("https://p.example/?q=a", "https://p.example/?q=a&status=expired")]
    [InlineData("https://p.example/?q=a&", "https://p.example/?q=a&status=expired")]
    [InlineData("https://p.example/#top", "https://p.example/?status=expired#top")]
    [InlineData("https://p.example/?q=a#/spa?x", "https://p.example/?q=a&status=expired#/spa?x")]
    [InlineData("https://p.example/?q=a b ä", "https://p.example/?q=a%20b%20%C3%A4&status=expired")]
    public void TheWayBackGetsItsStatus(string rdr, string expected) =>
        Assert.Equal(expected, Landing.WithStatus(rdr, "expired"));

    [Theory]
    [InlineData("https://p.example/x?y#z")]
    [InlineData("http://p.example")]
    [InlineData("HTTPS://P.EXAMPLE/")]
    [InlineData("http://192.0.2.7:8080/a")]
    [InlineData("http://[2001:db8::1]/a")]
    [InlineData("http://exchange.example:9090/other-port")]
    [InlineData("https://bücher.example/ü")]
    public void AnAbsoluteWebAddressIsAWayBack(string rdr) => Assert.Equal(rdr, Usable(rdr));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("/relative")]
    [InlineData("relative")]
    [InlineData("//p.example/x")]
    [InlineData("https://caf\uFFFD.example/")]
    [InlineData("///p.example/x")]
    [InlineData("\\\\p.example\\x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript://p.example/%0aalert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://p.example/")]
    [InlineData("https:p.example")]
    [InlineData("https:/p.example")]
    [InlineData("https:\\\\p.example")]
    [InlineData("https://")]
    [InlineData("https:///x")]
    [InlineData("https://?x")]
    [InlineData("https://user@p.example/")]
    [InlineData("https://user:secret@p.example/")]
    [InlineData("https://exchange.example@p.example/")]
    public void AnythingElseIsNone(string? rdr) => Assert.Null(Usable(rdr));

    [Theory]
    [InlineData("https://exchange.example/click.php?id=1.2")]
    [InlineData("http://exchange.example/")]
    [InlineData("https://EXCHANGE.example:443/")]
    [InlineData("http://internal.example:8080/click.php")]
    [InlineData("https://exchange.example\\@p.example/")]
    public void OurOwnAddressesAreNone(string rdr) => Assert.Null(Usable(rdr));

    // Blanks around an address would otherwise be encoded, and the redirect would be relative to us.
    [Fact]
    public void BlanksAroundTheWayBackAreDropped() =>
        Assert.Equal("https://p.example/x", Usable("  https://p.example/x \u00a0"));

    private static string? Usable(string? rdr) =>
        Landing.UsableRdr(rdr, "https://exchange.example", "internal.example:8080");

    private static void Lands(string url, string expected) => Assert.Equal(expected, Landing.WithClickId(url, "ID"));
}
