using Placard.PackData;

// Packs the published tables into the resources that the rooms embed. README.md beside this file says when and how.
if (args is not [var root] || !File.Exists(Path.Combine(root, "Placard.slnx")))
{
    Console.Error.WriteLine("usage: dotnet run --project tools/pack-data -- <root of the repository>");
    return 2;
}

var judging = Path.Combine(root, "src", "Placard.Clicks", "Judging");
var places = Path.Combine(root, "src", "Placard.Inventory", "Places");
var testData = Path.Combine(root, "tests", "Placard.Tests", "Clicks", "Data");

using var zipcodes = NpmPackage.Fetch("zipcodes@8.0.0");
using var countries = NpmPackage.Fetch("@ip-location-db/geo-whois-asn-country@2.3.2026061719");
using var networks = NpmPackage.Fetch("@ip-location-db/asn@2.3.2026061719");
using var crawlers = NpmPackage.Fetch("crawler-user-agents@1.60.0");
using var isbot = NpmPackage.Fetch("isbot@5.2.3");

PlacesTable.Pack(zipcodes, Path.Combine(places, "us-places.bin"));
AddressTables.PackCountries(countries, Path.Combine(judging, "ip-country.bin"));
AddressTables.PackDataCentres(networks, Path.Combine(judging, "datacentres.bin"));
BotLines.Write(crawlers, isbot, Path.Combine(judging, "bots.txt"));
BotLines.WriteSamples(crawlers, Path.Combine(testData, "crawler-samples.txt"));
return 0;
