using System.Buffers;
using System.Text.Json;
using Placard.Inventory.Reading;

namespace Placard.Inventory.Jobs;

/// <summary>
/// What is kept of a fed job beside its columns, as one JSON object: shown by the API, read by nobody on a hot path.
/// </summary>
internal static class JobDetails
{
    /// <summary>A writer for <see cref="Write"/>, to be used again for every job.</summary>
    public static Utf8JsonWriter WriterTo(IBufferWriter<byte> to) => new(to, new JsonWriterOptions
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static void Write(FedJob job, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Text(json, "country", job.Country);
        Text(json, "address", job.Address);
        Text(json, "email", job.Email);
        Text(json, "salary", job.Salary);
        Text(json, "education", job.Education);
        Text(json, "experience", job.Experience);
        Text(json, "remoteType", job.RemoteType);
        if (job.CpaCents is { } cpa)
        {
            json.WriteNumber("cpaCents", cpa);
        }
        Text(json, "fedCampaignId", job.CampaignId);
        Text(json, "advertiserId", job.AdvertiserId);
        Text(json, "logoUrl", job.LogoUrl);
        Apply(json, job.Apply);
        Extractions(json, job.Extractions);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>The extraction fields under their names in the publisher feed, in its order.</summary>
    public static (string Element, string? Json)[] Named(FedExtractions? fed) => fed == null ? [] :
    [
        ("all_requirements_normalized", fed.AllRequirementsNormalized),
        ("all_preferences_normalized", fed.AllPreferencesNormalized),
        ("compensation", fed.Compensation),
        ("benefits", fed.Benefits),
        ("work_schedule", fed.WorkSchedule),
        ("work_location_type", fed.WorkLocationType),
        ("visa_status", fed.VisaStatus),
    ];

    /// <summary>What <see cref="Write"/> wrote about the application.</summary>
    public static JobApplying Applying(string jobReference, string details)
    {
        using var document = JsonDocument.Parse(details);
        var job = document.RootElement;
        var apply = job.TryGetProperty("apply", out var node) ? node : default;
        return new JobApplying(
            jobReference,
            Text(job, "email"),
            Text(apply, "customQuestionsUrl"),
            Text(apply, "postUrl"),
            Text(apply, "addressCollection"),
            apply.ValueKind == JsonValueKind.Object && apply.TryGetProperty("resumeRequired", out var required)
                ? required.GetBoolean()
                : null);
    }

    private static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static void Apply(Utf8JsonWriter json, FedApply? apply)
    {
        if (apply == null)
        {
            return;
        }
        json.WriteStartObject("apply");
        Text(json, "customQuestionsUrl", apply.CustomQuestionsUrl);
        Text(json, "postUrl", apply.PostUrl);
        Text(json, "addressCollection", apply.AddressCollection);
        if (apply.ResumeRequired is { } required)
        {
            json.WriteBoolean("resumeRequired", required);
        }
        json.WriteEndObject();
    }

    private static void Extractions(Utf8JsonWriter json, FedExtractions? extractions)
    {
        if (extractions == null)
        {
            return;
        }
        json.WriteStartObject("extractions");
        foreach (var (element, value) in Named(extractions))
        {
            if (value != null)
            {
                json.WritePropertyName(element);
                // It was parsed when the feed was read.
                json.WriteRawValue(value, skipInputValidation: true);
            }
        }
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text != null)
        {
            json.WriteString(name, text);
        }
    }
}
