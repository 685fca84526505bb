using Microsoft.Extensions.Configuration;

namespace Placard.Clicks;

/// <summary>
/// <c>Placard:Country</c>: the country whose clicks pay (ISO code; empty: any). <c>Placard:CountryFile</c>,
/// <c>Placard:BotFile</c>, <c>Placard:DataCentreFile</c>: an operator's own tables in place of the shipped ones.
/// </summary>
internal sealed record ClickOptions(string Country, string? CountryFile, string? BotFile, string? DataCentreFile)
{
    public static ClickOptions Read(IConfiguration configuration)
    {
        var placard = configuration.GetSection("Placard");
        return new ClickOptions(
            (placard["Country"] ?? "US").Trim().ToUpperInvariant(),
            placard["CountryFile"],
            placard["BotFile"],
            placard["DataCentreFile"]);
    }
}
