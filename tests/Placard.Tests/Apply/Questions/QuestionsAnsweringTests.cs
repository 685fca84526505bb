using System.Collections.Immutable;
using System.Text;
using Placard.Apply.Questions;

namespace Placard.Tests.Apply.Questions;

/// <summary>A jobseeker answers one page of questions.</summary>
public sealed class QuestionsAnsweringTests
{
    private const string Form =
        """
        [{"id":"licence","type":"select","question":"Licence?","required":true,
          "options":[{"label":"Yes","value":"1"},{"label":"No","value":"0"}]},
        {"id":"kind","type":"text","question":"Which?","required":true,"condition":{"id":"licence","value":"1"}},
        {"id":"shifts","type":"multiselect","question":"Shifts?",
          "options":[{"label":"Day","value":"d"},{"label":"Night","value":"n"},{"label":"Swing","value":"s"}]},
        {"id":"letter","type":"file","question":"Letter?"},
        {"id":"school","type":"hierarchical","question":"School?",
          "options":[{"label":"Yes","value":"1"},{"label":"No","value":"0"}],
          "hierarchicalOptions":[
          {"id":"when","question":"When?","options":[{"label":"Soon","value":"s"},{"label":"Later","value":"l"}],
            "required":true,"condition":{"id":"school","value":"1"}},
          {"id":"sure","question":"Sure?","options":[{"label":"Yes","value":"1"}],
            "condition":{"id":"when","value":"s"}}]},
        {"id":"next","type":"pagebreak"},
        {"id":"nights","type":"textarea","question":"Why nights?","condition":{"id":"shifts","value":"n"}}]
        """;

    private static readonly QuestionsDocument Document = QuestionsDocument.Restore(Form);

    [Fact]
    public void GoodAnswersAreKeptInTheFormOfTheirType()
    {
        var read = Send(Answers.None, "licence=0&shifts=n&shifts=d&shifts=d&school=0", files: ("letter", 12));

        Assert.Empty(read.Faults);
        Assert.False(read.FurtherDue);
        Assert.Equal(new TextAnswer("0"), read.Answers.Of("licence"));
        Assert.Equal(new ChoicesAnswer(["d", "n"]), read.Answers.Of("shifts"));
        Assert.Equal(new FileAnswer(12), read.Answers.Of("letter"));
        Assert.Equal(Branch(("school", "0")), read.Answers.Of("school"));
        Assert.Equal([12L], read.Answers.FileIds);
    }

    [Fact]
    public void WhatIsRequiredIsAskedForAndEverythingElseStays()
    {
        var read = Send(Answers.None, "licence=&shifts=d");

        Assert.Equal([new AnswerFault("licence", "Please choose an answer.")], read.Faults);
        Assert.Equal(new ChoicesAnswer(["d"]), read.Answers.Of("shifts"));
    }

    [Fact]
    public void AnAnswerThatMakesAQuestionOfTheSamePageDueShowsThePageAgain()
    {
        var first = Send(Answers.None, "licence=1");
        var second = Send(first.Answers, "licence=1&kind=");
        var third = Send(first.Answers, "licence=1&kind= CDL ");

        Assert.Empty(first.Faults);
        Assert.True(first.FurtherDue);
        Assert.Equal([new AnswerFault("kind", "Please answer this question.")], second.Faults);
        Assert.False(second.FurtherDue);
        Assert.Empty(third.Faults);
        Assert.Equal(new TextAnswer("CDL"), third.Answers.Of("kind"));
    }

    [Fact]
    public void APageThatShowedTheQuestionByScriptGoesOnAtOnce()
    {
        var read = Send(Answers.None, "licence=1&kind=CDL");

        Assert.Empty(read.Faults);
        Assert.False(read.FurtherDue);
    }

