namespace Placard.Inventory.Reading;

/// <summary>Gathers the notes of one job: at most one per kind and element, so that none drowns the others.</summary>
internal sealed class Findings
{
    private readonly List<(string Kind, string Element, string Message, string? Value)> _notes = [];

    public void Clear() => _notes.Clear();

    public void Note(string kind, JobElement element, string message, string? value) =>
        Note(kind, ElementNames.Of(element), message, value);

    public void Note(string kind, string element, string message, string? value)
    {
        foreach (var note in _notes)
        {
            if (ReferenceEquals(note.Kind, kind) && note.Element == element)
            {
                return;
            }
        }
        _notes.Add((kind, element, message, SimpleText.Shown(value)));
    }

    /// <summary>What was repaired while the text of an element was read.</summary>
    public void NoteRepairs(JobElement element, ElementText text)
    {
        if (text.HtmlEntity is { } entity)
        {
            Note(NoteKinds.Entity, element, "XML does not know this entity; it was decoded as in HTML.", entity);
        }
        if (text.BareAmpersand is { } ampersand)
        {
            Note(NoteKinds.Ampersand, element, "A bare & was taken as itself.", ampersand);
        }
        if (text.RemovedCharacter is { } removed)
        {
            Note(NoteKinds.Control, element, "A character that XML forbids was removed.", removed);
        }
        if (text.HadStrayCDataEnd)
        {
            Note(NoteKinds.Closing, element, "A ]]> that closes nothing was removed.", "]]>");
        }
    }

    public IReadOnlyList<FeedNote> Of(RawRecord record, string? referenceNumber) =>
        _notes.Count == 0 ? [] : Noted(record, referenceNumber);

    // By itself, because its closure would be made for every job, noted or not.
    private FeedNote[] Noted(RawRecord record, string? referenceNumber) =>
        [.. _notes.Select(note => new FeedNote(
            record.Line, record.Column, referenceNumber, note.Kind, note.Element, note.Message, note.Value))];
}
