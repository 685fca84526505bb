using System.Net.Mail;
using Placard.Events.Sending;
using Placard.Platform;
using Placard.Platform.Outbound;

namespace Placard.Events.Webhooks;

/// <summary>Reads a webhook's settings from a request, noting every fault by field.</summary>
internal static class WebhookFields
{
    private const int LeastSecret = 8;
    private const int MostSecret = 256;

    private static readonly string[] KnownTypes = [EventTypes.ApplicationStarted, EventTypes.ApplicationCompleted];

    public static string? Url(JsonFields fields, bool required, bool sandbox)
    {
        var text = fields.Address("url", required, httpAllowed: sandbox);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address)
            && AddressGuard.Objection(address, sandbox) is { } objection)
        {
            fields.Fault("url", objection);
        }
        return text;
    }

    public static string? Secret(JsonFields fields)
    {
        var text = fields.Text("secret", max: MostSecret);
        if (text is { Length: < LeastSecret })
        {
            fields.Fault("secret", $"At least {LeastSecret} characters are needed.");
        }
        else if (text != null && text.Length != fields.Raw("secret").GetString()!.Length)
        {
            // The key is the text as given: what would be trimmed must not be part of it.
            fields.Fault("secret", "This must not begin or end with a blank.");
        }
        else if (text != null && Signatures.StandardKey(text) == null)
        {
            fields.Fault("secret", "What follows whsec_ must be base64.");
        }
        return text;
    }

    /// <summary>The types, each once, in the order of the catalogue.</summary>
    public static string? Types(JsonFields fields, bool required)
    {
        const string name = "eventTypes";
        var texts = fields.Texts(name, most: 20);
        if (texts == null && !(required || fields.Has(name)))
        {
            return null;
        }
        if (texts == null || texts.Count == 0 || texts.Except(KnownTypes, StringComparer.Ordinal).Any())
        {
            fields.Fault(name, $"This must be a list with one or more of: {string.Join(", ", KnownTypes)}.");
            return null;
        }
        return string.Join(' ', KnownTypes.Intersect(texts, StringComparer.Ordinal));
    }

    public static string? Email(JsonFields fields)
    {
        var text = fields.Text("contactEmail", max: 254);
        if (text is { Length: > 0 } && !(MailAddress.TryCreate(text, out var address) && address.Address == text))
        {
            fields.Fault("contactEmail", "This must be an e-mail address.");
        }
        return text is { Length: > 0 } ? text : null;
    }
}
