using System.Net;
using Placard.Clicks.Judging;

namespace Placard.Tests.Clicks;

public sealed class DataCentresTests
{
    [Theory]
    [InlineData("3.5.140.2")]
    [InlineData("52.95.110.1")]
    [InlineData("5.9.0.1")]
    [InlineData("::ffff:5.9.0.1")]
    [InlineData("45.33.32.156")]
    [InlineData("104.131.0.1")]
    [InlineData("20.42.0.1")]
    [InlineData("34.64.0.1")]
    [InlineData("2a01:4f8::1")]
    public void ARentedServerIsInADataCentre(string address) =>
        Assert.True(DataCentres.Shipped.Contains(IPAddress.Parse(address)));

    /// <summary>Access networks of the US and Germany, a private relay, and addresses of no network.</summary>
    [Theory]
    [InlineData("73.1.2.3")]
    [InlineData("71.162.1.1")]
    [InlineData("172.56.1.1")]
    [InlineData("93.192.0.1")]
    [InlineData("104.28.0.1")]
    [InlineData("136.32.0.1")]
    [InlineData("2600:1700::1")]
    [InlineData("2003:c0::1")]
    [InlineData("10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void APersonsConnectionIsNot(string address) =>
        Assert.False(DataCentres.Shipped.Contains(IPAddress.Parse(address)));

    [Fact]
    public void AnOperatorsFileTakesTheListsPlace()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "# ours\n11.0.0.0/8, a cloud\n12.0.0.0,12.0.0.255\n2a00::/16\n");
            var centres = DataCentres.FromFile(path);
            Assert.True(centres.Contains(IPAddress.Parse("11.1.2.3")));
            Assert.True(centres.Contains(IPAddress.Parse("12.0.0.255")));
            Assert.True(centres.Contains(IPAddress.Parse("2a00:1::")));
            Assert.False(centres.Contains(IPAddress.Parse("12.0.1.0")));
            Assert.False(centres.Contains(IPAddress.Parse("5.9.0.1")));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
