using System.Collections.Immutable;

namespace Placard.Apply.Questions;

/// <summary>
/// Reads one posted page against the questions and the earlier answers. Only what is asked is read: answers to
/// questions that are not due are ignored, and dropped when a change of mind makes them so. Never throws, whatever was
/// posted.
/// </summary>
internal static class AnswerReader
{
    /// <summary>Whether a question is asked, given these answers.</summary>
    public static bool IsDue(Question question, Answers answers) => IsMet(question.Condition, answers);

    /// <summary>Whether a child is asked, given these answers and that its hierarchy is due.</summary>
    public static bool IsDue(ChildQuestion child, Answers answers) => IsMet(child.Condition, answers);

    /// <summary>Whether a page has anything to ask or to show; others are passed over.</summary>
    public static bool IsPageDue(IReadOnlyList<Question> page, Answers answers) =>
        page.Any(question => IsDue(question, answers));

    /// <summary>
    /// What a page shows, given these answers, by id: due questions and information, and due children.
    /// </summary>
    public static IReadOnlySet<string> Shown(IReadOnlyList<Question> page, Answers answers)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var question in page.Where(question => IsDue(question, answers)))
        {
            shown.Add(question.Id);
            shown.UnionWith(question.Children.Where(child => IsDue(child, answers)).Select(child => child.Id));
        }
        return shown;
    }

    /// <summary>
    /// Reads a page of the document. <paramref name="earlier"/> are all answers known before, of this page too when it
    /// was sent before.
    /// </summary>
    public static PageReading Read(
        QuestionsDocument document, IReadOnlyList<Question> page, Answers earlier, PostedPage posted)
    {
        var reading = new Reading(posted, posted.Shown ?? Shown(page, earlier), earlier);
        foreach (var question in page)
        {
            reading.Take(question);
        }
        reading.CheckSize(page);
        return new PageReading(WhatIsDue(document, reading.Answers), reading.Faults, reading.FurtherDue);
    }

    /// <summary>The answers without those of questions and children that are not due.</summary>
    public static Answers WhatIsDue(QuestionsDocument document, Answers answers)
    {
        // Conditions look back only, so one pass in order is enough.
        foreach (var question in document.Questions)
        {
            if (answers.Of(question.Id) is not { } answer)
            {
                continue;
            }
            if (!IsDue(question, answers))
            {
                answers = answers.With(question.Id, null);
            }
            else if (answer is BranchAnswer branch)
            {
                answers = WhatIsDue(question, branch, answers);
            }
        }
        return answers;
    }

    private static Answers WhatIsDue(Question question, BranchAnswer branch, Answers answers)
    {
        foreach (var child in question.Children.Where(child => branch.Values.ContainsKey(child.Id)))
        {
            if (!IsDue(child, answers))
            {
                branch = new BranchAnswer(branch.Values.Remove(child.Id));
                answers = answers.With(question.Id, branch);
            }
        }
        return answers;
    }

    private static bool IsMet(QuestionCondition? condition, Answers answers) =>
        condition == null || answers.Say(condition.Id, condition.Value);

    private sealed class Reading(PostedPage posted, IReadOnlySet<string> shown, Answers earlier)
    {
        private readonly List<AnswerFault> faults = [];

        public Answers Answers { get; private set; } = earlier;

        public IReadOnlyList<AnswerFault> Faults => faults;

        public bool FurtherDue { get; private set; }

        public void Take(Question question)
        {
            if (!IsDue(question, Answers))
            {
                Answers = Answers.With(question.Id, null);
                return;
            }
            if (!WasAsked(question.Id))
            {
                FurtherDue = true;
                return;
            }
            if (!question.IsAnswered)
            {
                return;
            }
            if (question.Type == QuestionType.Hierarchical)
            {
                TakeBranch(question);
                return;
            }
            var (answer, fault) = AnswerOf(question);
            Answers = Answers.With(question.Id, answer);
            Note(question.Id, question.Required, answer != null, fault, question.Type);
        }

        public void CheckSize(IReadOnlyList<Question> page)
        {
            if (Answers.Characters <= QuestionLimits.AllAnswers)
            {
                return;
            }
            var longest = page.Where(question => Answers.Of(question.Id) is TextAnswer)
                .MaxBy(question => ((TextAnswer)Answers.Of(question.Id)!).Text.Length);
            faults.Add(new AnswerFault(
                longest?.Id ?? page[0].Id, "Your answers together are too long. Please shorten this one."));
        }

        private bool WasAsked(string id) =>
            shown.Contains(id) || posted.Files.ContainsKey(id) || posted.Values(id).Count > 0;

        private (Answer? Answer, string? Fault) AnswerOf(Question question) => question.Type switch
        {
            QuestionType.File => (FileOf(question.Id), null),
            QuestionType.Multiselect => AnswerRules.Choices(question.Options, posted.Values(question.Id)),
            QuestionType.Select => AnswerRules.Choice(question.Options, First(question.Id)),
            QuestionType.Date => AnswerRules.Date(question, First(question.Id)),
            _ => AnswerRules.Text(question, First(question.Id)),
        };

        // A file that came before stays until another comes or it is taken away: browsers never send it twice.
        private FileAnswer? FileOf(string id) =>
            posted.Files.TryGetValue(id, out var fileId) ? new FileAnswer(fileId)
            : posted.Removed?.Contains(id) == true ? null
            : Answers.Of(id) as FileAnswer;

        private void TakeBranch(Question root)
        {
            var values = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
            var (answer, fault) = AnswerRules.Choice(root.Options, First(root.Id));
            Note(root.Id, root.Required, answer != null, fault, QuestionType.Select);
            if (answer == null)
            {
                Answers = Answers.With(root.Id, null);
                return;
            }
            Answers = Answers.With(root.Id, new BranchAnswer(values = values.Add(root.Id, answer.Text)));
            foreach (var child in root.Children.Where(child => IsDue(child, Answers)))
            {
                if (!WasAsked(child.Id))
                {
                    FurtherDue = true;
                    continue;
                }
                var (below, wrong) = AnswerRules.Choice(child.Options, First(child.Id));
                Note(child.Id, child.Required, below != null, wrong, QuestionType.Select);
                if (below != null)
                {
                    Answers = Answers.With(root.Id, new BranchAnswer(values = values.Add(child.Id, below.Text)));
                }
            }
        }

        private string First(string id) => posted.Values(id) is [var first, ..] ? first : "";

        private void Note(string id, bool? required, bool isAnswered, string? fault, QuestionType type)
        {
            if (fault == null && required == true && !isAnswered)
            {
                fault = AnswerRules.Missing(type);
            }
            if (fault != null)
            {
                faults.Add(new AnswerFault(id, fault));
            }
        }
    }
}
