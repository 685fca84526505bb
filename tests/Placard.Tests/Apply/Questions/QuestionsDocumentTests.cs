using System.Text;
using Placard.Apply.Questions;

namespace Placard.Tests.Apply.Questions;

/// <summary>An advertiser writes a questions document, rightly and wrongly.</summary>
public sealed class QuestionsDocumentTests
{
    private const string YesNo = """ "options":[{"label":"Yes","value":"1"},{"label":"No","value":"0"}] """;
    private const string Select = $$"""{"id":"s","type":"select","question":"S?",{{YesNo}}}""";

    [Fact]
    public void TheSeedsQuestionsAreRead()
    {
        var document = QuestionsDocument.Restore(Golden.Read("applications/exemplary/questions.json"));

        Assert.Equal(16, document.Questions.Count);
        Assert.Equal([5, 8], document.Pages.Select(page => page.Count));
        var hours = document.Find("desired_hours")!;
        Assert.Equal((AnswerFormat.Integer, "0", "80", (bool?)false),
            (hours.Format, hours.Min, hours.Max, hours.Required));
        Assert.Equal(100, document.Find("previous_company")!.Limit);
        var licence = document.Find("has_rn_license")!;
        Assert.Equal([1, 2, 1], licence.Children.Select(child => child.Level));
        Assert.Equal(new QuestionCondition("nursing_school", "1"), licence.Children[1].Condition);
        Assert.Null(licence.Children[0].Required);
        Assert.Equal([null, true, true], document.Find("work_eligibility")!.Options.Select(option => option.Correct));
        Assert.Equal("The next questions are about you.", document.Find("about_you")!.Text);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("|", "")]
    [InlineData("a", "a")]
    [InlineData("|a|", "a")]
    [InlineData("||ab||c||", "ab c")]
    [InlineData("a|b|c", "a b c")]
    public void NoPageIsEmptyWhereverBreaksStand(string entries, string pages)
    {
        var json = string.Join(',', entries.Select((entry, i) => entry == '|'
            ? $$"""{"id":"break{{i}}","type":"pagebreak"}"""
            : $$"""{"id":"{{entry}}","type":"text","question":"Q?"}"""));

        var document = QuestionsDocument.Restore($"[{json}]");

        Assert.Equal(pages, string.Join(' ', document.Pages.Select(page =>
            string.Concat(page.Select(question => question.Id)))));
    }

