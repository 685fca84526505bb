using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Placard.Apply.Questions;
using Placard.Apply.Telling;
using Placard.Tests.Apply.Telling;

namespace Placard.Tests.Apply.Questions;

/// <summary>Documents and answers that nobody would write by hand; the seed of a failure is printed.</summary>
public sealed class QuestionsPropertyTests
{
    private static readonly string[] Shards =
    [
        "[", "]", "{", "}", ",", ":", "null", "true", "false", "0", "-1", "1e9", "\"", "\"a\"", "\"b\"", "\"\"",
        "\"id\":", "\"type\":", "\"question\":", "\"text\":", "\"options\":", "\"label\":", "\"value\":",
        "\"correct\":",
        "\"required\":", "\"condition\":", "\"format\":", "\"limit\":", "\"min\":", "\"max\":",
        "\"hierarchicalOptions\":", "\"select\"", "\"text\"", "\"hierarchical\"", "\"pagebreak\"", "\"date\"",
        "\"file\"",
        "\"integer\"", "\"\\ud800\"", "\"\\ud800\":", "\"\\u0000\"", "\u00FF", "\\", "\u0000",
        "{\"id\":\"a\",\"type\":\"text\",\"question\":\"Q\"}",
        "{\"label\":\"L\",\"value\":\"v\"}",
        "{\"id\":\"s\",\"type\":\"select\",\"question\":\"Q\",\"options\":[{\"label\":\"L\",\"value\":\"v\"}]}",
    ];

    [Fact]
    public void WhateverIsSentIsReadOrRefusedWithReasons()
    {
        var documents = Gen.Elements(Shards).ArrayOf().ToArbitrary();

        Check.QuickThrowOnFailure(Prop.ForAll(documents, shards =>
        {
            var text = string.Concat(shards);
            IsJudged(Encoding.UTF8.GetBytes(text));
            IsJudged(Encoding.UTF8.GetBytes($"[{text}]"));
            IsJudged(Encoding.Latin1.GetBytes(text));
        }));
    }

    [Fact]
    public void ADocumentThatIsDamagedAnywhereIsReadOrRefusedWithReasons()
    {
        var good = Encoding.UTF8.GetBytes(Golden.Read("applications/exemplary/questions.json"));
        var damages = Gen.Choose(0, good.Length - 1).SelectMany(at => Gen.Choose(0, 255).Select(to => (at, to)));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(damages.ToArbitrary(), damage =>
        {
            var damaged = (byte[])good.Clone();
            damaged[damage.at] = (byte)damage.to;
            IsJudged(damaged);
        }));
    }

    [Fact]
    public void AGoodDocumentAndItsAnswersGoRoundAndWhatIsToldFollowsTheRules() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(),
            seed => GoesRound(new Random(seed))));

    private static void IsJudged(byte[] json)
    {
        var isGood = QuestionsDocument.TryRead(json, out var document, out var faults);
        Assert.Equal(isGood, faults.Count == 0);
        Assert.All(faults, fault => Assert.NotEmpty(fault.Message));
        if (isGood)
        {
            // Whatever is taken can be answered and told.
            Fill(document, new Random(json.Length));
        }
    }

    private static void GoesRound(Random random)
    {
        var json = RandomDocument.Write(random);
        Assert.True(
            QuestionsDocument.TryRead(Encoding.UTF8.GetBytes(json), out var document, out var faults),
            $"{json}\n{string.Join('\n', faults)}");
        Assert.Equal(document.Questions.Select(question => question.Id),
            QuestionsDocument.Restore(document.Json).Questions.Select(question => question.Id));
        Assert.Equal(
            document.Questions.Where(question => question.Type != QuestionType.Pagebreak),
            document.Pages.SelectMany(page => page));
        Fill(document, random);
    }

    // Answers page after page as a careless person would, going back now and then.
    private static void Fill(QuestionsDocument document, Random random)
    {
        var answers = Answers.None;
        for (var turn = 0; turn < 3 * document.Pages.Count; turn++)
        {
            var page = document.Pages[random.Next(document.Pages.Count)];
            answers = AnswerReader.Read(document, page, answers, RandomDocument.Post(page, random)).Answers;
            var stored = Answers.FromJson(answers.ToJson());
            Assert.Equal(answers.ToJson(), stored.ToJson());
            Assert.All(document.Questions, question => Assert.True(
                answers.Of(question.Id) == null || AnswerReader.IsDue(question, answers)));
        }
        Assert.Equal(answers.ToJson(), AnswerReader.WhatIsDue(document, answers).ToJson());
        _ = Qualifying.Qualifies(document, answers);
        IsTold(document, answers);
    }

    private static void IsTold(QuestionsDocument document, Answers answers)
    {
        var files = answers.FileIds.Distinct()
            .ToDictionary(id => id, id => SeedApplication.File("a.txt", $"file {id}"));
        var telling = ApplicationTelling.Completed(
            SeedApplication.Facts with { Questions = document, Answers = answers, Files = files }).AsTask();
        Assert.True(telling.IsCompletedSuccessfully);
        var told = telling.Result;
        var entries = JsonNode.Parse(told.Data)!["questionsAndAnswers"]!.AsArray();
        Assert.True(JsonNode.DeepEquals(entries, JsonNode.Parse(told.Data[told.QuestionsAndAnswers!.Value])));
        Assert.Equal(
            document.Questions.Where(question => question.IsAnswered && AnswerReader.IsDue(question, answers))
                .Select(question => question.Id),
            entries.Select(entry => (string)entry!["question"]!["id"]!));
    }
}