    [Fact]
    public void AQuestionThatTheFormSaysItShowedIsNotShownAgain()
    {
        // Radio buttons that nobody touched are not sent; only the form itself can tell that they were there.
        var shown = new HashSet<string> { "licence", "school", "when" };

        var told = Send(Answers.None, "licence=0&school=1", shown: shown);
        var untold = Send(Answers.None, "licence=0&school=1");

        Assert.Equal([new AnswerFault("when", "Please choose an answer.")], told.Faults);
        Assert.Equal((0, true), (untold.Faults.Count, untold.FurtherDue));
    }

    [Fact]
    public void ChildrenBecomeDueLevelByLevel()
    {
        var first = Send(Answers.None, "licence=0&school=1");
        var second = Send(first.Answers, "licence=0&school=1&when=s");
        var third = Send(second.Answers, "licence=0&school=1&when=s&sure=1");
        var changed = Send(third.Answers, "licence=0&school=1&when=l&sure=1");
        var left = Send(third.Answers, "licence=0&school=0&when=s&sure=1");

        Assert.Equal([true, true, false, false, false],
            new[] { first, second, third, changed, left }.Select(read => read.FurtherDue));
        Assert.Equal(Branch(("school", "1"), ("when", "s"), ("sure", "1")), third.Answers.Of("school"));
        Assert.Equal(Branch(("school", "1"), ("when", "l")), changed.Answers.Of("school"));
        Assert.Equal(Branch(("school", "0")), left.Answers.Of("school"));
    }

    [Fact]
    public void AChangeOfMindDropsWhatDependedOnItOnEveryPage()
    {
        var answers = Send(Answers.None, "licence=1&kind=CDL&shifts=n").Answers;
        answers = Send(answers, "nights=I+like+owls", page: 1).Answers;
        Assert.Equal(new TextAnswer("I like owls"), answers.Of("nights"));

        var changed = Send(answers, "licence=0&kind=CDL&shifts=d");

        Assert.Empty(changed.Faults);
        Assert.Null(changed.Answers.Of("kind"));
        Assert.Null(changed.Answers.Of("nights"));
        Assert.False(AnswerReader.IsPageDue(Document.Pages[1], changed.Answers));
    }

    [Fact]
    public void AnswersToQuestionsThatWereNotAskedAreIgnored()
    {
        var read = Send(Answers.None, "licence=0&kind=CDL&when=s&sure=1&nights=x&firstName=y&page7=1&&=");

        Assert.Empty(read.Faults);
        Assert.Equal(1, read.Answers.Count);
    }

    [Fact]
    public void WhatIsEmptiedIsGoneAndAFileStaysUntilItIsTakenAway()
    {
        var before = Send(Answers.None, "licence=0&shifts=d", files: ("letter", 12)).Answers;

        var emptied = Send(before, "licence=0");
        var removed = Send(before, "licence=0", removed: "letter");
        var replaced = Send(before, "licence=0", removed: "letter", files: ("letter", 13));

        Assert.Null(emptied.Answers.Of("shifts"));
        Assert.Equal(new FileAnswer(12), emptied.Answers.Of("letter"));
        Assert.Null(removed.Answers.Of("letter"));
        Assert.Equal(new FileAnswer(13), replaced.Answers.Of("letter"));
    }

    [Theory]
    [InlineData("licence=2", "licence: Please choose one of the answers shown.")]
    [InlineData("licence=Yes", "licence: Please choose one of the answers shown.")]
    [InlineData("licence=0&shifts=d&shifts=x", "shifts: Please choose one of the answers shown.")]
    [InlineData("licence=0&school=2", "school: Please choose one of the answers shown.")]
    [InlineData("licence=0&school=1&when=never", "when: Please choose one of the answers shown.")]
    public void WhatWasNotOfferedIsRefused(string posted, string fault)
    {
        Assert.Equal([fault], Send(Answers.None, posted).Faults.Select(told => $"{told.FieldId}: {told.Message}"));
    }

