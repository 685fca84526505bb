using System.Text;
using Placard.Dispositions.Reading;

namespace Placard.Tests.Dispositions;

/// <summary>Times as applicant-tracking systems write them.</summary>
public sealed class EventTimeTests
{
    [Theory]
    [InlineData("2024-02-25T12:56:33Z", "2024-02-25T12:56:33.000Z")]
    [InlineData("2024-03-21T19:23:00-05:00", "2024-03-22T00:23:00.000Z")]
    [InlineData("2024-02-25T12:56Z", "2024-02-25T12:56:00.000Z")]
    [InlineData("2024-02-25T12:56+05:30", "2024-02-25T07:26:00.000Z")]
    [InlineData("2024-02-25T12:56:33.1Z", "2024-02-25T12:56:33.100Z")]
    [InlineData("2024-02-25T12:56:33,1239999Z", "2024-02-25T12:56:33.123Z")]
    [InlineData("2024-02-29T00:00:00-0500", "2024-02-29T05:00:00.000Z")]
    [InlineData("2024-02-29T00:00:00+01", "2024-02-28T23:00:00.000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z")]
    public void AMomentIsRead(string text, string moment)
    {
        Assert.True(EventTime.TryRead(Encoding.UTF8.GetBytes(text), out var unixMs));
        Assert.Equal(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(), unixMs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2024")]
    [InlineData("2024-02-25")]
    [InlineData("2024-02-25T12:56:33")]
    [InlineData("2024-02-25 12:56:33Z")]
    [InlineData("2024-2-25T12:56:33Z")]
    [InlineData("2023-02-29T12:56:33Z")]
    [InlineData("2024-13-01T12:56:33Z")]
    [InlineData("2024-00-01T12:56:33Z")]
    [InlineData("2024-02-25T24:00:00Z")]
    [InlineData("2024-02-25T12:60:00Z")]
    [InlineData("2024-02-25T12:56:61Z")]
    [InlineData("2024-02-25T12:56:33.Z")]
    [InlineData("2024-02-25T12:56:Z")]
    [InlineData("2024-02-25T12Z")]
    [InlineData("2024-02-25T12:56:33ZZ")]
    [InlineData("2024-02-25T12:56:33 Z")]
    [InlineData("2024-02-25T12:56:33+24:00")]
    [InlineData("2024-02-25T12:56:33+05:60")]
    [InlineData("2024-02-25T12:56:33+5:00")]
    [InlineData("2024-02-25T12:56:33+05:3")]
    [InlineData("0000-02-25T12:56:33Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("20240225T125633Z")]
    [InlineData("2024-02-25T12:56:33é")]
    public void AnythingElseIsNoMoment(string text) =>
        Assert.False(EventTime.TryRead(Encoding.UTF8.GetBytes(text), out _));

    // The fraction is the only part without a length of its own.
    [Fact]
    public void AVeryLongFractionIsCutOff()
    {
        var text = "2024-02-25T12:56:33." + new string('9', 100_000) + "Z";

        Assert.True(EventTime.TryRead(Encoding.UTF8.GetBytes(text), out var unixMs));
        Assert.Equal(999, unixMs % 1000);
    }
}
