using System.Text;
using System.Text.Json;

namespace Placard.Inventory.Reading;

/// <summary>
/// The extraction fields of the publisher feed, brought by the advertiser. They are handed on as they are, so they are
/// taken only when they hold JSON of the documented type.
/// </summary>
internal static class Extractions
{
    private static readonly string[] WorkLocations = ["onsite", "hybrid", "remote"];
    private static readonly string[] VisaStatuses =
        ["sponsorship_available", "no_sponsorship", "no_visa_information"];

    public static bool IsUsable(JobElement element, string json)
    {
        if (json.Length > FeedLimits.ExtractionLength)
        {
            return false;
        }
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            return element switch
            {
                JobElement.AllRequirementsNormalized or JobElement.AllPreferencesNormalized => IsMap(ref reader),
                JobElement.WorkLocationType => IsList(ref reader, WorkLocations),
                JobElement.VisaStatus => IsList(ref reader, VisaStatuses),
                _ => IsList(ref reader, null),
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The second is what half a surrogate pair, written as an escape, is answered with.
            return false;
        }
    }

    private static bool IsMap(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            _ = Text(ref reader);
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                return false;
            }
            _ = Text(ref reader);
        }
        return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
    }

    private static bool IsList(ref Utf8JsonReader reader, string[]? vocabulary)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            var text = Text(ref reader);
            if (vocabulary is not null && !vocabulary.Contains(text))
            {
                return false;
            }
        }
        return reader.TokenType == JsonTokenType.EndArray && !reader.Read();
    }

    /// <summary>Reading it is the check: escapes may stand for what is no text.</summary>
    private static string? Text(ref Utf8JsonReader reader) => reader.GetString();
}
