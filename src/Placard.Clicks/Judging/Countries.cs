using System.Net;

namespace Placard.Clicks.Judging;

/// <summary>Countries of addresses, and whether a country's clicks pay.</summary>
internal sealed class Countries(ClickOptions options)
{
    // The address tables give the territories codes of their own; clicks from them are clicks from the United States.
    private static readonly string[] UsTerritories = ["PR", "GU", "VI", "AS", "MP", "UM"];

    private readonly IpCountries table =
        options.CountryFile is { } file ? IpCountries.FromFile(file) : IpCountries.Shipped;

    /// <summary>Null for loopback, private and unknown addresses: they count as inside.</summary>
    public string? Of(IPAddress address) => table.CountryOf(address);

    public bool IsOutside(string? country) => country != null && options.Country.Length > 0
        && country != options.Country
        && !(options.Country == "US" && Array.IndexOf(UsTerritories, country) >= 0);
}
