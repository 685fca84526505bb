using System.Text;
using System.Text.RegularExpressions;
using Placard.Inventory;

namespace Placard.Apply.Forms;

/// <summary>A fault of one field of a page, as a sentence for the jobseeker.</summary>
internal sealed record FieldFault(string Field, string Message);

/// <summary>
/// The contact page's texts as they are shown: what was entered, with blanks trimmed and city and state filled in from
/// the ZIP where they were left empty.
/// </summary>
internal sealed record ContactFields(
    string FirstName = "",
    string LastName = "",
    string EmailAddress = "",
    string Phone = "",
    string Zipcode = "",
    string City = "",
    string State = "",
    string Address = "")
{
    private const int LongestText = 100;
    private const int LongestAddress = 200;
    private const int LongestEmail = 254;

    public static ContactFields Of(Person person) => new(
        person.FirstName, person.LastName, person.EmailAddress, person.Phone, person.Zipcode, person.City, person.State,
        person.Address ?? "");

    /// <summary>Reads what was sent; unknown fields are nobody's business.</summary>
    public static ContactFields Read(FormBody form, IPlaces places)
    {
        var sent = new ContactFields(
            Plain(form.Value("firstName")),
            Plain(form.Value("lastName")),
            Plain(form.Value("emailAddress")),
            Plain(form.Value("phone")),
            Plain(form.Value("zipcode")),
            Plain(form.Value("city")),
            Plain(form.Value("state")),
            Plain(form.Value("address")));
        return places.ByZip(sent.Zipcode) is not { } place
            ? sent
            : sent with
            {
                City = sent.City.Length == 0 ? place.City : sent.City,
                State = sent.State.Length == 0 ? place.State : sent.State,
            };
    }

    /// <summary>The person, when nothing is wrong; else what is.</summary>
    public Person? Check(AddressAsk ask, string userAgent, IPlaces places, ICollection<FieldFault> faults)
    {
        var before = faults.Count;
        Need("firstName", FirstName, LongestText, "Please enter your first name.", faults);
        Need("lastName", LastName, LongestText, "Please enter your last name.", faults);
        Need("emailAddress", EmailAddress, LongestEmail, "Please enter your e-mail address.", faults);
        if (EmailAddress.Length is > 0 and <= LongestEmail && !ContactPatterns.Mail().IsMatch(EmailAddress))
        {
            faults.Add(new("emailAddress", "Please check this e-mail address. It should look like name@example.com."));
        }
        var phone = ContactPatterns.PhoneDigits(Phone);
        if (phone == null)
        {
            faults.Add(new("phone", Phone.Length == 0
                ? "Please enter your phone number."
                : "Please check this phone number. It should have ten digits, such as 512-555-0123."));
        }
        CheckPlace(places, faults);
        if (ask == AddressAsk.Required)
        {
            Need("address", Address, LongestAddress, "Please enter your street address.", faults);
        }
        else
        {
            Bound("address", Address, LongestAddress, faults);
        }
        return faults.Count > before ? null : new Person(
            FirstName, LastName, EmailAddress, phone!, Zipcode, City, places.StateCode(State) ?? State,
            ask == AddressAsk.Off || Address.Length == 0 ? null : Address, userAgent);
    }

    private void CheckPlace(IPlaces places, ICollection<FieldFault> faults)
    {
        if (!ContactPatterns.Zip().IsMatch(Zipcode))
        {
            faults.Add(new("zipcode", Zipcode.Length == 0
                ? "Please enter your ZIP code."
                : "Please check this ZIP code. It should have five digits, such as 78701."));
        }
        Need("city", City, LongestText, "Please enter your city.", faults);
        if (State.Length == 0)
        {
            faults.Add(new("state", "Please enter your state."));
        }
        else if (places.StateCode(State) == null)
        {
            faults.Add(new("state", "Please check this state. It should be one of the United States, such as TX."));
        }
    }

    private static void Need(
        string field, string text, int most, string missing, ICollection<FieldFault> faults)
    {
        if (text.Length == 0)
        {
            faults.Add(new(field, missing));
        }
        Bound(field, text, most, faults);
    }

    private static void Bound(string field, string text, int most, ICollection<FieldFault> faults)
    {
        if (text.Length > most)
        {
            faults.Add(new(field, $"This is too long. It may have at most {most} characters."));
        }
    }

    /// <summary>One line without control characters, its blanks folded.</summary>
    private static string Plain(string? text)
    {
        if (text == null)
        {
            return "";
        }
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                _ = plain.Length == 0 || plain[^1] == ' ' ? plain : plain.Append(' ');
            }
            else if (!Rune.IsControl(rune) && rune != Rune.ReplacementChar)
            {
                plain.Append(rune.ToString());
            }
        }
        return plain.ToString().TrimEnd(' ');
    }
}

/// <summary>What e-mail addresses, phone numbers and ZIPs look like.</summary>
internal static partial class ContactPatterns
{
    /// <summary>
    /// The digits: ten of a number of the United States, a leading 1 taken away; 8 to 15 of another that was written
    /// with a plus; null when it is neither.
    /// </summary>
    public static string? PhoneDigits(string text)
    {
        if (!PhoneLetters().IsMatch(text))
        {
            return null;
        }
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (digits.Length == 11 && digits[0] == '1')
        {
            digits = digits[1..];
        }
        return digits.Length == 10 && (text[0] != '+' || text.StartsWith("+1", StringComparison.Ordinal)) ? digits
            : text[0] == '+' && digits.Length is >= 8 and <= 15 ? digits : null;
    }

    [GeneratedRegex(@"^[^\s@<>,;""\\()\[\]:]{1,64}@(?:[^\s@<>,;""\\()\[\]:.]+\.)+[^\s@<>,;""\\()\[\]:.]{2,}$")]
    public static partial Regex Mail();

    [GeneratedRegex(@"^[0-9]{5}(?:[- ]?[0-9]{4})?$")]
    public static partial Regex Zip();

    [GeneratedRegex(@"^\+?[0-9 ().\-/\u2010-\u2015]{7,40}$")]
    private static partial Regex PhoneLetters();
}
