using System.Net;
using Placard.Platform.Outbound;

namespace Placard.Tests.Platform.Outbound;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    public void PublicAddressesAreAllowed(string address) =>
        Assert.True(AddressGuard.Allows(IPAddress.Parse(address), sandbox: false));

    [Fact]
    public void ANameThatNobodyCanLookUpIsObjectedTo() => Assert.Equal(
        "This host's name cannot be looked up.", AddressGuard.Objection(new Uri("https://caf\uFFFD.example/"), false));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("192.0.2.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:db8::1")]
    [InlineData("2001::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void EverythingElseIsRefused(string address) =>
        Assert.False(AddressGuard.Allows(IPAddress.Parse(address), sandbox: false));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("fe80::1", false)]
    public void ASandboxMayAskItsOwnMachineOnly(string address, bool allowed) =>
        Assert.Equal(allowed, AddressGuard.Allows(IPAddress.Parse(address), sandbox: true));

    [Theory]
    [InlineData("http://localhost/feed.xml", false)]
    [InlineData("http://LOCALHOST./feed.xml", false)]
    [InlineData("http://a.localhost/feed.xml", false)]
    [InlineData("http://127.1/feed.xml", false)]
    [InlineData("http://0x7f000001/feed.xml", false)]
    [InlineData("http://2130706433/feed.xml", false)]
    [InlineData("http://[::1]:81/feed.xml", false)]
    [InlineData("https://acme.example/feed.xml", true)]
    [InlineData("http://8.8.8.8/feed.xml", true)]
    public void NamesThatGiveThemselvesAwayAreRefusedAtOnce(string feed, bool allowed) =>
        Assert.Equal(allowed, AddressGuard.Objection(new Uri(feed), sandbox: false) == null);
}
