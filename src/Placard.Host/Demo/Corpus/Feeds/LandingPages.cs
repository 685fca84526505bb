using System.Text;

namespace Placard.Host.Demo.Corpus.Feeds;

/// <summary>Parts of landing addresses as career sites build them.</summary>
internal static class LandingPages
{
    /// <summary><c>Nurse (RN), Nights</c> becomes <c>nurse-rn-nights</c>.</summary>
    public static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsAsciiLetterOrDigit(letter)) slug.Append(char.ToLowerInvariant(letter));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        return slug.ToString().TrimEnd('-');
    }
}
