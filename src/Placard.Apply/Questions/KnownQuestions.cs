namespace Placard.Apply.Questions;

/// <summary>What is known of the document at one address.</summary>
internal sealed record KnownQuestions
{
    public static KnownQuestions Nothing { get; } = new();

    /// <summary>The last good version; null while there was none.</summary>
    public QuestionsDocument? Good { get; init; }

    /// <summary>When that version came.</summary>
    public long? GoodAtMs { get; init; }

    /// <summary>When the address was last asked, by the exchange's clock.</summary>
    public long CheckedAtMs { get; init; }

    /// <summary>The same by this node's own clock; null when another node asked.</summary>
    public long? CheckedMark { get; init; }

    /// <summary>When this node last looked into the store, by its own clock.</summary>
    public long ReadMark { get; init; }

    /// <summary>Why the newest version could not be taken, for the advertiser; null when it could.</summary>
    public string? Fault { get; init; }

    /// <summary>The good version's ETag, as it came.</summary>
    public string? Etag { get; init; }

    /// <summary>The good version's date, as it came.</summary>
    public string? LastModified { get; init; }

    /// <summary>After asking for it.</summary>
    public KnownQuestions After(FetchedQuestions fetched, long nowMs, long nowMark)
    {
        var known = fetched switch
        {
            FetchedQuestions.New made => new KnownQuestions
            {
                Good = made.Document,
                GoodAtMs = nowMs,
                Etag = made.Etag,
                LastModified = made.LastModified,
            },
            FetchedQuestions.Faulty faulty => this with { Fault = faulty.Fault },
            _ => this with { Fault = null },
        };
        return known with { CheckedAtMs = nowMs, CheckedMark = nowMark };
    }
}
