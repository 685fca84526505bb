using System.Globalization;
using Microsoft.AspNetCore.Http;
using Placard.Apply.Questions;
using Placard.Platform;

namespace Placard.Apply.Forms;

/// <summary>A page of the advertiser's questions, as far as they are due.</summary>
internal sealed class QuestionPage(
    IReadOnlyList<Question> page,
    Answers answers,
    Func<string, IReadOnlyList<string>?> entered,
    Func<string, KeptFile?> kept,
    string fileHint,
    IReadOnlyList<FieldFault> faults)
{
    private readonly FieldHtml fields = new(faults, Asking(page)) { MessagesNameFields = false };

    public Task Write(
        HttpContext context, PageJob job, PageStep step, string action, string token, FormEnd end, int status)
    {
        fields.Hidden(FormFields.Token, token);
        var shown = AnswerReader.Shown(page, answers);
        if (page.Any(question => question.Condition != null || question.Children.Count > 0))
        {
            fields.Hidden(FormFields.Shown, string.Join('\t', shown));
        }
        for (var index = 0; index < page.Count; index++)
        {
            if (shown.Contains(page[index].Id))
            {
                Write(page[index], string.Create(CultureInfo.InvariantCulture, $"q{index}"), shown);
            }
        }
        return FormPage.Write(context, job, step, "Questions for this job", action, fields, end, status);
    }

    private void Write(Question question, string element, IReadOnlySet<string> shown)
    {
        var required = question.Required == true;
        switch (question.Type)
        {
            case QuestionType.Information:
                fields.Information(element, question.Text);
                break;
            case QuestionType.Textarea:
                fields.Area(
                    element, question.Id, question.Text, One(question.Id), required, question.MostCharacters);
                break;
            case QuestionType.Select:
                fields.Choice(element, question.Id, question.Text, Pairs(question.Options), One(question.Id), required);
                break;
            case QuestionType.Multiselect:
                fields.Choices(
                    element, question.Id, question.Text, Pairs(question.Options), All(question.Id), required);
                break;
            case QuestionType.File:
                fields.File(element, question.Id, question.Text, required, kept(question.Id), fileHint);
                break;
            case QuestionType.Hierarchical:
                WriteBranch(question, element, shown);
                break;
            default:
                fields.Line(element, question.Id, question.Text, One(question.Id), TraitsOf(question, required));
                break;
        }
    }

    /// <summary>Questions of this page that decide whether others of it are asked.</summary>
    private static HashSet<string> Asking(IReadOnlyList<Question> page)
    {
        var conditions = page.Select(question => question.Condition)
            .Concat(page.SelectMany(question => question.Children).Select(child => child.Condition));
        var here = page.SelectMany(question => question.Children.Select(child => child.Id).Prepend(question.Id));
        return [.. conditions.OfType<QuestionCondition>().Select(condition => condition.Id).Intersect(here)];
    }

    private void WriteBranch(Question root, string element, IReadOnlySet<string> shown)
    {
        fields.Choice(
            element, root.Id, root.Text, Pairs(root.Options), One(root.Id), root.Required == true);
        for (var index = 0; index < root.Children.Count; index++)
        {
            var child = root.Children[index];
            if (shown.Contains(child.Id))
            {
                fields.Choice(
                    string.Create(CultureInfo.InvariantCulture, $"{element}c{index}"), child.Id, child.Text,
                    Pairs(child.Options), One(child.Id), child.Required == true);
            }
        }
    }

    private static LineTraits TraitsOf(Question question, bool required) => question.Type == QuestionType.Date
        ? new LineTraits(required)
        {
            Type = "date", Min = question.Min, Max = question.Max, Hint = "Year, month and day, such as 2026-01-31.",
        }
        : new LineTraits(required)
        {
            MaxLength = question.MostCharacters,
            InputMode = question.Format switch
            {
                AnswerFormat.Integer => question.Min?.StartsWith('-') == true ? null : "numeric",
                AnswerFormat.NumericText => "numeric",
                AnswerFormat.Decimal => question.Min?.StartsWith('-') == true ? null : "decimal",
                _ => null,
            },
            Hint = RangeHint(question),
        };

    private static string? RangeHint(Question question) => (question.Min, question.Max) switch
    {
        ({ } min, { } max) => $"From {min} to {max}.",
        ({ } min, null) => $"At least {min}.",
        (null, { } max) => $"At most {max}.",
        _ => null,
    };

    private string One(string id) => All(id) is [var first, ..] ? first : "";

    // What was just entered stands before what is kept: a refused text is shown as it was typed.
    private IReadOnlyList<string> All(string id) => entered(id) ?? Kept(id);

    private IReadOnlyList<string> Kept(string id) => answers.Of(id) switch
    {
        TextAnswer text => [text.Text],
        ChoicesAnswer choices => choices.Values,
        BranchAnswer branch => branch.Values.TryGetValue(id, out var value) ? [value] : [],
        FileAnswer => [],
        _ => KeptBelow(id),
    };

    private IReadOnlyList<string> KeptBelow(string id)
    {
        foreach (var question in page)
        {
            if (answers.Of(question.Id) is BranchAnswer branch && branch.Values.TryGetValue(id, out var value))
            {
                return [value];
            }
        }
        return [];
    }

    private static List<(string Label, string Value)> Pairs(IReadOnlyList<QuestionOption> options) =>
        [.. options.Select(option => (option.Label, option.Value))];
}