    [Theory]
    // format, min, max, limit | entered | answer, or the fault
    [InlineData("", "  two words ", "two words", null)]
    [InlineData("", "one\nline", null, "This must be one line of ordinary characters.")]
    [InlineData("", "a\u0000b", null, "This must be one line of ordinary characters.")]
    [InlineData("", "a{half}", null, "This must be one line of ordinary characters.")]
    [InlineData("", "😀 tab\there", "😀 tab\there", null)]
    [InlineData("\"limit\":5", "12345", "12345", null)]
    [InlineData("\"limit\":\"5\"", "123456", null, "Please use at most 5 characters; this has 6.")]
    [InlineData("\"format\":\"integer\"", "12", "12", null)]
    [InlineData("\"format\":\"integer\"", "-007", "-007", null)]
    [InlineData("\"format\":\"integer\"", "1.0", null, "Please enter a whole number, such as 12.")]
    [InlineData("\"format\":\"integer\"", "1,000", null, "Please enter a whole number, such as 12.")]
    [InlineData("\"format\":\"integer\"", "٣", null, "Please enter a whole number, such as 12.")]
    [InlineData("\"format\":\"integer\"", "-", null, "Please enter a whole number, such as 12.")]
    [InlineData("\"format\":\"decimal\"", "3.5", "3.5", null)]
    [InlineData("\"format\":\"decimal\"", ".5", ".5", null)]
    [InlineData("\"format\":\"decimal\"", "1e5", null, "Please enter a number, such as 3.5.")]
    [InlineData("\"format\":\"decimal\"", ".", null, "Please enter a number, such as 3.5.")]
    [InlineData("\"format\":\"decimal\"", "1.2.3", null, "Please enter a number, such as 3.5.")]
    [InlineData("\"format\":\"numeric_text\"", "00123", "00123", null)]
    [InlineData("\"format\":\"numeric_text\"", "-1", null, "Please enter digits only, such as 0123.")]
    [InlineData("\"format\":\"integer\",\"min\":\"0\",\"max\":\"80\"", "80", "80", null)]
    [InlineData("\"format\":\"integer\",\"min\":\"0\",\"max\":\"80\"", "-0", "-0", null)]
    [InlineData("\"format\":\"integer\",\"min\":\"0\",\"max\":\"80\"", "81", null, "Please enter 80 or less.")]
    [InlineData("\"format\":\"integer\",\"min\":\"0\",\"max\":\"80\"", "0081", null, "Please enter 80 or less.")]
    [InlineData("\"format\":\"integer\",\"min\":\"0\",\"max\":\"80\"", "-1", null, "Please enter 0 or more.")]
    [InlineData("\"format\":\"integer\",\"min\":-5,\"max\":80", "-6", null, "Please enter -5 or more.")]
    [InlineData("\"format\":\"integer\",\"max\":80", "99999999999999999999999999999999", null,
        "Please enter 80 or less.")]
    [InlineData("\"format\":\"decimal\",\"min\":2.5", "2.49", null, "Please enter 2.5 or more.")]
    [InlineData("\"format\":\"decimal\",\"min\":2.5", "2.50", "2.50", null)]
    [InlineData("\"format\":\"decimal\",\"min\":2.5", "10", "10", null)]
    [InlineData("\"format\":\"numeric_text\",\"max\":\"9\"", "010", null, "Please enter 9 or less.")]
    public void ATextIsHeldToItsLimits(string limits, string entered, string? answer, string? fault) =>
        AssertRead("text", limits, entered, answer, fault);

