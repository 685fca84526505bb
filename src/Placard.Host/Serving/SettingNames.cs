using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Placard.Host.Serving;

/// <summary>
/// Every setting that appsettings.json explains. A misspelt one does nothing, and nobody would see it: an exchange that
/// was to run on PostgreSQL would open new books on SQLite. So it is told, but it stops nothing: another version's
/// setting may stand in a file that several share.
/// </summary>
internal static partial class SettingNames
{
    // Those of an option, which the host sets itself.
    private static readonly string[] OfOptions = ["Data", "Sandbox"];

    public static IReadOnlyList<string> All { get; } =
    [
        "PublicUrl", "Database", "Operator:ClientId", "Operator:Secret", "TrustedProxies", "MetricsNetworks", "Country",
        "CountryFile", "BotFile", "DataCentreFile", "TimeZone", "Inventory:AllCitiesMost", "Inventory:PlacesFile",
        "Inventory:FeedBytes", "Inventory:PullSeconds", "Inventory:PullSilenceSeconds", "Apply:FileBytes",
        "Apply:ApplicationBytes", "Apply:DraftDays", "Clamd", "Events:AtOnce", "Events:TellAfterHours",
        "Events:SwitchOffAfterHours", "Events:KeepDays", "Mail:Host", "Mail:Port", "Mail:User", "Mail:Password",
        "Mail:Tls", "Mail:From", "Mail:Operator", "RateLimits:Platform", "RateLimits:Token", "RateLimits:Click",
        "RateLimits:Status", "RateLimits:Feed", "RateLimits:Conversion", "RateLimits:Disposition", "RateLimits:Page",
    ];

    /// <summary>The names given, wherever they were given, that are no setting's.</summary>
    public static IEnumerable<string> Unknown(IConfiguration configuration) =>
        configuration.GetSection("Placard").AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Value != null)
            .Select(setting => PlaceInList().Replace(setting.Key, ""))
            .Except([.. All, .. OfOptions], StringComparer.OrdinalIgnoreCase);

    // TrustedProxies:0
    [GeneratedRegex(@":\d+$")]
    private static partial Regex PlaceInList();
}
