using Placard.Campaigns;

namespace Placard.Tests.Campaigns;

/// <summary>Every move from every status, and what money makes of a running campaign.</summary>
public sealed class StatusRulesTests
{
    private const string Moves =
        """
        from           move     money  | to
        DRAFT          Launch   yes    | LIVE
        DRAFT          Launch   no     | -
        DRAFT          Pause    yes    | -
        DRAFT          Archive  no     | ARCHIVED
        LIVE           Launch   yes    | LIVE
        LIVE           Pause    no     | PAUSED
        LIVE           Archive  yes    | ARCHIVED
        PAUSED         Launch   yes    | LIVE
        PAUSED         Launch   no     | -
        PAUSED         Pause    yes    | PAUSED
        PAUSED         Archive  yes    | ARCHIVED
        OUT_OF_BUDGET  Launch   yes    | LIVE
        OUT_OF_BUDGET  Launch   no     | -
        OUT_OF_BUDGET  Pause    no     | PAUSED
        OUT_OF_BUDGET  Archive  no     | ARCHIVED
        ARCHIVED       Launch   yes    | -
        ARCHIVED       Pause    yes    | -
        ARCHIVED       Archive  yes    | ARCHIVED
        """;

    public static TheoryData<string> MoveCases => [.. TextTable.Read(Moves).Rows.Select(row => row.ToString()!)];

    [Theory, MemberData(nameof(MoveCases))]
    public void AMoveIsAllowedOrSaysWhyNot(string line)
    {
        var row = TextTable.Read(Moves).Rows.Single(row => row.ToString() == line);

        var (status, refusal) = StatusRules.After(
            row["from"], Enum.Parse<CampaignMove>(row["move"]), row["money"] == "yes");

        Assert.Equal(row["to"], status ?? "");
        Assert.Equal(row["to"].Length == 0, refusal is { Length: > 20 });
    }

    [Theory]
    [InlineData("LIVE", 50, 50, "LIVE")]
    [InlineData("LIVE", 49, 50, "OUT_OF_BUDGET")]
    [InlineData("OUT_OF_BUDGET", 50, 50, "LIVE")]
    [InlineData("OUT_OF_BUDGET", 0, 1, "OUT_OF_BUDGET")]
    [InlineData("DRAFT", 100, 1, "DRAFT")]
    [InlineData("PAUSED", 0, 1, "PAUSED")]
    [InlineData("ARCHIVED", 100, 1, "ARCHIVED")]
    public void MoneyDecidesOnlyAboutRunningCampaigns(string status, long available, long cheapest, string settled) =>
        Assert.Equal(settled, StatusRules.Settled(status, available, cheapest));
}