    [Theory]
    // Not a document at all.
    [InlineData("", "$: This is not JSON, or nested deeper than 16 levels: line 1, byte 1.")]
    [InlineData("[", "$: This is not JSON, or nested deeper than 16 levels: line 1, byte 2.")]
    [InlineData("[] []", "$: This is not JSON, or nested deeper than 16 levels: line 1, byte 4.")]
    [InlineData("[{}]", "[0].id: This key is needed.|[0].type: This key is needed.")]
    [InlineData("{\"valid\":true}", "$: The document must be an array of questions.")]
    [InlineData("null", "$: The document must be an array of questions.")]
    [InlineData("[1,\"x\",null]", "[0]: Each question must be an object.|[1]: Each question must be an object.|"
        + "[2]: Each question must be an object.")]
    // Ids.
    [InlineData("""[{"id":1,"type":"pagebreak"}]""", "[0].id: This must be a text.")]
    [InlineData("""[{"id":" ","type":"pagebreak"}]""", "[0].id: This must not be empty.")]
    [InlineData("""[{"id":"a ","type":"pagebreak"}]""", "[0].id: An id must not begin or end with a blank.")]
    [InlineData("""[{"id":"a\u0007","type":"pagebreak"}]""", "[0].id: Control characters are not allowed.")]
    [InlineData("""[{"id":"a\"b","type":"pagebreak"}]""",
        "[0].id: An id names a form's field and must not hold quotes, backslashes or tabs.")]
    [InlineData("""[{"id":"__token","type":"pagebreak"}]""",
        "[0].id: This id has a meaning of its own in forms; ids must not begin with two underscores either.")]
    [InlineData("""[{"id":"a","type":"pagebreak"},{"id":"a","type":"pagebreak"}]""",
        "[1].id: Another question has this id.")]
    [InlineData("""[{"id":"a","id":"b","type":"pagebreak"}]""", "[0].id: This key is given twice.")]
    [InlineData("""[{"id":"\ud800","type":"pagebreak"}]""", "[0].id: This text holds half of a surrogate pair.")]
    [InlineData("""[{"id":"a","type":"pagebreak","\ud800":1}]""",
        "[0]: The name of a key holds half of a surrogate pair.")]
    // Types and texts.
    [InlineData("""[{"id":"a","type":"Text","question":"Q?"}]""", "[0].type: This must be one of: text, textarea, "
        + "select, multiselect, date, file, hierarchical, information, pagebreak.")]
    [InlineData("""[{"id":"a","type":"text","text":"Q?"}]""", "[0].question: This key is needed.")]
    [InlineData("""[{"id":"a","type":"information","question":"Q?"}]""", "[0].text: This key is needed.")]
    [InlineData("""[{"id":"a","type":"text","question":null,"required":"yes"}]""",
        "[0].question: This key is needed.|[0].required: This must be true, false or null.")]
    // Limits.
    [InlineData("""[{"id":"a","type":"text","question":"Q?","format":"email"}]""",
        "[0].format: This must be one of: integer, decimal, numeric_text.")]
    [InlineData("""[{"id":"a","type":"text","question":"Q?","limit":0}]""",
        "[0].limit: This must be a whole number above 0.")]
    [InlineData("""[{"id":"a","type":"textarea","question":"Q?","limit":"1.5"}]""",
        "[0].limit: This must be a whole number above 0.")]
    [InlineData("""[{"id":"a","type":"text","question":"Q?","limit":[]}]""",
        "[0].limit: This must be a text or a number.")]
    [InlineData("""[{"id":"a","type":"text","question":"Q?","format":"integer","min":"10","max":9}]""",
        "[0].max: This must not be less than min.")]
    [InlineData("""[{"id":"a","type":"text","question":"Q?","format":"decimal","min":"-1.50","max":"-1.6"}]""",
        "[0].max: This must not be less than min.")]
    [InlineData("""[{"id":"a","type":"text","question":"Q?","format":"decimal","min":"many","max":1e3}]""",
        "[0].min: This must be a number.|[0].max: This must be a number.")]
    [InlineData("""[{"id":"a","type":"date","question":"Q?","min":"2026-02-30","max":"01/02/2026"}]""",
        "[0].min: This must be a date as YYYY-MM-DD.|[0].max: This must be a date as YYYY-MM-DD.")]
    [InlineData("""[{"id":"a","type":"date","question":"Q?","min":"2026-02-03","max":"2026-02-02"}]""",
        "[0].max: This must not be less than min.")]
    // Options.
    [InlineData("""[{"id":"a","type":"select","question":"Q?"}]""", "[0].options: This key is needed.")]
    [InlineData("""[{"id":"a","type":"select","question":"Q?","options":[]}]""",
        "[0].options: This must be an array of at least one option.")]
    [InlineData("""[{"id":"a","type":"multiselect","question":"Q?","options":["x",{"label":"X"},{"value":1}]}]""",
        "[0].options[0]: Each option must be an object with label and value.|"
        + "[0].options[1].value: This key is needed.|[0].options[2].label: This key is needed.|"
        + "[0].options[2].value: This must be a text.")]
    [InlineData("""[{"id":"a","type":"select","question":"Q?","options":[{"label":"X","value":"x"},"""
        + """{"label":"Y","value":"x","correct":1}]}]""",
        "[0].options[1].correct: This must be true, false or null.|"
        + "[0].options[1].value: Another option of this question has this value.")]
    // Conditions.
    [InlineData($$"""[{{Select}},{"id":"a","type":"text","question":"Q?","condition":"s"}]""",
        "[1].condition: This must be an object with id and value.")]
    [InlineData($$"""[{{Select}},{"id":"a","type":"text","question":"Q?","condition":{"id":"s"} }]""",
        "[1].condition.value: This key is needed.")]
    [InlineData($$"""[{{Select}},{"id":"a","type":"text","question":"Q?","condition":{"id":"s","value":"2"} }]""",
        "[1].condition.value: The question that is named has no option with this value.")]
    [InlineData($$"""[{{Select}},{"id":"a","type":"text","question":"Q?","condition":{"id":"t","value":"1"} }]""",
        "[1].condition.id: There is no question with this id.")]
    [InlineData("""[{"id":"a","type":"text","question":"Q?"},"""
        + """{"id":"b","type":"text","question":"Q?","condition":{"id":"a","value":"1"}}]""",
        "[1].condition.id: A condition must name a question with options: select, multiselect, hierarchical.")]
    [InlineData($$"""[{"id":"a","type":"select","question":"Q?",{{YesNo}},"condition":{"id":"a","value":"1"} }]""",
        "[0].condition.id: A question cannot depend on itself.")]
    [InlineData($$"""[{"id":"a","type":"select","question":"Q?",{{YesNo}},"condition":{"id":"b","value":"1"} },"""
        + $$"""{"id":"b","type":"select","question":"Q?",{{YesNo}},"condition":{"id":"a","value":"1"} }]""",
        "[0].condition.id: A condition can only look back: the question it names must stand before this one, and for "
        + "a child in the same hierarchy.")]
    // Hierarchies.
    [InlineData($$"""[{"id":"a","type":"hierarchical","question":"Q?",{{YesNo}}}]""",
        "[0].hierarchicalOptions: This key is needed.")]
    [InlineData($$"""[{"id":"a","type":"hierarchical","question":"Q?",{{YesNo}},"hierarchicalOptions":[7,"""
        + $$"""{"id":"b","type":"text","question":"Q?",{{YesNo}},"hierarchicalOptions":[]}]}]""",
        "[0].hierarchicalOptions[0]: Each child must be an object.|"
        + "[0].hierarchicalOptions[1].hierarchicalOptions: Children stand in one flat list below the root.|"
        + "[0].hierarchicalOptions[1].type: A child is answered by one of its options and has no type, or select.")]
    [InlineData($$"""[{{Select}},{"id":"a","type":"hierarchical","question":"Q?",{{YesNo}},"hierarchicalOptions":["""
        + $$"""{"id":"b","question":"Q?",{{YesNo}},"condition":{"id":"s","value":"1"} }]}]""",
        "[1].hierarchicalOptions[0].condition.id: A condition can only look back: the question it names must stand "
        + "before this one, and for a child in the same hierarchy.")]
    [InlineData($$"""[{"id":"a","type":"hierarchical","question":"Q?",{{YesNo}},"hierarchicalOptions":["""
        + $$"""{"id":"a","question":"Q?",{{YesNo}}}]}]""",
        "[0].hierarchicalOptions[0].id: Another question has this id.")]
    public void EveryFaultIsListedWithItsPath(string json, string expected)
    {
        Assert.False(QuestionsDocument.TryRead(Encoding.UTF8.GetBytes(json), out var document, out var faults));

        Assert.Empty(document.Questions);
        Assert.Equal(
            expected.Split('|').Order(StringComparer.Ordinal),
            faults.Select(fault => $"{fault.Path}: {fault.Message}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"id":"a","type":"text","question":"<script>alert(1)</script>","required":null,"min":null}]""")]
    [InlineData("""[{"id":"emailAddress","type":"text","question":"Your other address?"}]""")]
    [InlineData("""[{"id":"a","type":"text","question":"Q?"},{"id":"A","type":"text","question":"Q?"}]""")]
    [InlineData("""[{"id":"resume","type":"file","question":"Your resume in another language?"}]""")]
    [InlineData("""[{"id":"Straße Nr. 1?","type":"text","question":"Line\nand line","ours":{"deep":[[[1]]]}}]""")]
    [InlineData("""[{"id":"a","type":"date","question":"Q?","format":"MM/dd/yyyy","min":"2026-01-01"}]""")]
    [InlineData("""[{"id":"a","type":"text","question":"Q?","limit":"100000000000000000000"}]""")]
    [InlineData("""[{"id":"a","type":"text","question":"Q?","min":"x","options":"none"}]""")]
    [InlineData($$"""[{"id":"m","type":"multiselect","question":"M?",{{YesNo}}},"""
        + """{"id":"a","type":"text","question":"Q?","condition":{"id":"m","value":"1"}}]""")]
    [InlineData($$"""[{"id":"h","type":"hierarchical","question":"H?",{{YesNo}},"hierarchicalOptions":["""
        + $$"""{"id":"c","type":"select","question":"C?",{{YesNo}}}]},"""
        + """{"id":"a","type":"text","question":"Q?","condition":{"id":"c","value":"1"}}]""")]
    public void WhatIsUsualOrHarmlessIsTaken(string json)
    {
        QuestionsDocument.TryRead(Encoding.UTF8.GetBytes(json), out var document, out var faults);

        Assert.Empty(faults);
        Assert.Equal(json, document.Json);
    }

    [Fact]
    public void ChildrenMayStandThreeLevelsBelowTheRootAndNotFour()
    {
        static string Children(int levels) => string.Join(',', Enumerable.Range(1, levels).Select(level =>
            $$"""{"id":"c{{level}}","question":"Q?",{{YesNo}},"condition":{"id":"c{{level - 1}}","value":"1"} }"""));
        static string Document(int levels) =>
            $$"""[{"id":"c0","type":"hierarchical","question":"Q?",{{YesNo}},"""
            + $$""" "hierarchicalOptions":[{{Children(levels)}}]}]""";

        var three = QuestionsDocument.Restore(Document(3));
        QuestionsDocument.TryRead(Encoding.UTF8.GetBytes(Document(4)), out _, out var faults);

        Assert.Equal([1, 2, 3], three.Questions[0].Children.Select(child => child.Level));
        var fault = Assert.Single(faults);
        Assert.Equal("[0].hierarchicalOptions[3].condition", fault.Path);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void ADocumentHasAtMost500Questions(int count, bool isTaken)
    {
        var entries = Enumerable.Range(0, count).Select(i => $$"""{"id":"q{{i}}","type":"text","question":"Q?"}""")
            .Append("""{"id":"page","type":"pagebreak"}""");
        var json = Encoding.UTF8.GetBytes($"[{string.Join(',', entries)}]");

        Assert.Equal(isTaken, QuestionsDocument.TryRead(json, out _, out var faults));
        Assert.Equal(
            isTaken ? [] : ["$: At most 500 questions are allowed; this has 501."],
            faults.Select(fault => $"{fault.Path}: {fault.Message}"));
    }

    [Fact]
    public void ALargeADeepAndAFaultyDocumentCostLittle()
    {
        Assert.Equal("At most 1048576 bytes are allowed; this has 1048577.", OnlyFault(new byte[(1 << 20) + 1]));
        Assert.StartsWith("This is not JSON, or nested", OnlyFault(Encoding.UTF8.GetBytes(new string('[', 1 << 20))));
        Assert.Equal("The document is not UTF-8.", OnlyFault([(byte)'[', (byte)'"', 0xFF, (byte)'"', (byte)']']));
        Assert.Equal(
            "At most 1000 entries are allowed; this has 300000.",
            OnlyFault(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("1", 300_000))}]")));
        var bad = $$"""{"id":"a","type":"select","question":"Q?","options":[{{Times("1", 1000)}}]}""";

        QuestionsDocument.TryRead(Encoding.UTF8.GetBytes($"[{Times(bad, 400)}]"), out _, out var faults);

        Assert.Equal(QuestionLimits.Faults + 1, faults.Count);
        Assert.Equal("There are 399399 more faults; mend these first.", faults[^1].Message);

        static string Times(string what, int count) => string.Join(',', Enumerable.Repeat(what, count));
    }

    [Fact]
    public void AByteOrderMarkIsPassedOver()
    {
        Assert.True(QuestionsDocument.TryRead(
            [.. Encoding.UTF8.Preamble, .. "[]"u8], out var document, out _));
        Assert.Equal("[]", document.Json);
    }

    private static string OnlyFault(byte[] json)
    {
        Assert.False(QuestionsDocument.TryRead(json, out _, out var faults));
        var fault = Assert.Single(faults);
        Assert.Equal("$", fault.Path);
        return fault.Message;
    }
}
