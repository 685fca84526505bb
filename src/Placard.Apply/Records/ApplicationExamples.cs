namespace Placard.Apply.Records;

/// <summary>Complete answers for the API's description.</summary>
internal static class ApplicationExamples
{
    private const string RowFields =
        """
          "tlrApplicationId": "9dc3d611-e014-4ddb-a87f-d36e3e10a813", "kind": "APPLICATION", "status": "COMPLETED",
          "outcome": "VALID", "reason": null, "customerId": 2, "campaignId": 17, "segmentId": null, "sourceId": 3,
          "jobId": 10000000042, "jobReference": "job-1", "originalJobReference": "job-1",
          "jobTitle": "Forklift Driver", "company": "Acme Logistics", "city": "Austin", "state": "TX",
          "zipcode": "78701", "tlrSid": "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", "feedId": 1000, "qualified": true,
          "redirectUrl": null, "eventSlot": null, "startedAt": "2026-01-31T10:00:00Z",
          "completedAt": "2026-01-31T10:04:10Z", "forgottenAt": null,
          "applicant": {"firstName": "Ada", "lastName": "Lovelace", "emailAddress": "ada@example.com",
            "phone": "5125555555", "address": null, "city": "Austin", "state": "TX", "zipcode": "78701"}
        """;

    public const string Row = "{" + RowFields + "}";

    public const string One =
        "{" + RowFields +
        """
        ,
          "resume": {"id": 5, "field": "resume", "fileName": "cv.pdf", "contentType": "application/pdf",
            "contentSha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "size": 48211,
            "url": "/v5/applications/9dc3d611-e014-4ddb-a87f-d36e3e10a813/files/5"},
          "questionsAndAnswers": [{"answer": "yes", "question": {"id": "licence", "type": "select",
            "question": "Do you have a licence?", "options": [{"label": "Yes", "value": "yes", "correct": true},
            {"label": "No", "value": "no", "correct": null}], "required": true}},
            {"answer": null, "question": {"id": "hours", "type": "text", "question": "How many hours a week?",
            "required": false}}],
          "files": [{"id": 5, "field": "resume", "fileName": "cv.pdf", "contentType": "application/pdf",
            "contentSha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "size": 48211,
            "url": "/v5/applications/9dc3d611-e014-4ddb-a87f-d36e3e10a813/files/5"}]
        }
        """;

    public const string Forget = """{"emailAddress": "ada@example.com"}""";

    public const string Forgotten = """{"forgotten": 2}""";

    public const string Retention = """{"days": 365}""";

    public const string Retained = """{"customerId": 2, "days": 365}""";
}
