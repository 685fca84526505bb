using System.Globalization;
using System.Text.Json;

namespace Placard.Apply.Questions;

/// <summary>
/// The faults of one document as they are found. Beyond <see cref="QuestionLimits.Faults"/> they are only counted: a
/// document of nothing but faults must not become an answer of a hundred times its size.
/// </summary>
internal sealed class QuestionFaults
{
    private readonly List<QuestionFault> faults = [];
    private int more;

    public void Add(string path, string message)
    {
        if (faults.Count < QuestionLimits.Faults)
        {
            faults.Add(new QuestionFault(path, message));
        }
        else
        {
            more++;
        }
    }

    public IReadOnlyList<QuestionFault> All => more == 0
        ? faults
        : [.. faults, new QuestionFault("$", string.Create(
            CultureInfo.InvariantCulture, $"There are {more} more faults; mend these first."))];

    /// <summary>Notes every text below this value that spells half of a character: nobody could write it.</summary>
    public void NoteBrokenTexts(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when !TryText(value, out _):
                Add(path, "This text holds half of a surrogate pair.");
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    NoteBrokenTexts(item, Item(path, index++));
                }
                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    NoteBrokenTexts(property, path);
                }
                break;
            default:
                break;
        }
    }

    /// <summary>The path of an item.</summary>
    public static string Item(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{(path == "$" ? "" : path)}[{index}]");

    /// <summary>The text of a string; false where it spells half of a character.</summary>
    public static bool TryText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // The parser lets \ud800 pass and refuses it only here.
            text = "";
            return false;
        }
    }

    private void NoteBrokenTexts(JsonProperty property, string path)
    {
        if (TryName(property, out var name))
        {
            NoteBrokenTexts(property.Value, $"{path}.{name}");
        }
        else
        {
            Add(path, "The name of a key holds half of a surrogate pair.");
        }
    }

    /// <summary>The name of a property; false where it spells half of a character.</summary>
    public static bool TryName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }
}
