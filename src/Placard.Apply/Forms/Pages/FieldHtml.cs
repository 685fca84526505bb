using System.Globalization;
using System.Text;
using Placard.Apply.Questions;
using Placard.Platform;

namespace Placard.Apply.Forms;

/// <summary>
/// Writes form fields: label, hint and message tied to the control, the message also named in the summary on top. A
/// control's element id is ours; its name is the field's. Where the answers of <paramref name="asking"/> decide what
/// else the page asks, all its parts are marked for the script.
/// </summary>
internal sealed class FieldHtml(IReadOnlyList<FieldFault> faults, IReadOnlySet<string> asking)
{
    /// <summary>Up to so many options are shown as buttons, without opening a list.</summary>
    public const int MostButtons = 5;

    private static readonly HashSet<string> Nobody = [];

    private readonly StringBuilder html = new(8192);
    private readonly Dictionary<string, (string Element, string Label)> written = new(StringComparer.Ordinal);

    public FieldHtml(IReadOnlyList<FieldFault> faults)
        : this(faults, Nobody)
    {
    }

    /// <summary>Whether a message alone says which field it is about; else the summary names the field.</summary>
    public bool MessagesNameFields { get; init; } = true;

    /// <summary>One line of text.</summary>
    public void Line(string element, string name, string label, string value, LineTraits traits)
    {
        var wrong = Begin("div", element, name, label);
        Label(element, label, traits.Required);
        Hint(element, traits.Hint);
        Message(element, wrong);
        html.Append("<input type=\"").Append(traits.Type).Append('"');
        Control(element, name, traits.Required, wrong, traits.Hint);
        Attribute("value", value);
        Attribute("autocomplete", traits.Autocomplete);
        Attribute("inputmode", traits.InputMode);
        Attribute("min", traits.Min);
        Attribute("max", traits.Max);
        Attribute("maxlength", traits.MaxLength?.ToString(CultureInfo.InvariantCulture));
        Attribute("data-zip", traits.FillsPlace);
        html.Append("></div>");
    }

    public void Area(string element, string name, string label, string value, bool required, int mostCharacters)
    {
        var wrong = Begin("div", element, name, label);
        Label(element, label, required);
        Message(element, wrong);
        html.Append("<textarea rows=\"5\"");
        Control(element, name, required, wrong, hint: null);
        Attribute("maxlength", mostCharacters.ToString(CultureInfo.InvariantCulture));
        // The first line break of a textarea is dropped by browsers: this one is there to be dropped.
        html.Append(">\n").Append(PageText.Safe(value)).Append("</textarea></div>");
    }

    /// <summary>One of some choices: buttons for a few, a list for many.</summary>
    public void Choice(
        string element, string name, string label, IReadOnlyList<(string Label, string Value)> options, string chosen,
        bool required)
    {
        if (options.Count <= MostButtons)
        {
            Buttons("radio", element, name, label, options, [chosen], required);
            return;
        }
        var wrong = Begin("div", element, name, label);
        Label(element, label, required);
        Message(element, wrong);
        html.Append("<select");
        Control(element, name, required, wrong, hint: null);
        html.Append("><option value=\"\">Please choose</option>");
        foreach (var option in options)
        {
            html.Append("<option");
            Attribute("value", option.Value);
            html.Append(option.Value == chosen ? " selected>" : ">").Append(PageText.Safe(option.Label))
                .Append("</option>");
        }
        html.Append("</select></div>");
    }

    /// <summary>Any of some choices.</summary>
    public void Choices(
        string element, string name, string label, IReadOnlyList<(string Label, string Value)> options,
        IReadOnlyList<string> chosen, bool required) =>
        Buttons("checkbox", element, name, label, options, chosen, required);

    /// <summary>A file; one that is there already is named and can be taken away.</summary>
    public void File(string element, string name, string label, bool required, KeptFile? kept, string hint)
    {
        var wrong = Begin("div", element, name, label);
        Label(element, label, required);
        if (kept != null)
        {
            html.Append("<p class=\"file\">Attached: <strong>").Append(PageText.Safe(kept.Name))
                .Append("</strong> (").Append(kept.SizeInWords)
                .Append(")</p><div class=\"remove\"><label><input type=\"checkbox\" name=\"")
                .Append(FormFields.Remove).Append('"');
            Attribute("value", name);
            html.Append(">Remove this file</label></div>");
        }
        Hint(element, kept == null ? hint : "Choose a file only to replace the attached one. " + hint);
        Message(element, wrong);
        html.Append("<input type=\"file\"");
        Control(element, name, required && kept == null, wrong, hint);
        Attribute("accept", MediaKind.Accept);
        html.Append("></div>");
    }

    /// <summary>A text to be read between the fields.</summary>
    public void Information(string element, string text)
    {
        html.Append("<p class=\"information\"");
        Part(element);
        html.Append('>').Append(PageText.Safe(text)).Append("</p>");
    }

    public void Html(string markup) => html.Append(markup);

    /// <summary>A hidden field.</summary>
    public void Hidden(string name, string value)
    {
        html.Append("<input type=\"hidden\"");
        Attribute("name", name);
        Attribute("value", value);
        html.Append('>');
    }

