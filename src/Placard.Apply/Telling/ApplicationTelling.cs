using System.Text.Json;
using Placard.Apply.Questions;

namespace Placard.Apply.Telling;

/// <summary>
/// Writes <c>data</c> of the two application events, field by field in the order of the contract's samples: null where
/// they have null, absent where they have nothing (docs/contract/application-events.md).
/// </summary>
internal static class ApplicationTelling
{
    /// <summary>The <c>data</c> of <c>platform:JobApplication:started:v1</c>: questions are not told yet.</summary>
    public static async ValueTask<ToldApplication> Started(TellingFacts facts)
    {
        var text = new TellingText();
        var json = text.Json;
        WriteHead(text, facts, completed: false, qualified: false);
        json.WriteStartArray("questionsAndAnswers"u8);
        json.WriteEndArray();
        json.WriteNull("qualifyingQuestionAnswers"u8);
        WriteFoot(json, facts);
        return new ToldApplication(await text.Finish().ConfigureAwait(false), null);
    }

    /// <summary>The <c>data</c> of <c>platform:JobApplication:completed:v2</c>.</summary>
    public static async ValueTask<ToldApplication> Completed(TellingFacts facts)
    {
        var text = new TellingText();
        var json = text.Json;
        WriteHead(text, facts, completed: true, facts.Qualified);
        json.WritePropertyName("questionsAndAnswers"u8);
        var from = text.Position();
        AnswersTelling.Write(json, facts.Questions, facts.Answers, file => WriteFile(text, facts, file));
        var to = text.Position();
        json.WriteStartArray("qualifyingQuestionAnswers"u8);
        json.WriteEndArray();
        WriteFoot(json, facts);
        return new ToldApplication(await text.Finish().ConfigureAwait(false), from..to);
    }

    private static void WriteHead(TellingText text, TellingFacts facts, bool completed, bool qualified)
    {
        var json = text.Json;
        json.WriteStartObject();
        json.WriteNumber("id"u8, facts.Id);
        WriteJob(json, facts.Job);
        json.WriteString("tlrSid"u8, facts.TlrSid);
        WriteApplicant(text, facts);
        json.WriteBoolean("completed"u8, completed);
        json.WriteBoolean("qualified"u8, qualified);
        json.WriteString("createdAt"u8, TellingText.Time(facts.StartedAtMs));
        WriteNumber(json, "segmentId"u8, facts.SegmentId);
        json.WriteNumber("campaignId"u8, facts.CampaignId);
        json.WriteString("redirectUrl"u8, facts.RedirectUrl);
        json.WriteString("applicationTime"u8, TellingText.Time(facts.AppliedAtMs));
        json.WriteString("tlrApplicationId"u8, facts.TlrApplicationId);
    }

    private static void WriteFoot(Utf8JsonWriter json, TellingFacts facts)
    {
        json.WriteStartObject("analytics"u8);
        json.WriteString("userAgent"u8, facts.UserAgent);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteJob(Utf8JsonWriter json, TellingJob job)
    {
        json.WriteStartObject("job"u8);
        json.WriteString("city"u8, job.City);
        json.WriteNumber("jobId"u8, job.JobId);
        json.WriteString("state"u8, job.State);
        json.WriteString("title"u8, job.Title);
        json.WriteString("company"u8, job.Company);
        json.WriteString("zipcode"u8, job.Zipcode);
        json.WriteNumber("sourceId"u8, job.SourceId);
        json.WriteString("jobReference"u8, job.JobReference);
        json.WriteString("originalJobReference"u8, job.OriginalJobReference);
        json.WriteEndObject();
    }

    private static void WriteApplicant(TellingText text, TellingFacts facts)
    {
        var (json, person) = (text.Json, facts.Person);
        json.WriteStartObject("applicant"u8);
        json.WriteString("city"u8, person.City);
        json.WriteString("phone"u8, person.Phone);
        json.WriteString("state"u8, person.State);
        json.WriteString("address"u8, string.IsNullOrWhiteSpace(person.Address) ? null : person.Address);
        json.WriteString("zipcode"u8, person.Zipcode);
        json.WriteString("lastName"u8, person.LastName);
        json.WriteString("firstName"u8, person.FirstName);
        json.WriteString("emailAddress"u8, person.EmailAddress);
        if (facts.Resume != null)
        {
            json.WritePropertyName("resume"u8);
            text.File(facts.Resume);
        }
        json.WriteEndObject();
    }

    // A file that was taken away while its answer was not saved any more: nothing was attached in the end.
    private static void WriteFile(TellingText text, TellingFacts facts, FileAnswer answer)
    {
        if (facts.Files.TryGetValue(answer.FileId, out var file))
        {
            text.File(file);
        }
        else
        {
            text.Json.WriteNullValue();
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
