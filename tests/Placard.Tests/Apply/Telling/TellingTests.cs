using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Placard.Apply.Questions;
using Placard.Apply.Telling;
using Placard.Events;
using Placard.Events.Outbox;

namespace Placard.Tests.Apply.Telling;

/// <summary>What the advertiser's receiver gets of an application, byte for byte.</summary>
public sealed class TellingTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Initiator = "6e8jeqb0orm1ea5bai0r6n4doa";

    [Fact]
    public async Task TheStartedEventIsTheSeedsSample()
    {
        var told = await ApplicationTelling.Started(SeedApplication.Facts);
        var (body, questions) = Envelope.Write(
            Event(EventTypes.ApplicationStarted, told), "0JJRGGCJD78RE", Initiator,
            "c5811fcb-59a2-4ec1-8359-e2bbef984da2", "650a9766-9051-482d-9a2f-f8a02818e987", SeedApplication.SentAt);

        AssertIs("applications/exemplary/started.json", body);
        Assert.Null(questions);
    }

    [Fact]
    public async Task TheCompletedEventIsTheSeedsSampleInBothForms()
    {
        var told = await ApplicationTelling.Completed(SeedApplication.Completed);
        var (body, questions) = Envelope.Write(
            Event(EventTypes.ApplicationCompleted, told), "0JJRGGCJD31TN", Initiator,
            "c5811fcb-59a2-4ec1-8359-e2bbef36f37f", "650a9766-9051-482d-9a2f-f8a02817b584", SeedApplication.SentAt);

        AssertIs("applications/exemplary/completed.json", body);
        AssertIs("applications/exemplary/completed-plain.json", Envelope.Unwrap(body, questions));
    }

    [Fact]
    public void ThePagesShowTheGoldenFiles()
    {
        var events = File.ReadAllText(RepositoryRoot.At("docs", "contract", "application-events.md"));
        var questions = File.ReadAllText(RepositoryRoot.At("docs", "contract", "application-questions.md"));

        Assert.All(["started.json", "completed.json"], file => Assert.Contains(Shown(file), events, Ordinal));
        Assert.All(
            ["questions.json", "faulty-questions.json", "faulty-questions-answer.json"],
            file => Assert.Contains(Shown(file), questions, Ordinal));

        static string Shown(string file) => $"```json\n{Golden.Read("applications/exemplary/" + file)}```";
    }

    [Fact]
    public async Task TheRangeIsTheArrayAndNothingElse()
    {
        var told = await ApplicationTelling.Completed(SeedApplication.Completed);

        var array = told.Data[told.QuestionsAndAnswers!.Value];

        var whole = JsonNode.Parse(told.Data)!["questionsAndAnswers"]!;
        Assert.True(JsonNode.DeepEquals(whole, JsonNode.Parse(array)));
        Assert.Equal(((byte)'[', (byte)']'), (array[0], array[^1]));
        var before = Encoding.UTF8.GetString(told.Data, 0, told.QuestionsAndAnswers.Value.Start.Value);
        Assert.EndsWith("\"questionsAndAnswers\":", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnApplicationThatBeganWithAResumeTellsItAtOnce()
    {
        var resume = SeedApplication.File("resume.docx", "PK and more");

        var told = await ApplicationTelling.Started(SeedApplication.Facts with { Resume = resume });

        var shown = JsonNode.Parse(told.Data)!["applicant"]!["resume"]!.AsObject();
        Assert.Equal(["fileName", "contentType", "contentSha256", "data"], shown.Select(key => key.Key));
        Assert.Equal("PK and more"u8, Convert.FromBase64String((string)shown["data"]!));
        Assert.Null(told.QuestionsAndAnswers);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5_000_000)]
    public async Task AFileOfAnySizeArrivesWhole(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        var facts = SeedApplication.Completed with { Resume = SeedApplication.File("any.docx", bytes) };

        var told = await ApplicationTelling.Completed(facts);

        var resume = JsonNode.Parse(told.Data)!["applicant"]!["resume"]!;
        var arrived = Convert.FromBase64String((string)resume["data"]!);
        Assert.Equal(bytes, arrived);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), (string)resume["contentSha256"]!);
        Assert.Equal((byte)'[', told.Data[told.QuestionsAndAnswers!.Value.Start]);
        Assert.Equal((byte)']', told.Data[told.QuestionsAndAnswers!.Value.End.Value - 1]);
    }

    [Fact]
    public async Task AFileThatIsNotWhatItsRowSaysIsABugAndNotToldHalf()
    {
        var file = SeedApplication.File("any.docx", "12345") with { Size = 6 };

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await ApplicationTelling.Started(SeedApplication.Facts with { Resume = file }));
    }

    [Fact]
    public async Task AFileThatWasTakenAwayAfterItsAnswerIsToldAsNone()
    {
        var files = new Dictionary<long, TellingFile>();

        var told = await ApplicationTelling.Completed(SeedApplication.Completed with { Files = files });

        Assert.Null(JsonNode.Parse(told.Data)!["questionsAndAnswers"]![0]!["answer"]);
    }

    [Fact]
    public async Task LettersOfEveryLanguageStayAsTheyAre()
    {
        var person = SeedApplication.Facts.Person with { FirstName = "Zoë \"😀\" <b>+</b>", Address = "  " };

        var told = await ApplicationTelling.Started(SeedApplication.Facts with { Person = person, UserAgent = null });

        var text = Encoding.UTF8.GetString(told.Data);
        Assert.Contains("\"firstName\":\"Zoë \\\"", text, StringComparison.Ordinal);
        Assert.Contains("<b>+</b>", text, StringComparison.Ordinal);
        Assert.Contains("\"address\":null", text, StringComparison.Ordinal);
        Assert.Contains("\"analytics\":{\"userAgent\":null}", text, StringComparison.Ordinal);
        Assert.Equal("Zoë \"😀\" <b>+</b>", (string)JsonNode.Parse(text)!["applicant"]!["firstName"]!);
    }

    [Fact]
    public async Task AnOptionalQuestionLeftEmptyIsNullAndOneThatWasNotAskedIsAbsent()
    {
        var told = await Told(
            """
            [{"id":"a","type":"select","question":"A?","options":[{"label":"Yes","value":"1"}]},
            {"id":"b","type":"text","question":"B?","condition":{"id":"a","value":"1"}},
            {"id":"c","type":"information","text":"Read this"},{"id":"p","type":"pagebreak"},
            {"id":"d","type":"file","question":"D?"},{"id":"e","type":"multiselect","question":"E?",
            "options":[{"label":"X","value":"x"}]},{"id":"f","type":"date","question":"F?"}]
            """,
            Answers.None);

        Assert.Equal(
            [("a", null), ("d", null), ("e", null), ("f", (string?)null)],
            told.Select(entry => ((string)entry!["question"]!["id"]!, entry["answer"]?.ToJsonString())));
    }

    [Fact]
    public async Task AHierarchyTellsTheRootAndEveryChildThatWasShown()
    {
        const string document =
            """
            [{"id":"r","type":"hierarchical","question":"R?","options":[{"label":"A","value":"a"}],
            "hierarchicalOptions":[
            {"id":"z","question":"Z?","options":[{"label":"1","value":"1"}],"condition":{"id":"r","value":"a"}},
            {"id":"y","question":"Y?","options":[{"label":"1","value":"1"}],"condition":{"id":"r","value":"a"}},
            {"id":"x","question":"X?","options":[{"label":"1","value":"1"}],"condition":{"id":"z","value":"1"}}]}]
            """;
        var branch = ImmutableSortedDictionary<string, string>.Empty.Add("r", "a").Add("y", "1");

        var answered = await Told(document, Answers.None.With("r", new BranchAnswer(branch)));
        var empty = await Told(document, Answers.None);

        Assert.Equal("""{"r":"a","z":null,"y":"1"}""", answered[0]!["answer"]!.ToJsonString());
        Assert.Null(empty[0]!["answer"]);
    }

    [Theory]
    [InlineData("""{"question":"Q?","type":"text","id":"q"}""", """{"id":"q","type":"text","question":"Q?"}""")]
    [InlineData(
        """{"id":"q","type":"text","question":"Q?","format":"integer","min":0,"max":"8","limit":9,"required":null}""",
        """{"id":"q","type":"text","question":"Q?","required":null,"format":"integer","limit":9,"min":0,"max":"8"}""")]
    [InlineData(
        """{"id":"q","type":"text","question":"Q \u00e9\u003cb?","ats":{"n":[1,null]},"options":[1]}""",
        """{"id":"q","type":"text","question":"Q é<b?","options":[1],"ats":{"n":[1,null]}}""")]
    [InlineData(
        """{"id":"q","type":"select","question":"Q?","options":[{"value":"1","label":"I","code":7}]}""",
        """{"id":"q","type":"select","question":"Q?","options":[{"label":"I","value":"1","correct":null,"code":7}]}""")]
    [InlineData(
        """{"id":"q","type":"select","question":"Q?","options":[{"label":"N","value":"0","correct":false}]}""",
        """{"id":"q","type":"select","question":"Q?","options":[{"label":"N","value":"0","correct":false}]}""")]
    public async Task AQuestionComesBackWithTheAuthoredKeys(string authored, string echoed)
    {
        var text = new TellingText();
        text.Json.WriteStartArray();
        QuestionEcho.Write(text.Json, QuestionsDocument.Restore($"[{authored}]").Questions[0]);
        text.Json.WriteEndArray();

        Assert.Equal($"[{echoed}]", Encoding.UTF8.GetString(await text.Finish()));
    }

    private static async Task<JsonArray> Told(string document, Answers answers)
    {
        var told = await ApplicationTelling.Completed(SeedApplication.Facts with
        {
            Questions = QuestionsDocument.Restore(document),
            Answers = answers,
        });
        return JsonNode.Parse(told.Data)!["questionsAndAnswers"]!.AsArray();
    }

    // The golden files are laid out for people; the wire has no layout. Everything else is compared byte for byte.
    private static void AssertIs(string golden, byte[] body) =>
        Assert.Equal(WithoutLayout(Golden.Read(golden)), Encoding.UTF8.GetString(body));

    private static NewEvent Event(string type, ToldApplication told) =>
        new(1, type, SeedApplication.Facts.TlrApplicationId, told.Data, told.QuestionsAndAnswers, null);

    private static string WithoutLayout(string json)
    {
        using var document = JsonDocument.Parse(json);
        var plain = new StringBuilder(json.Length);
        var isText = false;
        for (var i = 0; i < json.Length; i++)
        {
            if (isText && json[i] == '\\')
            {
                plain.Append(json[i++]);
            }
            else if (json[i] == '"')
            {
                isText = !isText;
            }
            if (isText || !char.IsWhiteSpace(json[i]))
            {
                plain.Append(json[i]);
            }
        }
        return plain.ToString();
    }
}
