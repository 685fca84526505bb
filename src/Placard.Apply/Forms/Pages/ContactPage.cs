using System.Globalization;
using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Apply.Forms;

/// <summary>What the contact page asks, beside what it always asks.</summary>
internal sealed record ContactAsk(AddressAsk Address, bool ResumeRequired, string FileHint);

/// <summary>The contact page: who applies.</summary>
internal static class ContactPage
{
    public static WrittenPage Of(
        HttpContext context, PageJob job, PageStep step, ContactAsk ask, ContactFields entered, KeptFile? resume,
        string action, string token, IReadOnlyList<FieldFault> faults, FormEnd end)
    {
        var fields = new FieldHtml(faults);
        fields.Hidden(FormFields.Token, token);
        Person(context, fields, entered);
        if (ask.Address != AddressAsk.Off)
        {
            fields.Line("f-address", "address", "Street address", entered.Address, new LineTraits(
                ask.Address == AddressAsk.Required) { Autocomplete = "street-address", MaxLength = 200 });
        }
        fields.File("f-resume", FileFields.Resume, "Resume", ask.ResumeRequired, resume, ask.FileHint);
        return FormPage.Of(job, step, "Your contact details", action, fields, end);
    }

    /// <summary>The fields that everybody is asked, RSVPs too.</summary>
    public static void Person(HttpContext context, FieldHtml fields, ContactFields entered)
    {
        fields.Html("<div class=\"pair\">");
        Text(fields, "firstName", "First name", entered.FirstName, "given-name");
        Text(fields, "lastName", "Last name", entered.LastName, "family-name");
        fields.Html("</div>");
        fields.Line("f-emailAddress", "emailAddress", "E-mail address", entered.EmailAddress, new LineTraits(true)
        {
            Type = "email", Autocomplete = "email", InputMode = "email", MaxLength = 254,
        });
        fields.Line("f-phone", "phone", "Phone number", entered.Phone, new LineTraits(true)
        {
            Type = "tel", Autocomplete = "tel", InputMode = "tel", MaxLength = 40,
        });
        fields.Line("f-zipcode", "zipcode", "ZIP code", entered.Zipcode, new LineTraits(true)
        {
            Autocomplete = "postal-code",
            InputMode = "numeric",
            MaxLength = 10,
            Hint = "City and state are filled in from it when you leave them empty.",
            FillsPlace = PageText.Prefix(context) + "/apply/places/",
        });
        fields.Html("<div class=\"pair\">");
        Text(fields, "city", "City", entered.City, "address-level2");
        Text(fields, "state", "State", entered.State, "address-level1");
        fields.Html("</div>");
    }

    private static void Text(FieldHtml fields, string name, string label, string value, string autocomplete) =>
        fields.Line("f-" + name, name, label, value, new LineTraits(true)
        {
            Autocomplete = autocomplete, MaxLength = 100,
        });

    /// <summary>What is said below a file field.</summary>
    public static string FileHint(FormOptions options) => string.Create(
        CultureInfo.InvariantCulture, $"{MediaKind.InWords}, at most {UploadDesk.InWords(options.FileBytes)}.");
}
