using Placard.Kernel;

namespace Placard.Tests.Kernel;

/// <summary>Hosts as the wire has them.</summary>
public sealed class WebHostsTests
{
    [Theory]
    [InlineData("https://acme.example/ü", "acme.example")]
    [InlineData("https://BÜCHER.example:8443/", "xn--bcher-kva.example")]
    [InlineData("https://日本語.example", "xn--wgv71a119e.example")]
    [InlineData("http://192.0.2.7/", "192.0.2.7")]
    [InlineData("http://[2001:db8::1]:8080/", "2001:db8::1")]
    public void AHostIsAskedForInAscii(string address, string expected) =>
        Assert.Equal(expected, WebHosts.InAscii(new Uri(address)));

    // Uri takes all of them, and throws from a property when it is asked for the name.
    [Theory]
    [InlineData("https://caf\uFFFD.example/")]
    [InlineData("https://é-.example/")]
    [InlineData("https://xn--é.example/")]
    [InlineData("https://-é.example/")]
    [InlineData("https://\u2100.example/")]
    public void ANameThatNobodyCanLookUpIsNone(string address) => Assert.Null(WebHosts.InAscii(new Uri(address)));
}
