using Placard.Events.Sending;

namespace Placard.Tests.Events;

/// <summary>What follows from an answer, as a table. Times in minutes from the attempt.</summary>
public sealed class RetryRulesTests
{
    [Theory]
    // code, retry-after minutes (-1: none), attempt, test, status, next
    [InlineData(200, -1, 1, false, 1, 0)]
    [InlineData(204, -1, 100, false, 1, 0)]
    [InlineData(299, -1, 1, false, 1, 0)]
    [InlineData(301, -1, 1, false, 0, 10)]
    [InlineData(400, -1, 1, false, 0, 10)]
    [InlineData(404, -1, 99, false, 0, 10)]
    [InlineData(404, -1, 100, false, 2, 0)]
    [InlineData(410, -1, 1, false, 3, 0)]
    [InlineData(410, 60, 1, false, 3, 0)]
    [InlineData(429, -1, 1, false, 0, 10)]
    [InlineData(429, 5, 1, false, 0, 10)]
    [InlineData(429, 25, 1, false, 0, 25)]
    [InlineData(503, 90, 1, false, 0, 90)]
    [InlineData(503, 100_000, 1, false, 0, 1440)]
    [InlineData(503, 90, 100, false, 2, 0)]
    [InlineData(500, 90, 1, false, 0, 10)]
    [InlineData(null, -1, 1, false, 0, 10)]
    [InlineData(null, -1, 100, false, 2, 0)]
    [InlineData(500, -1, 1, true, 2, 0)]
    [InlineData(200, -1, 1, true, 1, 0)]
    public void EveryAnswerLeadsSomewhere(int? code, int asked, int attempt, bool isTest, int status, int nextMinutes)
    {
        var reply = new Reply(
            code, null, null, TimeSpan.Zero, asked < 0 ? null : TimeSpan.FromMinutes(asked));

        var (became, nextAtMs) = RetryRules.After(reply, attempt, 1_000_000, isTest);

        Assert.Equal(status, became);
        Assert.Equal(1_000_000 + (nextMinutes * 60_000L), nextAtMs);
    }
}
