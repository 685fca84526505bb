using System.Text;

namespace Placard.Events.Webhooks;

/// <summary>
/// The data of test sends: every field that a real event has, about an applicant who does not exist. The file is a
/// small text whose hash is right.
/// </summary>
internal static class Samples
{
    private const string Head =
        """
        {"id":1,"job":{"city":"Austin","jobId":10000000000,"state":"TX","title":"Test Job",
        "company":"Test Company","zipcode":"78758","sourceId":1,"jobReference":"test-1",
        "originalJobReference":"test-1"},"tlrSid":"01940000-0000-7000-8000-000000000000",
        "applicant":{"city":"Austin","phone":"5125550100","state":"TX","address":null,"zipcode":"78758",
        "lastName":"Applicant","firstName":"Test","emailAddress":"test.applicant@example.com"
        """;

    private const string Resume =
        """
        ,"resume":{"fileName":"resume.txt","contentType":"text/plain",
        "contentSha256":"c9d04c9565fc665c80681fb1d829938026871f66e14f501e08531df66938a789","data":"VGVzdAo="}
        """;

    private const string Middle =
        """
        "createdAt":"2026-01-31T10:00:00Z","segmentId":null,"campaignId":1,"redirectUrl":null,
        "applicationTime":"2026-01-31T10:02:03Z","tlrApplicationId":"00000000-0000-4000-8000-000000000000",
        "questionsAndAnswers":
        """;

    private const string Questions =
        """
        [{"answer":"yes","question":{"id":"work_eligibility","type":"select",
        "question":"Are you eligible to work in the United States?","options":[{"label":"No","value":"no",
        "correct":null},{"label":"Yes","value":"yes","correct":true}],"required":true}}]
        """;

    private const string Tail = ""","analytics":{"userAgent":"Mozilla/5.0 (Test)"}}""";

    public static NewEvent Of(long customerId, string type)
    {
        var isCompleted = type == EventTypes.ApplicationCompleted;
        var word = isCompleted ? "true" : "false";
        var flags = $"}},\"completed\":{word},\"qualified\":{word},";
        var head = Line(Head) + (isCompleted ? Line(Resume) : "") + flags + Line(Middle);
        var questions = isCompleted ? Line(Questions) : "[]";
        var qualifying = isCompleted ? ",\"qualifyingQuestionAnswers\":[]" : ",\"qualifyingQuestionAnswers\":null";
        var data = Encoding.UTF8.GetBytes(head + questions + qualifying + Tail);
        Range? place = isCompleted ? new Range(head.Length, head.Length + questions.Length) : null;
        return new NewEvent(customerId, type, "test", data, place, null);
    }

    private static string Line(string text) => text.ReplaceLineEndings("");
}
