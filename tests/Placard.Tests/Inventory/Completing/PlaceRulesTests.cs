using Placard.Inventory.Completing;
using Placard.Inventory.Places;
using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Completing;

/// <summary>What becomes of a fed place, as a table: the promises of docs/contract/advertiser-feed.md.</summary>
public sealed class PlaceRulesTests
{
    private const string Cases =
        """
        city            state     zip         country  | place                       note
        Austin          TX        78701       -        | Austin/TX/78701             -
        AUSTIN          tx        78701       US       | Austin/TX/78701             -
        Austin          Texas     -           USA      | Austin/TX/73301             -
        -               -         78701       -        | Austin/TX/78701             -
        -               -         78701-1234  -        | Austin/TX/78701             -
        -               TX        78701       -        | Austin/TX/78701             -
        Austin          TX        10001       -        | Austin/TX/73301             postalcode
        Nowheresville   TX        -           -        | Nowheresville/TX/-          city
        Nowheresville   TX        78701       -        | Nowheresville/TX/78701      city
        Austin          TX        ABC         -        | Austin/TX/73301             postalcode
        Boston          MA        2108        -        | Boston/MA/02108             postalcode
        -               -         00000       -        | -/-/-                       postalcode
        -               -         -           -        | -/-/-                       -
        Austin          ZZ        78701       -        | refused                     -
        -               ZZ        -           -        | refused                     -
        Toronto         on        M5V 2T6     CA       | Toronto/ON/M5V 2T6          -
        Bavaria City    Bavaria   80331       DE       | Bavaria City/Bavaria/80331  -
        """;

    private static readonly PlaceRules Rules = new(UsPlaces.Shipped, 25);

    public static TheoryData<TextRow> Rows => [.. TextTable.Read(Cases).Rows];

    [Theory, MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void PlacesAreCheckedAndCompleted(TextRow row)
    {
        var finding = Rules.Complete(Job(row["city"], row["state"], row["zip"], row["country"]));

        var shown = finding.Objection != null ? "refused" : string.Join(';', finding.Places.Select(Shown));
        Assert.Equal(row["place"], shown);
        Assert.Equal(row["note"], finding.Note?.Element ?? "");
    }

    [Fact]
    public void CoordinatesComeFromTheFeedElseFromTheTable()
    {
        var fed = Rules.Complete(Job("Austin", "TX", "78701", "", (1_000_000, -2_000_000))).Places[0];
        Assert.Equal((1_000_000L, -2_000_000L), (fed.LatitudeMicro, fed.LongitudeMicro));

        var table = Rules.Complete(Job("Austin", "TX", "78701", "")).Places[0];
        Assert.InRange(table.LatitudeMicro!.Value, 30_000_000, 30_600_000);
        Assert.InRange(table.LongitudeMicro!.Value, -98_000_000, -97_500_000);
    }

    [Theory]
    [InlineData("All Cities", true)]
    [InlineData("<All Cities>", true)]
    [InlineData(" all  CITIES ", true)]
    [InlineData("[All-Cities]", true)]
    [InlineData("&lt;ALL CITIES&gt;", true)]
    [InlineData("All Cities 2", false)]
    [InlineData("Overall Cities", false)]
    [InlineData("Austin", false)]
    [InlineData(null, false)]
    public void AllCitiesIsUnderstoodHoweverItIsDressed(string? city, bool expected) =>
        Assert.Equal(expected, PlaceRules.IsAllCities(city));

    [Theory]
    [InlineData("Saint Louis", "saint-louis")]
    [InlineData("O'Fallon", "ofallon")]
    [InlineData("  St.  Paul ", "st-paul")]
    [InlineData("Winston-Salem", "winston-salem")]
    public void CitiesMakeReadableReferences(string city, string slug) => Assert.Equal(slug, Expansions.Slug(city));

    private static string Shown(JobPlace place) =>
        string.Join('/', new[] { place.City, place.State, place.Zip }.Select(text => text.Length == 0 ? "-" : text));

    private static FedJob Job(
        string city, string state, string zip, string country, (long, long)? coordinates = null) => new()
        {
            ReferenceNumber = "r",
            Title = "t",
            Company = "c",
            Url = "https://acme.example/",
            Description = new Utf8Text("d"u8.ToArray()),
            DateAtMs = 0,
            City = NullIfBlank(city),
            State = NullIfBlank(state),
            Zip = NullIfBlank(zip),
            Country = NullIfBlank(country),
            LatitudeMicro = coordinates?.Item1,
            LongitudeMicro = coordinates?.Item2,
        };

    private static string? NullIfBlank(string text) => text.Length == 0 ? null : text;
}
