using Placard.Inventory.Places;

namespace Placard.Tests.Inventory;

public sealed class UsPlacesTests
{
    private static readonly UsPlaces s_places = UsPlaces.Shipped;

    [Theory]
    [InlineData("TX", "TX")]
    [InlineData("tx", "TX")]
    [InlineData(" Texas ", "TX")]
    [InlineData("NEW YORK", "NY")]
    [InlineData("north  carolina", "NC")]
    [InlineData("DC", "DC")]
    [InlineData("D.C.", "DC")]
    [InlineData("District of Columbia", "DC")]
    [InlineData("Puerto Rico", "PR")]
    [InlineData("U.S. Virgin Islands", "VI")]
    [InlineData("guam", "GU")]
    [InlineData("AE", "AE")]
    public void AStateIsKnownByItsCodeOrItsName(string text, string code)
    {
        Assert.True(s_places.TryState(text, out var found));
        Assert.Equal(code, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(".")]
    [InlineData("ZZ")]
    [InlineData("Ontario")]
    [InlineData("T3X")]
    [InlineData("Texas1")]
    [InlineData("ＴＸ")]
    [InlineData("a name that is longer than any state has and goes on and on and on and on")]
    public void WhatIsNoStateIsNotTakenForOne(string text)
    {
        Assert.False(s_places.TryState(text, out var code));
        Assert.Equal("", code);
    }

    [Theory]
    [InlineData("78750", "Austin", "TX")]
    [InlineData("78750-1234", "Austin", "TX")]
    [InlineData("787501234", "Austin", "TX")]
    [InlineData(" 78750 ", "Austin", "TX")]
    [InlineData("10001", "New York", "NY")]
    [InlineData("00901", "San Juan", "PR")]
    [InlineData("02108", "Boston", "MA")]
    [InlineData("20500", "Washington", "DC")]
    [InlineData("78501", "McAllen", "TX")]
    [InlineData("63366", "O'Fallon", "MO")]
    [InlineData("09006", "APO", "AE")]
    public void AZipNamesItsCity(string zip, string city, string state)
    {
        var place = s_places.ByZip(zip);
        Assert.NotNull(place);
        Assert.Equal((city, state, zip.Trim()[..5]), (place.City, place.State, place.Zip));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000")]
    [InlineData("7875")]
    [InlineData("78750-")]
    [InlineData("78750-12")]
    [InlineData("78750x1234")]
    [InlineData("7875O")]
    [InlineData("K1A 0B1")]
    [InlineData("٧٨٧٥٠")]
    public void WhatIsNoZipHasNoPlace(string zip) => Assert.Null(s_places.ByZip(zip));

    [Theory]
    [InlineData("Saint Louis", "MO", "Saint Louis")]
    [InlineData("St. Louis", "MO", "Saint Louis")]
    [InlineData("st louis", "MO", "Saint Louis")]
    [InlineData("EAST ST. LOUIS", "IL", "East Saint Louis")]
    [InlineData("E. Saint Louis", "IL", "East Saint Louis")]
    [InlineData("Ft. Worth", "TX", "Fort Worth")]
    [InlineData("Mt. Pleasant", "SC", "Mount Pleasant")]
    [InlineData("N. Little Rock", "AR", "North Little Rock")]
    [InlineData("Sault Ste. Marie", "MI", "Sault Sainte Marie")]
    [InlineData("O’Fallon", "MO", "O'Fallon")]
    [InlineData("OFallon", "IL", "O'Fallon")]
    [InlineData("winston-salem", "NC", "Winston Salem")]
    [InlineData("La Cañada Flintridge", "CA", "La Canada Flintridge")]
    [InlineData("MC ALLEN", "TX", "McAllen")]
    [InlineData("New York City", "NY", "New York")]
    [InlineData("Washington, D.C.", "dc", "Washington")]
    [InlineData("Coeur d’Alene", "ID", "Coeur d'Alene")]
    [InlineData("Mayagüez", "PR", "Mayaguez")]
    public void ACityIsFoundHoweverItIsSpelled(string spelled, string state, string city)
    {
        var place = s_places.ByCity(spelled, state);
        Assert.NotNull(place);
        Assert.Equal(city, place.City);
    }

    [Theory]
    [InlineData("Houston", "ZZ")]
    [InlineData("Gotham", "NY")]
    [InlineData("Austin", "")]
    [InlineData("", "TX")]
    [InlineData("--", "TX")]
    [InlineData("\ud83c", "TX")]
    [InlineData("\ud83c\udf54", "TX")]
    public void AnUnknownCityHasNoPlace(string city, string state) => Assert.Null(s_places.ByCity(city, state));

    [Fact]
    public void AnEndlessCityIsUnknownAndHarmless() => Assert.Null(s_places.ByCity(new string('ﷺ', 5_000), "TX"));

    [Fact]
    public void ACityLiesInTheMiddleOfItsZips()
    {
        var austin = s_places.ByCity("Austin", "TX");
        Assert.NotNull(austin);
        Assert.Equal("73301", austin.Zip);
        Assert.InRange(austin.LatitudeMicro, 30_200_000, 30_400_000);
        Assert.InRange(austin.LongitudeMicro, -97_900_000, -97_600_000);
    }

    [Fact]
    public void TheBiggestCitiesOfAStateComeFirst()
    {
        var cities = s_places.CitiesOf("TX", 25).Select(city => city.City).ToArray();
        Assert.Equal(25, cities.Length);
        Assert.Equal("Houston", cities[0]);
        Assert.Contains("Dallas", cities);
        Assert.Contains("Austin", cities);
        Assert.Equal(cities.Length, cities.Distinct().Count());
        Assert.Equal(cities[..10], s_places.CitiesOf("tx", 10).Select(city => city.City));
    }

    [Fact]
    public void AStateHasNoMoreCitiesThanItHas()
    {
        Assert.Empty(s_places.CitiesOf("ZZ", 10));
        Assert.Empty(s_places.CitiesOf("TX", 0));
        Assert.Empty(s_places.CitiesOf("TX", -1));
        Assert.Equal("Pago Pago", Assert.Single(s_places.CitiesOf("AS", int.MaxValue)).City);
    }

    [Fact]
    public void EveryPlaceIsInAKnownStateAndMostAreOnTheMap()
    {
        var all = Enumerable.Range(0, ZipCode.Count)
            .Select(zip => s_places.ByZip($"{zip:D5}")).OfType<Place>().ToArray();
        Assert.Equal(42_555, all.Length);
        Assert.All(all, place => Assert.NotNull(s_places.ByCity(place.City, place.State)));
        var lost = all.Where(place => !place.HasCoordinates && place.State is not ("AA" or "AE" or "AP"));
        Assert.Empty(lost);
    }

    [Fact]
    public void AnOperatorsFileTakesTheTablesPlace()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """
                zip,city,state,latitude,longitude
                # ours
                00501,"Holtsville",New York,40.8154,-73.0451

                99999,Nowhere,ak,0,0
                """);
            var places = UsPlaces.FromFile(path);
            Assert.Equal(new Place("Holtsville", "NY", "00501", 40_815_400, -73_045_100), places.ByZip("00501"));
            Assert.False(places.ByCity("nowhere", "AK")!.HasCoordinates);
            Assert.Null(places.ByZip("78750"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("1234,Austin,TX,30,-97")]
    [InlineData("12345,,TX,30,-97")]
    [InlineData("12345,Austin,XX,30,-97")]
    [InlineData("12345,Austin,TX,91,-97")]
    [InlineData("12345,Austin,TX,30,-181")]
    [InlineData("12345,Austin,TX,30")]
    [InlineData("12345,Austin,TX,30,-97,US")]
    [InlineData("12345,Austin,TX,30,north")]
    public void ALineThatCannotBeReadIsNamed(string line)
    {
        var text = new StringReader("12344,Austin,TX,30.5,-97\n" + line);
        var refused = Assert.Throws<InvalidDataException>(() => UsPlaces.Read(text, "places.csv"));
        Assert.Contains("places.csv, line 2", refused.Message, StringComparison.Ordinal);
        Assert.Contains(line, refused.Message, StringComparison.Ordinal);
    }
}
