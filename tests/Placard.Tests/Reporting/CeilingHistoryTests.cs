using Placard.Reporting.Checking;

namespace Placard.Tests.Reporting;

/// <summary>Which of a campaign's ceilings held in a month: the auditor goes by the highest of them.</summary>
public sealed class CeilingHistoryTests
{
    [Theory]
    [InlineData(0, 100, "")] // before any
    [InlineData(0, 101, "100")]
    [InlineData(150, 160, "100")] // the one set before
    [InlineData(150, 250, "100 200")]
    [InlineData(200, 250, "200")] // set at the first moment: the one before never held
    [InlineData(150, 900, "100 200 300")]
    [InlineData(301, 900, "300")]
    public void CeilingsOfASpanAreThoseThatHeldInIt(long fromMs, long toMs, string expected)
    {
        CeilingRow[] history = [new(1, 100, 100, null), new(1, 200, 200, null), new(1, 300, 300, null)];

        var inForce = SpendCheck.InForce(history, (fromMs, toMs));

        Assert.Equal(expected, string.Join(' ', inForce.Select(row => row.MonthlyCents)));
    }
}
