using System.Globalization;
using System.Text;
using Placard.Inventory.Reading;
using Placard.Inventory.Sources;

namespace Placard.Inventory.Completing;

/// <summary>One job to advertise, made of a fed one: what differs from it.</summary>
internal readonly record struct AdvertisedJob(string JobReference, string Title, JobPlace Place);

/// <summary>
/// Makes the advertised jobs of a fed one. A job for every city of a state becomes one per city,
/// <c>{reference}-{STATE}-{city}</c>; a title with expansions becomes one more per further title,
/// <c>…-t{n}</c>. All of them keep the fed reference as <c>originalJobReference</c>.
/// </summary>
internal static class Expansions
{
    public static void AddTo(
        List<AdvertisedJob> advertised, FedJob job, PlaceFinding finding, TitleExpansions expansions)
    {
        var titles = expansions.Of(job.Title);
        for (var at = 0; at < finding.Places.Count; at++)
        {
            var place = finding.Places[at];
            var reference = finding.IsEveryCity
                ? $"{job.ReferenceNumber}-{place.State}-{Slug(place.City)}"
                : job.ReferenceNumber;
            advertised.Add(new AdvertisedJob(reference, job.Title, place));
            for (var i = 0; i < titles.Count; i++)
            {
                advertised.Add(new AdvertisedJob(
                    string.Create(CultureInfo.InvariantCulture, $"{reference}-t{i + 1}"), titles[i], place));
            }
        }
    }

    /// <summary><c>Saint Louis</c> → <c>saint-louis</c>: small letters, digits, single hyphens between words.</summary>
    public static string Slug(string city)
    {
        var slug = new StringBuilder(city.Length);
        foreach (var c in city)
        {
            if (char.IsLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-' && c != '\'')
            {
                slug.Append('-');
            }
        }
        return slug.ToString().TrimEnd('-');
    }
}
