using System.Text.Json;
using Placard.Platform;

namespace Placard.Campaigns;

/// <summary>Reads one filter object: the field decides about the operator, both about the value.</summary>
internal static class FilterReader
{
    private const int MostValues = 1_000;
    private const int LongestText = 500;

    /// <summary>The filter, or null after noting what is wrong with it.</summary>
    public static (JobFilterShape Shape, Func<IJobFacts, bool> Holds)? Read(JsonFields part)
    {
        var name = part.Word("field", [.. FilterField.All.Select(one => one.Name)], required: true);
        var op = part.Word("operator", FilterField.AllOperators, required: true);
        var value = part.Raw("value");
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            part.Fault("value", "This field is required.");
            return null;
        }
        var field = FilterField.All.FirstOrDefault(one => one.Name == name);
        if (field == null || op == null || !FilterField.AllOperators.Contains(op))
        {
            return null;
        }
        if (!field.Operators.Contains(op))
        {
            part.Fault("operator", $"{op} does not work on {name}; these do: {string.Join(", ", field.Operators)}.");
            return null;
        }
        return Condition(field, op, value, part) is { } holds ? (new JobFilterShape(name!, op, value), holds) : null;
    }

    private static Func<IJobFacts, bool>? Condition(FilterField field, string op, JsonElement value, JsonFields part)
    {
        switch (field.Kind)
        {
            case FilterKind.Number:
                return Numbers(op, value, part) is { } numbers ? FilterTest.OfNumber(field, op, numbers) : null;
            case FilterKind.Flag:
                return Flag(value, part) is { } flag ? FilterTest.OfFlag(field, op, flag) : null;
            default:
                return Texts(field.Kind, op, value, part) is { } texts ? FilterTest.OfText(field, op, texts) : null;
        }
    }

    private static List<string>? Texts(FilterKind kind, string op, JsonElement value, JsonFields part)
    {
        var given = Values(op, value, listAllowed: op is not ("EQUALS" or "NOT_EQUALS"), part);
        if (given == null)
        {
            return null;
        }
        var texts = new List<string>(given.Count);
        foreach (var one in given)
        {
            var text = one.ValueKind switch
            {
                JsonValueKind.String => one.GetString()!.Trim(),
                JsonValueKind.Number when kind == FilterKind.Code => one.GetRawText(),
                _ => null,
            };
            if (text == null || text.Length > LongestText || text.Any(char.IsControl))
            {
                part.Fault("value", $"{op} expects text here, of at most {LongestText} characters.");
                return null;
            }
            if (text.Length == 0 && op is "CONTAINS" or "NOT_CONTAINS" or "STARTS_WITH")
            {
                part.Fault("value", $"{op} needs a text that is not empty.");
                return null;
            }
            texts.Add(text);
        }
        return texts;
    }

    private static List<long>? Numbers(string op, JsonElement value, JsonFields part)
    {
        var given = Values(op, value, listAllowed: op is "IN" or "NOT_IN", part);
        if (given == null)
        {
            return null;
        }
        var numbers = new List<long>(given.Count);
        foreach (var one in given)
        {
            if (one.ValueKind != JsonValueKind.Number || !one.TryGetInt64(out var number))
            {
                part.Fault("value", $"{op} expects a whole number here.");
                return null;
            }
            numbers.Add(number);
        }
        return numbers;
    }

    private static bool? Flag(JsonElement value, JsonFields part)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
            case JsonValueKind.String when value.ValueEquals("true"):
                return true;
            case JsonValueKind.False:
            case JsonValueKind.String when value.ValueEquals("false"):
                return false;
            default:
                part.Fault("value", "This must be true or false.");
                return null;
        }
    }

    // IN and NOT_IN take lists only, so that nobody expects "a, b" to be two values.
    private static List<JsonElement>? Values(string op, JsonElement value, bool listAllowed, JsonFields part)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            if (op is not ("IN" or "NOT_IN"))
            {
                return [value];
            }
            part.Fault("value", $"{op} expects a list.");
            return null;
        }
        if (!listAllowed)
        {
            part.Fault("value", $"{op} expects one value, not a list.");
            return null;
        }
        var length = value.GetArrayLength();
        if (length is 0 or > MostValues)
        {
            part.Fault("value", $"{op} expects a list of 1 to {MostValues} values.");
            return null;
        }
        return [.. value.EnumerateArray()];
    }
}
