using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Placard.Host.Serving;

namespace Placard.Tests.Host;

/// <summary>Whose word about the caller counts: a trusted proxy's, and only what that proxy itself added.</summary>
public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("made up, 203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7:8443", "203.0.113.7")]
    [InlineData("203.0.113.7,", "203.0.113.7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("\"[2001:db8::7]:8443\"", "2001:db8::7")]
    [InlineData("", "127.0.0.1")]
    [InlineData(",", "127.0.0.1")]
    [InlineData("203.0.113.7, made up", "127.0.0.1")]
    [InlineData("unknown", "127.0.0.1")]
    public async Task TheLastEntryIsTheCaller(string header, string expected) =>
        Assert.Equal(expected, (await Seen("127.0.0.1", [header], "")).Address);

    [Fact]
    public async Task SeveralHeadersAreOneList() => Assert.Equal(
        "203.0.113.7", (await Seen("127.0.0.1", ["198.51.100.1", "203.0.113.7"], "")).Address);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("::ffff:10.1.2.3", false)]
    public async Task AStrangersWordDoesNotCount(string peer, bool counts)
    {
        var (address, scheme) = await Seen(peer, ["203.0.113.7"], "https");
        Assert.Equal(counts ? ("203.0.113.7", "https") : (peer, "http"), (address, scheme));
    }

    [Theory]
    [InlineData("https", "https")]
    [InlineData("http, https", "https")]
    [InlineData("https, http", "http")]
    [InlineData("ht tp", "http")]
    [InlineData("", "http")]
    public async Task TheLastSchemeCounts(string header, string expected) =>
        Assert.Equal(expected, (await Seen("127.0.0.1", [], header)).Scheme);

    [Fact]
    public async Task ASchemeBesideAnUnreadableAddressDoesNotCount() =>
        Assert.Equal("http", (await Seen("127.0.0.1", ["nobody"], "https")).Scheme);

    [Fact]
    public async Task WithNoProxyToTrustNobodysWordCounts() =>
        Assert.Equal(("127.0.0.1", "http"), await Seen("127.0.0.1", ["203.0.113.7"], "https", trusted: ""));

    private static async Task<(string Address, string Scheme)> Seen(
        string peer, string[] callers, string scheme, string? trusted = null)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        context.Request.Scheme = "http";
        context.Request.Headers["X-Forwarded-For"] = callers;
        context.Request.Headers["X-Forwarded-Proto"] = scheme;
        var options = ExchangeOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(
            [KeyValuePair.Create("Placard:TrustedProxies", trusted)]).Build());
        await new TrustedProxies(_ => Task.CompletedTask, options).Invoke(context);
        return (context.Connection.RemoteIpAddress!.ToString(), context.Request.Scheme);
    }
}
