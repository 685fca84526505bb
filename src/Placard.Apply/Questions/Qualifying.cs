namespace Placard.Apply.Questions;

/// <summary>
/// Whether an application meets the qualifying questions: every due question that has at least one option marked
/// correct was answered with one of them. Of a multiselect one correct choice is enough, whatever else is chosen.
/// Children of hierarchies whose root was answered qualify like questions of their own. Without such questions
/// everybody qualifies.
/// </summary>
internal static class Qualifying
{
    public static bool Qualifies(QuestionsDocument document, Answers answers) => document.Questions
        .Where(question => AnswerReader.IsDue(question, answers))
        .All(question => Qualifies(question.Id, question.Options, answers)
            && question.Children
                .Where(child => answers.Of(question.Id) != null && AnswerReader.IsDue(child, answers))
                .All(child => Qualifies(child.Id, child.Options, answers)));

    private static bool Qualifies(string id, IReadOnlyList<QuestionOption> options, Answers answers)
    {
        var correct = options.Where(option => option.Correct == true).ToList();
        return correct.Count == 0 || correct.Any(option => answers.Say(id, option.Value));
    }
}