    /// <summary>All that is wrong, with links to where; empty when nothing is.</summary>
    public string Summary()
    {
        if (faults.Count == 0)
        {
            return "";
        }
        var list = new StringBuilder("<div class=\"summary\" role=\"alert\" tabindex=\"-1\" id=\"summary\"><h2>")
            .Append(faults.Count == 1 ? "Please check one thing" : $"Please check {faults.Count} things")
            .Append("</h2><ul>");
        foreach (var fault in faults)
        {
            list.Append("<li>").Append(written.TryGetValue(fault.Field, out var field)
                ? $"<a href=\"#{field.Element}\">{PageText.Safe(InSummary(field.Label, fault.Message))}</a>"
                : PageText.Safe(fault.Message)).Append("</li>");
        }
        return list.Append("</ul></div>").ToString();
    }

    private string InSummary(string label, string message) =>
        MessagesNameFields ? message : $"{QuestionPages.LeadOf(label)} \u2013 {message}";

    public override string ToString() => html.ToString();

    private void Buttons(
        string type, string element, string name, string label, IReadOnlyList<(string Label, string Value)> options,
        IReadOnlyList<string> chosen, bool required)
    {
        var wrong = Begin("fieldset", element, name, label);
        html.Append("<legend>").Append(PageText.Safe(label)).Append(required ? "" : Optional).Append("</legend>");
        Message(element, wrong);
        html.Append("<div class=\"options\">");
        for (var index = 0; index < options.Count; index++)
        {
            html.Append("<label><input type=\"").Append(type).Append('"');
            Attribute("id", index == 0 ? element : $"{element}-{index}");
            Attribute("name", name);
            Attribute("value", options[index].Value);
            html.Append(chosen.Contains(options[index].Value, StringComparer.Ordinal) ? " checked" : "")
                .Append(required && type == "radio" ? " required>" : ">")
                .Append("<span>").Append(PageText.Safe(options[index].Label)).Append("</span></label>");
        }
        html.Append("</div></fieldset>");
    }

    private const string Optional = " <span class=\"optional\">(optional)</span>";

    private string? Begin(string tag, string element, string name, string label)
    {
        written[name] = (element, label);
        var wrong = faults.FirstOrDefault(fault => fault.Field == name)?.Message;
        html.Append('<').Append(tag);
        Attribute("class", wrong == null ? (tag == "div" ? "field" : null) : "field wrong");
        Part(element);
        html.Append(asking.Contains(name) ? " data-asks" : "");
        if (tag == "fieldset" && wrong != null)
        {
            Attribute("aria-describedby", element + "-m");
        }
        html.Append('>');
        return wrong;
    }

    private void Part(string element) => Attribute("data-part", asking.Count == 0 ? null : element);

    private void Label(string element, string label, bool required) =>
        html.Append("<label for=\"").Append(element).Append("\">").Append(PageText.Safe(label))
            .Append(required ? "" : Optional).Append("</label>");

    private void Hint(string element, string? hint)
    {
        if (hint != null)
        {
            html.Append("<p class=\"hint\" id=\"").Append(element).Append("-h\">").Append(PageText.Safe(hint))
                .Append("</p>");
        }
    }

    private void Message(string element, string? wrong)
    {
        if (wrong != null)
        {
            html.Append("<p class=\"message\" id=\"").Append(element).Append("-m\">").Append(PageText.Safe(wrong))
                .Append("</p>");
        }
    }

    private void Control(string element, string name, bool required, string? wrong, string? hint)
    {
        Attribute("id", element);
        Attribute("name", name);
        html.Append(required ? " required" : "").Append(wrong == null ? "" : " aria-invalid=\"true\"");
        var described = string.Join(' ', new[]
        {
            wrong == null ? null : element + "-m", hint == null ? null : element + "-h",
        }.OfType<string>());
        Attribute("aria-describedby", described.Length == 0 ? null : described);
    }

    private void Attribute(string name, string? value)
    {
        if (value != null)
        {
            html.Append(' ').Append(name).Append("=\"").Append(PageText.Safe(value)).Append('"');
        }
    }
}

/// <summary>What differs between lines of text; null leaves an attribute out.</summary>
internal sealed record LineTraits(bool Required)
{
    public string Type { get; init; } = "text";
    public string? Hint { get; init; }
    public string? Autocomplete { get; init; }
    public string? InputMode { get; init; }
    public string? Min { get; init; }
    public string? Max { get; init; }
    public int? MaxLength { get; init; }

    /// <summary>Path below which city and state of this ZIP are found.</summary>
    public string? FillsPlace { get; init; }
}

/// <summary>A file that is there already.</summary>
internal sealed record KeptFile(string Name, long Size)
{
    public static KeptFile? Of(Upload? upload) =>
        upload == null ? null : new KeptFile(upload.Name, upload.Content.Length);

    public string SizeInWords => Size >= 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{Size / 1_000_000}.{Size / 100_000 % 10} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{(Size + 999) / 1000} KB");
}

/// <summary>Names of our own fields; no question can be called so.</summary>
internal static class FormFields
{
    public const string Token = "__token";
    public const string Shown = "__shown";
    public const string Remove = "__remove";

    /// <summary>Sent along by the script, which wants to see the page as it would be; nothing is kept then.</summary>
    public const string Look = "__look";

    /// <summary>What is said of a page whose token is not the one that was made for it.</summary>
    public static readonly FieldFault Foreign = new(
        Token, "This page was open for too long, or was not opened here. Please look it over and send it again.");
}
