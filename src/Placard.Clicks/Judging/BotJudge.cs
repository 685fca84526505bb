using System.Net;

namespace Placard.Clicks.Judging;

/// <summary>The bot list and the data-centre networks in force: shipped, or the operator's.</summary>
internal sealed class BotJudge(ClickOptions options)
{
    private readonly BotList bots = options.BotFile is { } file ? BotList.FromFile(file) : BotList.Shipped;

    private readonly DataCentres dataCentres =
        options.DataCentreFile is { } file ? DataCentres.FromFile(file) : DataCentres.Shipped;

    /// <summary>Known crawlers and tools, and agents that say nothing.</summary>
    public bool IsBot(string userAgent) => bots.IsBot(userAgent);

    /// <summary>A flag on the row, not a verdict: people use relays too.</summary>
    public bool IsDataCentre(IPAddress address) => dataCentres.Contains(address);
}
