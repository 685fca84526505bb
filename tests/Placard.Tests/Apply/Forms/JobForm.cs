using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Placard.Tests.Apply.Forms;

/// <summary>
/// A browser without script and without cookies before one form: what the page holds, what is entered, and what is
/// sent. Each page answered is another of these.
/// </summary>
internal sealed partial class JobForm
{
    private Scenario scenario;
    private readonly List<(string Name, string Value)> fields = [];
    private readonly List<(string Name, string File, byte[] Content)> files = [];

    private JobForm(Scenario scenario, Answer page, string path)
    {
        this.scenario = scenario;
        Page = page;
        Path = path;
        Html = page.Text;
        Action = Decoded(Action1().Match(Html).Groups[1].Value);
        ReadFields();
        AssertFieldsCanBeToldApart();
    }

    /// <summary>The answer that this page is.</summary>
    public Answer Page { get; }

    /// <summary>Path and query that were asked for.</summary>
    public string Path { get; }

    public string Html { get; }

    /// <summary>Where the form is sent; empty on a page without one.</summary>
    public string Action { get; set; }

    /// <summary>Headers of the next request, such as a cookie.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Names of all fields on the page, hidden ones of ours left out.</summary>
    public IReadOnlyList<string> Names =>
        [.. Controls().Matches(Html).Select(match => Decoded(match.Groups[2].Value))
            .Where(name => !name.StartsWith("__", StringComparison.Ordinal)).Distinct()];

    /// <summary>Messages beside fields, by element id.</summary>
    public IReadOnlyDictionary<string, string> Messages => Message().Matches(Html).ToDictionary(
        match => match.Groups[1].Value, match => Decoded(match.Groups[2].Value), StringComparer.Ordinal);

