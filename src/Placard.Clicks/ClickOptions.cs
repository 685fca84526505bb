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
            CountryOf(placard["Country"] ?? "US"),
            placard["CountryFile"],
            placard["BotFile"],
            placard["DataCentreFile"]);
    }

    // One that no address can be in would let no click pay.
    private static string CountryOf(string text)
    {
        var code = text.Trim().ToUpperInvariant();
        return code.Length == 0 || (code.Length == 2 && code.All(char.IsAsciiLetterUpper))
            ? code
            : throw new InvalidOperationException(
                $"Placard:Country must be an ISO code of two letters, such as US, or empty; it is '{text}'.");
    }
}
