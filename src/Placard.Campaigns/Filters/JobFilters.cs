using System.Text.Json;
using Placard.Platform;

namespace Placard.Campaigns;

/// <summary>One filter as the API writes it; <paramref name="Value"/> is shown as it was given.</summary>
public sealed record JobFilterShape(string Field, string Operator, JsonElement Value);

/// <summary>
/// A list of conditions on a job that must all hold, as campaigns, segments and publisher feeds have it
/// (<c>docs/contract/campaigns.md</c>, job filters). Immutable and compiled: asking is cheap and never fails.
/// </summary>
public sealed class JobFilters
{
    /// <summary>Filters of one list. Ours: a list that long is a program's mistake.</summary>
    internal const int MostFilters = 100;

    private readonly JobFilterShape[] shapes;
    private readonly Func<IJobFacts, bool>[] conditions;

    private JobFilters(List<(JobFilterShape Shape, Func<IJobFacts, bool> Holds)> filters)
    {
        shapes = [.. filters.Select(filter => filter.Shape)];
        conditions = [.. filters.Select(filter => filter.Holds)];
    }

    /// <summary>No filter: every job matches.</summary>
    public static JobFilters None { get; } = new([]);

    /// <summary>Whether every job matches.</summary>
    public bool IsEmpty => conditions.Length == 0;

    /// <summary>
    /// Reads the field <paramref name="name"/> of a body. Faults are noted there by path, such as
    /// <c>jobFilters[0].operator</c>. Missing and null are <see cref="None"/>.
    /// </summary>
    public static JobFilters Parse(JsonFields body, string name)
    {
        var value = body.Raw(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return None;
        }
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostFilters)
        {
            body.Fault(name, $"This must be a list of at most {MostFilters} filters.");
            return None;
        }
        var filters = new List<(JobFilterShape, Func<IJobFacts, bool>)>();
        foreach (var (index, element) in value.EnumerateArray().Index())
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                body.Fault($"{name}[{index}]", "This must be an object with field, operator and value.");
                continue;
            }
            var part = JsonFields.Of(element, $"{name}[{index}].");
            if (FilterReader.Read(part) is { } filter)
            {
                filters.Add(filter);
            }
            body.Adopt(part);
        }
        return filters.Count == 0 ? None : new JobFilters(filters);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote; anything else is a damaged store and throws.</summary>
    public static JobFilters FromJson(string json)
    {
        if (json == "[]")
        {
            return None;
        }
        using var document = JsonDocument.Parse($$"""{"jobFilters":{{json}}}""");
        var body = JsonFields.Of(document.RootElement.Clone());
        var filters = Parse(body, "jobFilters");
        return body.Refused() == null
            ? filters
            : throw new InvalidDataException($"Stored job filters cannot be read: {json}");
    }

    /// <summary>Compact JSON for the store.</summary>
    public string ToJson() => JsonSerializer.Serialize(shapes, Wire.Options);

    /// <summary>The filters for an answer.</summary>
    public IReadOnlyList<JobFilterShape> ToWire() => shapes;

    /// <summary>Whether all conditions hold for the job.</summary>
    public bool Matches(IJobFacts job)
    {
        foreach (var holds in conditions)
        {
            if (!holds(job))
            {
                return false;
            }
        }
        return true;
    }
}
