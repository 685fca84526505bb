using System.Net;
using Placard.Clicks.Judging;

namespace Placard.Tests.Clicks;

public sealed class IpCountriesTests
{
    [Theory]
    [InlineData("8.8.8.8", "US")]
    [InlineData("::ffff:8.8.8.8", "US")]
    [InlineData("17.1.2.3", "US")]
    [InlineData("81.2.69.142", "GB")]
    [InlineData("212.58.244.1", "GB")]
    [InlineData("5.9.0.1", "DE")]
    [InlineData("93.192.0.1", "DE")]
    [InlineData("114.114.114.114", "CN")]
    [InlineData("200.160.0.1", "BR")]
    [InlineData("2001:4860:4860::8888", "US")]
    [InlineData("2003:c0::1", "DE")]
    [InlineData("2a00:23c4::1", "GB")]
    [InlineData("240e::1", "CN")]
    public void AnAddressHasACountry(string address, string country) =>
        Assert.Equal(country, IpCountries.Shipped.CountryOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("203.0.113.7")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1%3")]
    [InlineData("fd00::1")]
    [InlineData("2001:db8::1")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void APrivateOrUnknownAddressHasNone(string address) =>
        Assert.Null(IpCountries.Shipped.CountryOf(IPAddress.Parse(address)));

    [Fact]
    public void ALookUpAllocatesNothing()
    {
        var addresses = new[] { "8.8.8.8", "::ffff:5.9.0.1", "2001:4860:4860::8888", "10.0.0.1" }
            .Select(IPAddress.Parse).ToArray();
        var countries = IpCountries.Shipped;
        var found = 0;
        void LookAll()
        {
            foreach (var address in addresses)
            {
                found += countries.CountryOf(address) is null ? 0 : 1;
            }
        }
        LookAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            LookAll();
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(3_003, found);
    }

    [Fact]
    public void AnOperatorsFileTakesTheTablesPlace()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """
                # first,last,country
                1.0.0.0,1.0.255.255,AU
                "1.0.1.0","1.0.1.255","cn"
                2.0.0.0/8,FR
                2.3.0.0/16,ZZ
                192.168.0.0,192.168.255.255,AU
                2001:200::,2001:200:ffff:ffff:ffff:ffff:ffff:ffff,JP
                2a00::/16,GB
                """);
            var countries = IpCountries.FromFile(path);
            string? Of(string address) => countries.CountryOf(IPAddress.Parse(address));
            Assert.Equal("AU", Of("1.0.0.255"));
            Assert.Equal("CN", Of("1.0.1.0"));
            Assert.Equal("CN", Of("1.0.1.255"));
            Assert.Equal("AU", Of("1.0.2.0"));
            Assert.Null(Of("1.1.0.0"));
            Assert.Equal("FR", Of("2.3.4.5"));
            Assert.Null(Of("192.168.0.1"));
            Assert.Equal("JP", Of("2001:200::1"));
            Assert.Equal("GB", Of("2a00:ffff::1"));
            Assert.Null(Of("2a01::1"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("1.0.0.0")]
    [InlineData("1.0.0.0,AU")]
    [InlineData("1.0.0.9,1.0.0.1,AU")]
    [InlineData("1.0.0.0,::1,AU")]
    [InlineData("1.0.0.0,1.0.0.1,Australia")]
    [InlineData("1.0.0.0/33,AU")]
    public void ALineThatCannotBeReadIsNamed(string line)
    {
        var refused = Assert.Throws<InvalidDataException>(
            () => IpCountries.Read(new StringReader("1.0.0.0,1.0.0.0,AU\n" + line), "ours.csv"));
        Assert.StartsWith("ours.csv, line 2: ", refused.Message, StringComparison.Ordinal);
    }
}