    [Theory]
    [InlineData("", "2026-02-28", "2026-02-28", null)]
    [InlineData("", "2026-02-29", null, "Please enter a date as year-month-day, such as 2026-01-31.")]
    [InlineData("", "02/28/2026", null, "Please enter a date as year-month-day, such as 2026-01-31.")]
    [InlineData("", "2026-2-8", null, "Please enter a date as year-month-day, such as 2026-01-31.")]
    [InlineData("\"min\":\"2026-01-01\"", "2025-12-31", null, "The date must be 2026-01-01 or later.")]
    [InlineData("\"max\":\"2026-01-01\"", "2026-01-02", null, "The date must be 2026-01-01 or earlier.")]
    [InlineData("\"min\":\"2026-01-01\",\"max\":\"2026-01-01\"", "2026-01-01", "2026-01-01", null)]
    public void ADateIsADayOnTheCalendar(string limits, string entered, string? answer, string? fault) =>
        AssertRead("date", limits, entered, answer, fault);

    [Theory]
    [InlineData("", "one\r\ntwo\rthree", "one\ntwo\nthree", null)]
    [InlineData("\"limit\":7", "one\r\ntwo", "one\ntwo", null)]
    [InlineData("", "a\u001b[0m", null, "This holds characters that cannot be shown. Please type it again.")]
    public void ATextareaHasLines(string limits, string entered, string? answer, string? fault) =>
        AssertRead("textarea", limits, entered, answer, fault);

    [Theory]
    [InlineData("text", "", 1_000)]
    [InlineData("text", "\"limit\":99999999", 10_000)]
    [InlineData("textarea", "", 10_000)]
    [InlineData("textarea", "\"limit\":99999999", 10_000)]
    public void ATextHasACeilingWhateverTheAdvertiserAllows(string type, string limits, int most)
    {
        AssertRead(type, limits, new string('x', most), new string('x', most), null);
        AssertRead(type, limits, new string('x', most + 1), null, string.Create(
            CultureInfo.InvariantCulture, $"Please use at most {most} characters; this has {most + 1}."));
    }

    [Fact]
    public void AllAnswersTogetherHaveACeiling()
    {
        var questions = Enumerable.Range(0, 30).Select(i => $$"""{"id":"q{{i}}","type":"textarea","question":"Q?"}""");
        var document = QuestionsDocument.Restore($"[{string.Join(',', questions)}]");
        var text = new string('x', 9_000);
        var posted = new PostedPage(_ => [text], new Dictionary<string, long>());

        var read = AnswerReader.Read(document, document.Pages[0], Answers.None, posted);

        Assert.Equal("Your answers together are too long. Please shorten this one.", read.Faults.Single().Message);
    }

    [Theory]
    [InlineData("", null, true)]
    [InlineData(",\"correct\":true", "1", true)]
    [InlineData(",\"correct\":true", "0", false)]
    [InlineData(",\"correct\":true", null, false)]
    [InlineData(",\"correct\":false", "0", true)]
    [InlineData(",\"correct\":null", "0", true)]
    public void QualifyingIsAnsweringEveryAskedQuestionWithACorrectOption(
        string correct, string? answered, bool qualifies)
    {
        var document = QuestionsDocument.Restore(
            $$"""
            [{"id":"a","type":"select","question":"A?",
            "options":[{"label":"Yes","value":"1"{{correct}} },{"label":"No","value":"0"},
            {"label":"-","value":"never"}]},
            {"id":"b","type":"select","question":"Never asked","condition":{"id":"a","value":"never"},
            "options":[{"label":"Yes","value":"1","correct":true}]}]
            """);
        var answers = answered == null ? Answers.None : Answers.None.With("a", new TextAnswer(answered));

        Assert.Equal(qualifies, Qualifying.Qualifies(document, answers));
    }

    [Theory]
    [InlineData("n", true)]
    [InlineData("d n", true)]
    [InlineData("d", false)]
    [InlineData("", false)]
    public void OneCorrectChoiceAmongSeveralQualifies(string chosen, bool qualifies)
    {
        var document = QuestionsDocument.Restore(
            """
            [{"id":"m","type":"multiselect","question":"M?","options":[
            {"label":"Day","value":"d","correct":false},{"label":"Night","value":"n","correct":true}]}]
            """);
        var answer = chosen.Length == 0 ? null : new ChoicesAnswer(chosen.Split(' '));

        Assert.Equal(qualifies, Qualifying.Qualifies(document, Answers.None.With("m", answer)));
    }

