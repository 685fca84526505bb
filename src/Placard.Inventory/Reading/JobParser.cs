namespace Placard.Inventory.Reading;

/// <summary>A parsed record: exactly one of <paramref name="Job"/> and <paramref name="Rejection"/> is set.</summary>
internal readonly record struct ParsedJob(FedJob? Job, FeedRejection? Rejection, IReadOnlyList<FeedNote> Notes);

/// <summary>
/// Turns one job's bytes into a <see cref="FedJob"/>: repairs what is certain, notes what was repaired, rejects the job
/// where it cannot be advertised. Never throws for what a feed holds.
/// </summary>
/// <param name="encoding">Of the feed the records come from: <see cref="FeedReader.Encoding"/>.</param>
/// <param name="zone">The exchange's zone: what a date without one means.</param>
/// <param name="importAtMs">Stands in for a date that cannot be read.</param>
/// <remarks>Reused from job to job, by one thread at a time.</remarks>
internal sealed class JobParser(FeedEncoding encoding, TimeZoneInfo zone, long importAtMs)
{
    private readonly RecordRepair _repair = new();
    private readonly Findings _findings = new();
    private RecordWalker? _walker;
    private JobRules? _rules;

    private RecordWalker Walker => _walker ??= new RecordWalker(_findings);

    /// <summary>Names of elements that no rule reads, with how often the parsed jobs had them.</summary>
    public IReadOnlyDictionary<string, long> UnknownElements => Walker.UnknownElements;

    /// <summary>Parses a record; one that the reader rejected already comes back as that rejection.</summary>
    /// <param name="record">As the reader handed it out.</param>
    /// <param name="room">Where the job's description is kept; by default in memory of its own.</param>
    public ParsedJob Parse(RawRecord record, TextRoom? room = null)
    {
        if (record.Rejection is not null)
        {
            return new(null, record.Rejection, []);
        }
        _findings.Clear();
        var clean = _repair.Clean(record.Bytes.Span, encoding.DeclaresWestern);
        NoteRepair();
        Walker.Walk(clean, room ?? new TextRoom());
        _rules ??= new JobRules(Walker, _findings, zone, importAtMs);
        var reference = Walker[JobElement.ReferenceNumber];
        if (_rules.Objection() is { } objection)
        {
            var rejection = new FeedRejection(record.Line, record.Column, SimpleText.Shown(reference),
                objection.Reason, objection.Message, SimpleText.Shown(objection.Value));
            return new(null, rejection, _findings.Of(record, rejection.ReferenceNumber));
        }
        var job = _rules.Job();
        return new(job, null, _findings.Of(record, reference));
    }

    private void NoteRepair()
    {
        if (_repair.WesternByte is { } western && !encoding.DeclaresWestern)
        {
            _findings.Note(NoteKinds.Encoding, "job", "Bytes that are not UTF-8 were read as Windows-1252.", western);
        }
        if (_repair.IsUtf8InWestern)
        {
            _findings.Note(NoteKinds.Encoding, "job", "The job is in UTF-8, not in the declared encoding.",
                encoding.Declared);
        }
        if (_repair.Removed is { } removed)
        {
            _findings.Note(NoteKinds.Control, "job", "Characters that XML forbids were removed.", removed);
        }
    }
}
