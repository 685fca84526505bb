using Microsoft.AspNetCore.Http;
using Placard.Publishing.Downloads;

namespace Placard.Tests.Publishing;

/// <summary>How a download's question is read, however it is written.</summary>
public sealed class DownloadAskTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("gzip", true)]
    [InlineData("GZip", true)]
    [InlineData("x-gzip", true)]
    [InlineData("br, gzip;q=0.8, deflate", true)]
    [InlineData("*", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("identity, gzip;q=0.5", false)]
    [InlineData("identity;q=0.5, gzip", true)]
    [InlineData("identity, gzip", true)]
    [InlineData("br", false)]
    [InlineData(";;;,,,q=", false)]
    public void CompressionIsForWhoAsksForIt(string? header, bool expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptEncoding = header;
        Assert.Equal(expected, DownloadAsk.AcceptsGzip(context.Request));
    }

    [Theory]
    [InlineData("id=1000&pass=x", 1000, "x", 1)]
    [InlineData("id=1000&pass=x&part=", 1000, "x", 1)]
    [InlineData("id=1000&pass=x&part=7", 1000, "x", 7)]
    [InlineData("id=1000&pass=x&part=0", 1000, "x", 0)]
    [InlineData("id=1000&pass=x&part=-1", 1000, "x", 0)]
    [InlineData("id=1000&pass=x&part=1e3", 1000, "x", 0)]
    [InlineData("id=1000&pass=x&part=99999999999999999999", 1000, "x", 0)]
    [InlineData("id=1000&id=1001&pass=x&pass=y&part=1&part=2", 1000, "x", 1)]
    [InlineData("id=+1000&pass", 0, "", 1)]
    [InlineData("", 0, "", 1)]
    public void GarbageIsNoNumber(string query, long feed, string pass, long part)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString("?" + query);
        var ask = DownloadAsk.Of(context.Request.Query);
        Assert.Equal((feed, pass, part), (ask.FeedId, ask.Pass, ask.Part));
    }
}
