using Placard.Inventory.Places;
using Placard.Inventory.Reading;

namespace Placard.Inventory.Completing;

/// <summary>Where a job is advertised. Blank texts where nothing is known.</summary>
internal readonly record struct JobPlace(
    string City, string State, string Zip, long? LatitudeMicro, long? LongitudeMicro);

/// <summary>Something that was mended or could not be vouched for.</summary>
internal sealed record PlaceNote(string Element, string Message, string Value);

/// <summary>
/// What the table says about a fed place: the places to advertise in (one; several for all cities of a state), or why
/// the job cannot be taken.
/// </summary>
internal readonly record struct PlaceFinding(
    IReadOnlyList<JobPlace> Places, bool IsEveryCity, PlaceNote? Note, string? Objection);

/// <summary>
/// Checks and completes places from the US table, by rules an advertiser can read in docs/contract/advertiser-feed.md:
/// a state must be one; a ZIP alone gives city and state; city and state give ZIP and coordinates; a ZIP of another
/// state is dropped, because city and state are two witnesses against one; an unknown city is kept, because tables
/// never have them all. Fed coordinates win over the table's. Places outside the US are taken as they are.
/// </summary>
internal sealed class PlaceRules(UsPlaces table, int allCitiesMost)
{
    private static readonly string[] UsNames =
        ["US", "USA", "U.S.", "U.S.A.", "UNITED STATES", "UNITED STATES OF AMERICA", "840"];

    public PlaceFinding Complete(FedJob job)
    {
        if (job.Country is { } country && !UsNames.Contains(country.Trim().ToUpperInvariant()))
        {
            return One(Elsewhere(job));
        }
        if (job.State is not { } fedState)
        {
            return job.Zip is null ? One(AsFed(job, "", "", "")) : FromZipAlone(job, job.Zip);
        }
        if (!table.TryState(fedState, out var state))
        {
            return new PlaceFinding([], false, null, "<state> is no state of the US.");
        }
        var city = IsAllCities(job.City) ? null : job.City;
        var (zip, note) = CheckZip(job.Zip, state);
        return (city, zip) switch
        {
            (null, null) => EveryCityOf(job, state, note),
            (null, _) => InCityOfZip(job, state, zip, note),
            _ => InCity(job, city, state, zip, note),
        };
    }

    /// <summary>
    /// Whether the text is the contract's "All Cities", however it is bracketed, spaced or capitalised.
    /// </summary>
    public static bool IsAllCities(string? city)
    {
        if (city is null || city.Length > 40)
        {
            return false;
        }
        var missing = "allcities".AsSpan();
        for (var rest = city.AsSpan(); !rest.IsEmpty; rest = rest[1..])
        {
            var isBracket = rest.StartsWith("&lt;", StringComparison.OrdinalIgnoreCase)
                || rest.StartsWith("&gt;", StringComparison.OrdinalIgnoreCase);
            if (isBracket)
            {
                rest = rest[3..];
            }
            else if (char.IsLetterOrDigit(rest[0]))
            {
                if (missing.IsEmpty || char.ToLowerInvariant(rest[0]) != missing[0])
                {
                    return false;
                }
                missing = missing[1..];
            }
        }
        return missing.IsEmpty;
    }

    private PlaceFinding FromZipAlone(FedJob job, string fedZip) =>
        table.ByZip(fedZip) is { } place
            ? One(At(job, place, place.City, place.Zip))
            : One(AsFed(job, "", "", ""), new PlaceNote(
                "postalcode", "This ZIP is not in the table; it was left out, and the job has no place.", fedZip));

    /// <summary>The five digits if the ZIP may stay; a note when it may not, or when nobody can vouch for it.</summary>
    private (string? Zip, PlaceNote? Note) CheckZip(string? fedZip, string state)
    {
        if (fedZip is null)
        {
            return (null, null);
        }
        if (table.ByZip(fedZip) is { } place)
        {
            return place.State == state
                ? (place.Zip, null)
                : (null, Note($"This ZIP is in {place.State}, not in {state}; it was left out."));
        }
        // Spreadsheets take the leading zero of New England for nothing.
        if (fedZip.Length == 4 && table.ByZip("0" + fedZip) is { } mended && mended.State == state)
        {
            return (mended.Zip, Note("The leading zero was supplied."));
        }
        return ZipCode.TryRead(fedZip, out _)
            ? (fedZip.Trim()[..5], Note("This ZIP is not in the table; it was kept."))
            : (null, Note("This is no ZIP; it was left out."));

        PlaceNote Note(string message) => new("postalcode", message, fedZip);
    }

    private PlaceFinding EveryCityOf(FedJob job, string state, PlaceNote? note)
    {
        var cities = table.CitiesOf(state, allCitiesMost);
        return cities.Count == 0
            ? One(AsFed(job, "", state, ""), note)
            : new PlaceFinding(
                [.. cities.Select(city => new JobPlace(city.City, state, city.Zip, Latitude(city), Longitude(city)))],
                true, note, null);
    }

    private PlaceFinding InCityOfZip(FedJob job, string state, string zip, PlaceNote? note) =>
        table.ByZip(zip) is { } place
            ? One(At(job, place, place.City, zip), note)
            : One(AsFed(job, "", state, zip), note);

    private PlaceFinding InCity(FedJob job, string city, string state, string? zip, PlaceNote? note)
    {
        var byZip = zip is null ? null : table.ByZip(zip);
        if (table.ByCity(city, state) is not { } known)
        {
            return One(
                byZip is null ? AsFed(job, city, state, zip ?? "") : At(job, byZip, city, byZip.Zip),
                note ?? new PlaceNote("city", $"This city of {state} is not in the table; it was kept.", city));
        }
        // Only the case is mended: a neighbourhood's or the post's other name for a city is the advertiser's choice.
        var shown = string.Equals(known.City, city, StringComparison.OrdinalIgnoreCase) ? known.City : city;
        return One(At(job, byZip ?? known, shown, zip ?? known.Zip), note);
    }

    private static JobPlace At(FedJob job, Place place, string city, string zip) => new(
        city, place.State, zip, job.LatitudeMicro ?? Latitude(place), job.LongitudeMicro ?? Longitude(place));

    private static JobPlace AsFed(FedJob job, string city, string state, string zip) =>
        new(city, state, zip, job.LatitudeMicro, job.LongitudeMicro);

    private static JobPlace Elsewhere(FedJob job) => AsFed(
        job,
        job.City is { } city && !IsAllCities(city) ? city : "",
        job.State is { Length: <= 3 } code ? code.ToUpperInvariant() : job.State ?? "",
        job.Zip ?? "");

    private static long? Latitude(Place place) => place.HasCoordinates ? place.LatitudeMicro : null;

    private static long? Longitude(Place place) => place.HasCoordinates ? place.LongitudeMicro : null;

    private static PlaceFinding One(JobPlace place, PlaceNote? note = null) => new([place], false, note, null);
}
