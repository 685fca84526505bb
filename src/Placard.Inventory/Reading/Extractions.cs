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
        catch (JsonException)
        {
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
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                return false;
            }
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
            if (vocabulary is not null && !vocabulary.Contains(reader.GetString()))
            {
                return false;
            }
        }
        return reader.TokenType == JsonTokenType.EndArray && !reader.Read();
    }
}
