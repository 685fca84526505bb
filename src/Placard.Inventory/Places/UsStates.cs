namespace Placard.Inventory.Places;

/// <summary>The states, the federal district, the territories and freely associated states with US ZIPs, and the three
/// "states" of military post: postal code and name.</summary>
internal static class UsStates
{
    private const int LongestName = 40;

    private static readonly (string Code, string Name)[] s_states =
    [
        ("AL", "Alabama"), ("AK", "Alaska"), ("AZ", "Arizona"), ("AR", "Arkansas"), ("CA", "California"),
        ("CO", "Colorado"), ("CT", "Connecticut"), ("DE", "Delaware"), ("DC", "District of Columbia"),
        ("FL", "Florida"), ("GA", "Georgia"), ("HI", "Hawaii"), ("ID", "Idaho"), ("IL", "Illinois"), ("IN", "Indiana"),
        ("IA", "Iowa"), ("KS", "Kansas"), ("KY", "Kentucky"), ("LA", "Louisiana"), ("ME", "Maine"), ("MD", "Maryland"),
        ("MA", "Massachusetts"), ("MI", "Michigan"), ("MN", "Minnesota"), ("MS", "Mississippi"), ("MO", "Missouri"),
        ("MT", "Montana"), ("NE", "Nebraska"), ("NV", "Nevada"), ("NH", "New Hampshire"), ("NJ", "New Jersey"),
        ("NM", "New Mexico"), ("NY", "New York"), ("NC", "North Carolina"), ("ND", "North Dakota"), ("OH", "Ohio"),
        ("OK", "Oklahoma"), ("OR", "Oregon"), ("PA", "Pennsylvania"), ("RI", "Rhode Island"), ("SC", "South Carolina"),
        ("SD", "South Dakota"), ("TN", "Tennessee"), ("TX", "Texas"), ("UT", "Utah"), ("VT", "Vermont"),
        ("VA", "Virginia"), ("WA", "Washington"), ("WV", "West Virginia"), ("WI", "Wisconsin"), ("WY", "Wyoming"),
        ("AS", "American Samoa"), ("GU", "Guam"), ("MP", "Northern Mariana Islands"), ("PR", "Puerto Rico"),
        ("VI", "Virgin Islands"), ("FM", "Federated States of Micronesia"), ("MH", "Marshall Islands"), ("PW", "Palau"),
        ("AA", "Armed Forces Americas"), ("AE", "Armed Forces Europe"), ("AP", "Armed Forces Pacific"),
    ];

    private static readonly (string Code, string Name)[] s_otherNames =
    [
        ("DC", "Washington DC"), ("VI", "US Virgin Islands"), ("VI", "United States Virgin Islands"),
        ("FM", "Micronesia"), ("MP", "Commonwealth of the Northern Mariana Islands"),
        ("MH", "Republic of the Marshall Islands"),
    ];

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_codes =
        s_states.Select(state => (Text: state.Code, state.Code))
            .Concat(s_states.Concat(s_otherNames).Select(state => (Text: Letters(state.Name), state.Code)))
            .ToDictionary(pair => pair.Text, pair => pair.Code, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The postal code from a code or a name, in any case, with any spacing and dots ("D.C.").</summary>
    public static bool TryCode(string text, out string code)
    {
        Span<char> letters = stackalloc char[LongestName];
        var length = Letters(text, letters);
        if (length > 0 && s_codes.TryGetValue(letters[..length], out var found))
        {
            code = found;
            return true;
        }
        code = "";
        return false;
    }

    private static string Letters(string name)
    {
        Span<char> letters = stackalloc char[LongestName];
        return letters[..Letters(name, letters)].ToString();
    }

    /// <summary>The letters of a text in capitals; 0 when there is something else in it than letters, spaces and the
    /// punctuation of abbreviations, or more than any name has.</summary>
    private static int Letters(string text, Span<char> letters)
    {
        var length = 0;
        foreach (var character in text)
        {
            if (char.IsAsciiLetter(character))
            {
                if (length == letters.Length)
                {
                    return 0;
                }
                letters[length++] = (char)(character & ~0x20);
            }
            else if (!char.IsWhiteSpace(character) && character is not ('.' or '-' or ','))
            {
                return 0;
            }
        }
        return length;
    }
}
