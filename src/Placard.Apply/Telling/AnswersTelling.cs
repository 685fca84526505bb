using System.Text.Json;
using Placard.Apply.Questions;

namespace Placard.Apply.Telling;

/// <summary>
/// Writes <c>questionsAndAnswers</c> as a plain array in the order of the form: every question that was asked, with
/// null where an optional one was left empty. What was not asked, information and page breaks are absent.
/// </summary>
internal static class AnswersTelling
{
    /// <summary>Writes them; <paramref name="writeFile"/> writes what stands for a file.</summary>
    public static void Write(
        Utf8JsonWriter json, QuestionsDocument questions, Answers answers, Action<FileAnswer> writeFile)
    {
        json.WriteStartArray();
        foreach (var question in questions.Questions.Where(question =>
            question.IsAnswered && AnswerReader.IsDue(question, answers)))
        {
            json.WriteStartObject();
            json.WritePropertyName("answer"u8);
            WriteAnswer(json, question, answers, writeFile);
            json.WritePropertyName("question"u8);
            QuestionEcho.Write(json, question);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteAnswer(
        Utf8JsonWriter json, Question question, Answers answers, Action<FileAnswer> writeFile)
    {
        switch (answers.Of(question.Id))
        {
            case null:
                json.WriteNullValue();
                break;
            case TextAnswer answer:
                json.WriteStringValue(answer.Text);
                break;
            case ChoicesAnswer answer:
                WriteChoices(json, answer);
                break;
            case BranchAnswer answer:
                WriteBranch(json, question, answer, answers);
                break;
            case FileAnswer answer:
                writeFile(answer);
                break;
            case var answer:
                throw new InvalidOperationException($"Nobody said how to tell a {answer.GetType().Name}.");
        }
    }

    private static void WriteChoices(Utf8JsonWriter json, ChoicesAnswer answer)
    {
        json.WriteStartArray();
        foreach (var value in answer.Values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    // The root and every child that was shown, null for one left empty; children that were not shown are absent.
    private static void WriteBranch(Utf8JsonWriter json, Question root, BranchAnswer answer, Answers answers)
    {
        json.WriteStartObject();
        json.WriteString(root.Id, answer.Values.GetValueOrDefault(root.Id));
        foreach (var child in root.Children.Where(child => AnswerReader.IsDue(child, answers)))
        {
            json.WriteString(child.Id, answer.Values.GetValueOrDefault(child.Id));
        }
        json.WriteEndObject();
    }
}