    public static async Task<JobForm> Open(Scenario scenario, string path, string? cookie = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, path);
        message.Headers.TryAddWithoutValidation("User-Agent", Visitor.Browser);
        if (cookie != null)
        {
            message.Headers.TryAddWithoutValidation("Cookie", cookie);
        }
        return new JobForm(scenario, await scenario.Send(message), path);
    }

    /// <summary>What stands in a field: what the page put there, or what was entered since.</summary>
    public string ValueOf(string name) => fields.LastOrDefault(field => field.Name == name).Value ?? "";

    /// <summary>Enters values in the place of what the field has.</summary>
    public JobForm Fill(string name, params string[] values)
    {
        fields.RemoveAll(field => field.Name == name);
        fields.AddRange(values.Select(value => (name, value)));
        return this;
    }

    /// <summary>Chooses a file.</summary>
    public JobForm Attach(string name, string file, byte[] content)
    {
        files.RemoveAll(other => other.Name == name);
        files.Add((name, file, content));
        return this;
    }

    /// <summary>Enters a whole person.</summary>
    public JobForm FillContact(string email = "Ada.Lovelace@example.com", string firstName = "Ada") =>
        Fill("firstName", firstName).Fill("lastName", "Lovelace").Fill("emailAddress", email)
            .Fill("phone", "(512) 555-5555").Fill("zipcode", "78701");

    /// <summary>Another node gets what is sent from here on, and shows what follows.</summary>
    public JobForm At(Scenario node)
    {
        scenario = node;
        return this;
    }

    /// <summary>Sends the form; the answer as it came.</summary>
    public async Task<Answer> Post()
    {
        using var body = new MultipartFormDataContent("----form" + Action.Length);
        foreach (var (name, value) in fields)
        {
            body.Add(new StringContent(value, Encoding.UTF8), $"\"{name}\"");
        }
        foreach (var (name, file, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            body.Add(part, $"\"{name}\"", $"\"{file}\"");
        }
        using var message = new HttpRequestMessage(HttpMethod.Post, Action) { Content = body };
        message.Headers.TryAddWithoutValidation("User-Agent", Visitor.Browser);
        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
        return await scenario.Send(message);
    }

    /// <summary>Sends the form and goes where a browser would: the page that is there then.</summary>
    public async Task<JobForm> Send()
    {
        var answer = await Post();
        return answer.Status == (int)HttpStatusCode.SeeOther
            ? await Open(scenario, answer.Location!)
            : new JobForm(scenario, answer, Action);
    }

    /// <summary>Fails the test unless this is a page with the status.</summary>
    public JobForm Expect(int status)
    {
        Page.Expect(status);
        return this;
    }

    /// <summary>Fails the test unless the application is through.</summary>
    public JobForm ExpectThanks()
    {
        Expect(200);
        Assert.Contains("Thank you", Html, StringComparison.Ordinal);
        return this;
    }

    // What the page itself would send: hidden fields, texts with their values, what is chosen or ticked.
    private void ReadFields()
    {
        foreach (Match match in Inputs().Matches(Html))
        {
            var tag = match.Value;
            var type = Attribute(tag, "type");
            var isLeftOut = type is "radio" or "checkbox" && !tag.Contains(" checked", StringComparison.Ordinal);
            if (type == "file" || isLeftOut)
            {
                continue;
            }
            fields.Add((Attribute(tag, "name"), Attribute(tag, "value")));
        }
        foreach (Match match in Areas().Matches(Html))
        {
            fields.Add((Attribute(match.Groups[1].Value, "name"), Decoded(match.Groups[2].Value).TrimStart('\n')));
        }
        foreach (Match match in Selects().Matches(Html))
        {
            var chosen = Options().Matches(match.Groups[2].Value)
                .FirstOrDefault(option => option.Value.Contains(" selected", StringComparison.Ordinal));
            fields.Add((
                Attribute(match.Groups[1].Value, "name"), chosen == null ? "" : Attribute(chosen.Value, "value")));
        }
    }

    // Whoever cannot see the page hears a field's label, and what is wrong with it.
    private void AssertFieldsCanBeToldApart()
    {
        foreach (Match match in Controls().Matches(Html))
        {
            var tag = Html[match.Index..Html.IndexOf('>', match.Index)];
            switch (Attribute(tag, "type"))
            {
                case "hidden":
                    break;
                case "radio" or "checkbox":
                    Assert.EndsWith("<label>", Html[..match.Index], StringComparison.Ordinal);
                    break;
                default:
                    Assert.Contains($" for=\"{Attribute(tag, "id")}\"", Html, StringComparison.Ordinal);
                    break;
            }
        }
        foreach (Match match in Describing().Matches(Html))
        {
            Assert.All(match.Groups[1].Value.Split(' '), id =>
                Assert.Contains($" id=\"{id}\"", Html, StringComparison.Ordinal));
        }
        foreach (var element in Messages.Keys)
        {
            Assert.Matches($" aria-describedby=\"{element}-m[ \"]", Html);
            Assert.Matches($" id=\"{element}\"[^>]* aria-invalid=\"true\"|<fieldset [^>]*\"{element}-m\"", Html);
        }
    }

    private static string Attribute(string tag, string name) =>
        Decoded(Regex.Match(tag, $" {name}=\"([^\"]*)\"").Groups[1].Value);

    private static string Decoded(string html) => WebUtility.HtmlDecode(html);

    [GeneratedRegex("<form[^>]* action=\"([^\"]*)\"")]
    private static partial Regex Action1();

    [GeneratedRegex("<(input|select|textarea)[^>]* name=\"([^\"]*)\"")]
    private static partial Regex Controls();

    [GeneratedRegex(" aria-describedby=\"([^\"]*)\"")]
    private static partial Regex Describing();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("<textarea([^>]*)>([^<]*)</textarea>")]
    private static partial Regex Areas();

    [GeneratedRegex("<select([^>]*)>(.*?)</select>", RegexOptions.Singleline)]
    private static partial Regex Selects();

    [GeneratedRegex("<option[^>]*>")]
    private static partial Regex Options();

    [GeneratedRegex("<p class=\"message\" id=\"([^\"]*)-m\">([^<]*)</p>")]
    private static partial Regex Message();
}