    [Fact]
    public void ChildrenQualifyTooWhenTheyWereAsked()
    {
        var document = QuestionsDocument.Restore(
            """
            [{"id":"r","type":"hierarchical","question":"R?","options":[{"label":"A","value":"a"},
            {"label":"B","value":"b"}],"hierarchicalOptions":[
            {"id":"c","question":"C?","condition":{"id":"r","value":"a"},
            "options":[{"label":"1","value":"1","correct":true},{"label":"2","value":"2"}]}]}]
            """);

        Assert.True(Qualifying.Qualifies(document, Answers.None.With("r", Branch(("r", "b")))));
        Assert.True(Qualifying.Qualifies(document, Answers.None.With("r", Branch(("r", "a"), ("c", "1")))));
        Assert.False(Qualifying.Qualifies(document, Answers.None.With("r", Branch(("r", "a"), ("c", "2")))));
        Assert.False(Qualifying.Qualifies(document, Answers.None.With("r", Branch(("r", "a")))));
        Assert.True(Qualifying.Qualifies(
            QuestionsDocument.Restore(document.Json.Replace(
                "\"condition\":{\"id\":\"r\",\"value\":\"a\"},", "", StringComparison.Ordinal)),
            Answers.None));
    }

    [Fact]
    public void AnswersSurviveTheStore()
    {
        var answers = Answers.None.With("t", new TextAnswer("Ü \"\n😀")).With("m", new ChoicesAnswer(["b", "a"]))
            .With("f", new FileAnswer(long.MaxValue)).With("h", Branch(("h", "1"), ("c", "")));

        var again = Answers.FromJson(answers.ToJson());

        Assert.Equal(4, again.Count);
        Assert.All(new[] { "t", "m", "f", "h" }, id => Assert.Equal(answers.Of(id), again.Of(id)));
        Assert.Equal(Encoding.UTF8.GetString(answers.ToJson()), Encoding.UTF8.GetString(again.ToJson()));
    }

    private static void AssertRead(string type, string limits, string entered, string? answer, string? fault)
    {
        var more = limits.Length == 0 ? "" : "," + limits;
        var document = QuestionsDocument.Restore($$"""[{"id":"q","type":"{{type}}","question":"Q?"{{more}}}]""");
        // Half a character does not survive in an attribute.
        var sent = entered.Replace("{half}", "\uD83D", StringComparison.Ordinal);
        var posted = new PostedPage(_ => [sent], new Dictionary<string, long>());

        var read = AnswerReader.Read(document, document.Pages[0], Answers.None, posted);

        Assert.Equal(answer, (read.Answers.Of("q") as TextAnswer)?.Text);
        Assert.Equal(fault, read.Faults.SingleOrDefault()?.Message);
    }

    private static BranchAnswer Branch(params (string Id, string Value)[] values) =>
        new(values.ToImmutableSortedDictionary(pair => pair.Id, pair => pair.Value, StringComparer.Ordinal));

    private static PageReading Send(
        Answers earlier,
        string form,
        int page = 0,
        string? removed = null,
        IReadOnlySet<string>? shown = null,
        params (string Id, long File)[] files)
    {
        var fields = form.Split('&').Select(field => field.Split('=', 2)).ToLookup(
            field => Uri.UnescapeDataString(field[0]),
            field => Uri.UnescapeDataString(field.ElementAtOrDefault(1)?.Replace('+', ' ') ?? ""));
        return AnswerReader.Read(Document, Document.Pages[page], earlier, new PostedPage(
            id => [.. fields[id]],
            files.ToDictionary(file => file.Id, file => file.File),
            removed == null ? null : new HashSet<string> { removed },
            shown));
    }
}
