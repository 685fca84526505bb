using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Placard.Apply.Questions;
using Placard.Apply.Telling;

namespace Placard.Tests.Apply.Telling;

/// <summary>
/// The application of the contract's two samples, with valid values where the samples print none: a job id without a
/// leading zero, and files whose base64 and SHA-256 are those of real bytes.
/// </summary>
internal static class SeedApplication
{
    private const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const long LetterId = 7;

    public static QuestionsDocument Questions { get; } =
        QuestionsDocument.Restore(Golden.Read("applications/exemplary/questions.json"));

    public static Answers Answers { get; } = Answers.None
        .With("recent_example_work", new FileAnswer(LetterId))
        .With("school_years", new TextAnswer("2"))
        .With("work_eligibility", new TextAnswer("yes"))
        .With("has_rn_license", new BranchAnswer(ImmutableSortedDictionary<string, string>.Empty
            .Add("rn_license_time", "yes").Add("has_rn_license", "1")))
        .With("previous_company", new TextAnswer("Previous Company Name"))
        .With("start_date_one", new TextAnswer("2020-01-01"))
        .With("currently_work_here", new TextAnswer("0"))
        .With("work_environment", new TextAnswer("Ideal work environment description answer"))
        .With("availability", new ChoicesAnswer(["0", "1", "2"]))
        .With("end_date_one", new TextAnswer("2025-01-01"))
        .With("gpa", new TextAnswer("3.5"));

    /// <summary>When both events were made.</summary>
    public static DateTimeOffset SentAt { get; } = new(2025, 1, 21, 20, 58, 36, 51, TimeSpan.Zero);

    public static TellingFacts Facts { get; } = new()
    {
        Id = 2544835,
        Job = new TellingJob(
            11234567890, "unique2", "unique2", "Talroo Test Job Title", "Talroo Test Corporation", "Austin", "TX",
            "78758", 14913),
        TlrSid = "9e32c3c6-8c7c-42a7-a51c-67089087894f",
        Person = new TellingPerson(
            "First", "Last", "email@example.com", "5125555555", null, "Austin", "TX", "78758"),
        StartedAtMs = Ms("2025-01-21T20:56:33.900Z"),
        AppliedAtMs = SentAt.ToUnixTimeMilliseconds(),
        CampaignId = 12345,
        SegmentId = null,
        TlrApplicationId = "55e3c166-b03f-11f0-837b-0e09a3d063d1",
        UserAgent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/131.0.0.0 Safari/537.36",
    };

    /// <summary>The same with everything answered.</summary>
    public static TellingFacts Completed { get; } = Facts with
    {
        Resume = File("20.56.41.544595010.docx", "PK\u0003\u0004\u0014\0 a resume"),
        Qualified = Qualifying.Qualifies(Questions, Answers),
        Questions = Questions,
        Answers = Answers,
        Files = new Dictionary<long, TellingFile>
        {
            [LetterId] = File("TEST_seymour_yobs_warehouse.docx", "PK\u0003\u0004\u0014\0 a cover letter"),
        },
    };

    public static TellingFile File(string name, string content) => File(name, Encoding.Latin1.GetBytes(content));

    public static TellingFile File(string name, byte[] bytes) =>
        new(name, Docx, SHA256.HashData(bytes), bytes.Length, () => ValueTask.FromResult(bytes));

    private static long Ms(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
