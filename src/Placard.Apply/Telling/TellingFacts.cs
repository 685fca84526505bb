using Placard.Apply.Questions;

namespace Placard.Apply.Telling;

/// <summary>
/// All that an application event tells, as plain facts. Texts are written as they are; an empty address is written as
/// null (<see cref="TellingPerson.Address"/>).
/// </summary>
internal sealed record TellingFacts
{
    /// <summary>The application's row: <c>data.id</c>.</summary>
    public required long Id { get; init; }

    public required TellingJob Job { get; init; }

    /// <summary>The click's id; null where there was none.</summary>
    public required string? TlrSid { get; init; }

    public required TellingPerson Person { get; init; }

    /// <summary>The resume; null when there is none, and then the key is absent.</summary>
    public TellingFile? Resume { get; init; }

    /// <summary>Milliseconds; written in whole seconds.</summary>
    public required long StartedAtMs { get; init; }

    /// <summary>When this step was sent: the contact page, or the whole application.</summary>
    public required long AppliedAtMs { get; init; }

    public required long CampaignId { get; init; }

    public required long? SegmentId { get; init; }

    /// <summary>Where the jobseeker was sent after submitting; null when nowhere.</summary>
    public string? RedirectUrl { get; init; }

    public required string TlrApplicationId { get; init; }

    /// <summary>The user agent of the jobseeker's browser; null when it named none.</summary>
    public required string? UserAgent { get; init; }

    /// <summary>Of a completed application: see <see cref="Qualifying"/>.</summary>
    public bool Qualified { get; init; }

    /// <summary>The questions this application was asked.</summary>
    public QuestionsDocument Questions { get; init; } = QuestionsDocument.Empty;

    public Answers Answers { get; init; } = Answers.None;

    /// <summary>The files that answers refer to, by the row's id.</summary>
    public IReadOnlyDictionary<long, TellingFile> Files { get; init; } = new Dictionary<long, TellingFile>();
}

/// <summary>The job as it was when the application began.</summary>
internal sealed record TellingJob(
    long JobId,
    string JobReference,
    string OriginalJobReference,
    string Title,
    string Company,
    string City,
    string State,
    string Zipcode,
    long SourceId);

/// <summary>The applicant. <paramref name="Phone"/> is digits only, ten for the United States.</summary>
internal sealed record TellingPerson(
    string FirstName,
    string LastName,
    string EmailAddress,
    string Phone,
    string? Address,
    string City,
    string State,
    string Zipcode);

/// <summary>
/// A file to be told. Its bytes are opened one file at a time, when their place in the event is there.
/// </summary>
/// <param name="Name">Its name as delivered.</param>
/// <param name="MediaType">E.g. <c>application/pdf</c>.</param>
/// <param name="Sha256">Of the raw bytes: 32 bytes.</param>
/// <param name="Size">Number of raw bytes.</param>
/// <param name="Open">Gives the raw bytes, exactly <paramref name="Size"/>.</param>
internal sealed record TellingFile(
    string Name, string MediaType, byte[] Sha256, int Size, Func<ValueTask<byte[]>> Open);

/// <summary>A written <c>data</c> and where its <c>questionsAndAnswers</c> array stands (see NewEvent).</summary>
internal sealed record ToldApplication(byte[] Data, Range? QuestionsAndAnswers);
