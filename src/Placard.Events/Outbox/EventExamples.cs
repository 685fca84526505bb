namespace Placard.Events.Outbox;

/// <summary>
/// A page of events for the OpenAPI document: both types, and questions with every field that the exchange writes.
/// </summary>
internal static class EventExamples
{
    private const string Answers =
        """
        {"questionsAndAnswers":[{"answer":"yes","question":{"id":"work_eligibility","type":"select",
        "question":"Are you eligible to work in the United States?","options":[{"label":"No","value":"no",
        "correct":null},{"label":"Yes","value":"yes","correct":true}],"required":true}},
        {"answer":["0","2"],"question":{"id":"availability","type":"multiselect",
        "question":"Please select all shifts you are available to work:","options":[{"label":"Morning","value":"0",
        "correct":null},{"label":"Night","value":"2","correct":null}]}},
        {"answer":null,"question":{"id":"desired_hours","type":"text",
        "question":"How many hours would you like to work a week?","required":false,"format":"integer",
        "min":"0","max":"80","limit":100,"condition":{"id":"work_eligibility","value":"yes"}}},
        {"answer":{"licence":"1","licence_time":"yes"},"question":{"id":"licence","type":"hierarchical",
        "question":"Do you have a licence?","options":[{"label":"No","value":"0","correct":null},
        {"label":"Yes","value":"1","correct":null}],"hierarchicalOptions":[{"id":"licence_time",
        "question":"Have you had it for more than six months?","options":[{"label":"No","value":"no","correct":null},
        {"label":"Yes","value":"yes","correct":null}],"required":null,"condition":{"id":"licence","value":"1"}}],
        "required":true}},
        {"answer":{"fileName":"letter.txt","contentType":"text/plain",
        "contentSha256":"c9d04c9565fc665c80681fb1d829938026871f66e14f501e08531df66938a789","data":"VGVzdAo="},
        "question":{"id":"letter","type":"file","question":"Please attach a cover letter.","required":false}}]}
        """;

    private const string Resume =
        """
        ,"resume":{"fileName":"resume.txt","contentType":"text/plain",
        "contentSha256":"c9d04c9565fc665c80681fb1d829938026871f66e14f501e08531df66938a789","data":"VGVzdAo="}
        """;

    private static readonly string Completed =
        Event("0JJRGGCJD31TN", EventTypes.ApplicationCompleted, Resume, "true", Answers, "[]");

    private static readonly string Started =
        Event("0JJRGGCJD78RE", EventTypes.ApplicationStarted, "", "false", "[]", "null");

    public static string Page { get; } =
        $$"""{"events":[{{Started}},{{Completed}}],"next":"412","hasMore":false}""";

    private static string Event(
        string id, string type, string resume, string isCompleted, string answers, string qualifying) =>
        $$"""
        {"id":"{{id}}","initiator":"6e8jeqb0orm1ea5bai0r6n4doa",
        "requestId":"c5811fcb-59a2-4ec1-8359-e2bbef36f37f","correlationId":"650a9766-9051-482d-9a2f-f8a02817b584",
        "type":"{{type}}","data":{"id":2544835,"job":{"city":"Austin","jobId":11234567890,"state":"TX",
        "title":"Forklift Driver","company":"Acme","zipcode":"78758","sourceId":21,"jobReference":"acme-1",
        "originalJobReference":"acme-1"},"tlrSid":"9e32c3c6-8c7c-42a7-a51c-67089087894f",
        "applicant":{"city":"Austin","phone":"5125550100","state":"TX","address":"1 Main St","zipcode":"78758",
        "lastName":"Lovelace","firstName":"Ada","emailAddress":"ada@example.com"{{resume}}},
        "completed":{{isCompleted}},"qualified":{{isCompleted}},"createdAt":"2026-01-31T10:00:00Z","segmentId":51,
        "campaignId":41,"redirectUrl":"https://acme.example/thanks","applicationTime":"2026-01-31T10:02:03Z",
        "tlrApplicationId":"55e3c166-b03f-11f0-837b-0e09a3d063d1","questionsAndAnswers":{{answers}},
        "qualifyingQuestionAnswers":{{qualifying}},"analytics":{"userAgent":"Mozilla/5.0 (Test)"} },
        "createdAt":"2026-01-31T10:02:03Z"}
        """;
}
