using System.Text;

namespace Placard.Inventory.Reading;

/// <summary>
/// Walks the elements of one job and gathers the text of those that are known. It supplies what is missing only where
/// one reading is possible: a one-line element ends where another known element begins, whatever its closing tag says.
/// </summary>
/// <remarks>Reused from job to job. Input is UTF-8 that XML allows, see <see cref="RecordRepair"/>.</remarks>
internal sealed class RecordWalker(Findings findings)
{
    /// <summary>
    /// Searches for a closing tag that may fail in one job. Beyond it unknown elements are taken for empty ones, or a
    /// hostile job of two megabytes of opening tags would be searched a million times.
    /// </summary>
    private const int MaxVainSearches = 32;

    private readonly string?[] _values = new string?[ElementNames.Count];
    private readonly ElementText _text = new();
    private readonly RepeatedTexts _repeated = new();
    private readonly Dictionary<string, long> _unknown = [];
    private TextRoom? _room;
    private int _vainSearches;

    /// <summary>How often each unknown element was met, over all jobs walked so far.</summary>
    public IReadOnlyDictionary<string, long> UnknownElements => _unknown;

    /// <summary>
    /// The text of an element of the job last walked; null when absent or blank. Not of <see cref="Description"/>.
    /// </summary>
    public string? this[JobElement element] => _values[(int)element];

    /// <summary>In the room that the job was walked with; empty when absent or blank.</summary>
    public Utf8Text Description { get; private set; }

    /// <summary>The job has a <c>talroo_apply</c> container.</summary>
    public bool HasApply { get; private set; }

    /// <summary>The element whose end cannot be told; <see cref="JobElement.Unknown"/> when all is well.</summary>
    public JobElement Fault { get; private set; }

    public bool Has(JobElement element) =>
        element == JobElement.Description ? !Description.IsEmpty : this[element] is not null;

    /// <summary>Whether it has one of the elements of one line from the first to the last named.</summary>
    public bool HasAny(JobElement first, JobElement last) =>
        _values.AsSpan((int)first, last - first + 1).ContainsAnyExcept((string?)null);

    /// <param name="record">The job.</param>
    /// <param name="room">Where its description is kept.</param>
    public void Walk(ReadOnlySpan<byte> record, TextRoom room)
    {
        Array.Clear(_values);
        (_room, Description) = (room, default);
        (HasApply, Fault, _vainSearches) = (false, JobElement.Unknown, 0);
        MarkupTag.TryRead(record, 1, isLast: true, out var job);
        var at = job.End;
        while (Fault == JobElement.Unknown && NextTag(record, at, out var open))
        {
            at = record[open + 1] == (byte)'/' ? TagAt(record, open + 2).End : ReadElement(record, open);
        }
    }

    private int ReadElement(ReadOnlySpan<byte> record, int open)
    {
        var tag = TagAt(record, open + 1);
        var element = ElementNames.OfJob(tag.Name);
        if (element == JobElement.Unknown || ElementNames.IsOfApply(element))
        {
            CountUnknown(tag.Name);
            return tag.IsSelfClosing ? tag.End : AfterUnknown(record, tag);
        }
        if (element == JobElement.TalrooApply)
        {
            HasApply = true;
        }
        return tag.IsSelfClosing ? tag.End : element switch
        {
            JobElement.Description => ReadDescription(record, tag.End),
            JobElement.TalrooApply => ReadApply(record, tag.End),
            _ => ReadLine(record, tag.End, element),
        };
    }

    private static MarkupTag TagAt(ReadOnlySpan<byte> record, int nameStart)
    {
        MarkupTag.TryRead(record, nameStart, isLast: true, out var tag);
        return tag;
    }

    /// <summary>The next opening or closing tag, over comments, instructions and CDATA.</summary>
    private static bool NextTag(ReadOnlySpan<byte> record, int at, out int open)
    {
        for (open = at; ; open++)
        {
            var hop = open >= record.Length ? -1 : record[open..].IndexOf((byte)'<');
            open += hop;
            if (hop < 0 || open + 1 >= record.Length)
            {
                return false;
            }
            var next = record[open + 1];
            if (next is (byte)'!' or (byte)'?')
            {
                open = AfterDeclaration(record, open) - 1;
            }
            else if (next == (byte)'/' || MarkupTag.BeginsName(next))
            {
                return true;
            }
        }
    }

    /// <summary>The byte after the comment, CDATA section or instruction that begins here.</summary>
    private static int AfterDeclaration(ReadOnlySpan<byte> record, int at)
    {
        var rest = record[at..];
        if (rest[1] == (byte)'?')
        {
            return After(record, at + 2, ">"u8);
        }
        return rest.StartsWith("<!--"u8) ? After(record, at + 4, "-->"u8)
            : rest.StartsWith("<![CDATA["u8) ? After(record, at + 9, "]]>"u8)
            : at + 2;
    }

    private static int After(ReadOnlySpan<byte> record, int from, ReadOnlySpan<byte> end)
    {
        var hop = record[from..].IndexOf(end);
        return hop < 0 ? record.Length : from + hop + end.Length;
    }

    private int AfterUnknown(ReadOnlySpan<byte> record, MarkupTag tag)
    {
        if (_vainSearches >= MaxVainSearches)
        {
            return tag.End;
        }
        var depth = 1;
        for (var at = tag.End; NextTag(record, at, out var open);)
        {
            var isClosing = record[open + 1] == (byte)'/';
            var other = TagAt(record, open + (isClosing ? 2 : 1));
            at = other.End;
            if (other.Name.SequenceEqual(tag.Name) && !other.IsSelfClosing)
            {
                depth += isClosing ? -1 : 1;
                if (depth == 0)
                {
                    return other.End;
                }
            }
        }
        _vainSearches++;
        return tag.End;
    }

    private void CountUnknown(ReadOnlySpan<byte> name)
    {
        var key = Encoding.UTF8.GetString(name[..Math.Min(name.Length, 64)]);
        if (_unknown.TryGetValue(key, out var count) || _unknown.Count < FeedLimits.UnknownNames)
        {
            _unknown[key] = count + 1;
        }
    }

    private void Keep(JobElement element, string? value)
    {
        findings.NoteRepairs(element, _text);
        ref var kept = ref _values[(int)element];
        if (kept is null)
        {
            kept = value;
        }
        else if (value is not null && value != kept)
        {
            NoteRepetition(element, value);
        }
    }

    private void KeepDescription()
    {
        findings.NoteRepairs(JobElement.Description, _text);
        var text = _text.TakeBlock();
        if (Description.IsEmpty)
        {
            Description = text.IsEmpty ? default : new Utf8Text(_room!.Keep(text));
        }
        else if (!text.IsEmpty && !text.SequenceEqual(Description.Bytes.Span))
        {
            NoteRepetition(JobElement.Description, Encoding.UTF8.GetString(text));
        }
    }

    private void NoteRepetition(JobElement element, string value) =>
        findings.Note(NoteKinds.Duplicate, element, "The element came again; the first was taken.", value);

    /// <summary>Texts that are another in every job are not worth looking for among those that were met.</summary>
    private RepeatedTexts? RepeatedFor(JobElement element) =>
        element is JobElement.Title or JobElement.ReferenceNumber or JobElement.Url ? null : _repeated;

    /// <summary>An element of one line of text. Answers where reading goes on.</summary>
    private int ReadLine(ReadOnlySpan<byte> record, int start, JobElement element)
    {
        _text.Clear();
        var at = start;
        while (true)
        {
            var hop = at >= record.Length ? -1 : record[at..].IndexOf((byte)'<');
            _text.AddText(hop < 0 ? record[Math.Min(at, record.Length)..] : record.Slice(at, hop));
            if (hop < 0)
            {
                NoteClosing(element);
                at = record.Length;
                break;
            }
            at += hop;
            var next = at + 1 < record.Length ? record[at + 1] : (byte)' ';
            if (next is (byte)'!' or (byte)'?')
            {
                at = ReadSection(record, at, element);
            }
            else if (next != (byte)'/' && !MarkupTag.BeginsName(next))
            {
                _text.AddVerbatim("<"u8);
                findings.Note(NoteKinds.Markup, element, "A bare < was taken as itself.", "<");
                at++;
            }
            else if (EndsLine(record, ref at, element))
            {
                break;
            }
        }
        Keep(element, _text.TakeLine(RepeatedFor(element)));
        return at;
    }

    /// <summary>Decides whether the tag ends the element, and moves past what belongs to it.</summary>
    private bool EndsLine(ReadOnlySpan<byte> record, ref int at, JobElement element)
    {
        var isClosing = record[at + 1] == (byte)'/';
        var tag = TagAt(record, at + (isClosing ? 2 : 1));
        var other = ElementNames.OfJob(tag.Name);
        if (other == element && (isClosing || !_text.IsBlank))
        {
            if (!isClosing)
            {
                NoteClosing(element);
            }
            at = tag.End;
            return true;
        }
        if (isClosing && (tag.Is("job"u8) || other != JobElement.Unknown))
        {
            NoteClosing(element);
            // The wrong closing tag is this element's own, except where it closes what the element stands in.
            at = tag.Is("job"u8) || other == JobElement.TalrooApply ? at : tag.End;
            return true;
        }
        if (!isClosing && other != JobElement.Unknown && other != element)
        {
            NoteClosing(element);
            return true;
        }
        findings.Note(NoteKinds.Markup, element, "Markup was removed.", Encoding.UTF8.GetString(record[at..tag.End]));
        _text.AddVerbatim(" "u8);
        at = tag.End;
        return false;
    }

    private void NoteClosing(JobElement element) =>
        findings.Note(NoteKinds.Closing, element, "The closing tag is missing or wrong; it was supplied.", null);

    /// <summary>Adds a CDATA section, steps over anything else; answers where reading goes on.</summary>
    private int ReadSection(ReadOnlySpan<byte> record, int at, JobElement element)
    {
        if (!record[at..].StartsWith("<![CDATA["u8))
        {
            return AfterDeclaration(record, at);
        }
        var start = at + 9;
        var length = record[start..].IndexOf("]]>"u8);
        var content = length < 0 ? record[start..] : record.Slice(start, length);
        var another = content.IndexOf("<![CDATA["u8);
        if (length < 0 || another >= 0)
        {
            // Never closed, or closed by the end of a later section: the element's own closing tag tells where.
            var close = ClosingOf(element, another < 0 ? content : content[..another]);
            if (close >= 0)
            {
                findings.Note(NoteKinds.Closing, element, "A CDATA section is never closed; its end was supplied.",
                    null);
                _text.AddVerbatim(content[..close]);
                return start + close;
            }
            if (length < 0)
            {
                Fault = element;
                return record.Length;
            }
        }
        if (another == 0)
        {
            findings.Note(NoteKinds.Closing, element, "A CDATA section was opened twice.", null);
            content = content[9..];
        }
        _text.AddVerbatim(content);
        return start + length + 3;
    }

    private static int ClosingOf(JobElement element, ReadOnlySpan<byte> content)
    {
        for (var at = 0; ; at++)
        {
            var hop = content[at..].IndexOf("</"u8);
            if (hop < 0)
            {
                return -1;
            }
            at += hop;
            if (ElementNames.OfJob(TagAt(content, at + 2).Name) == element)
            {
                return at;
            }
        }
    }

    /// <summary>HTML that should be in CDATA and often is not: between its tags everything is the text.</summary>
    private int ReadDescription(ReadOnlySpan<byte> record, int start)
    {
        const JobElement element = JobElement.Description;
        var end = EndOfDescription(record, start, out var holdsTags);
        if (end < 0)
        {
            Fault = element;
            return record.Length;
        }
        if (holdsTags)
        {
            findings.Note(NoteKinds.Markup, element, "HTML outside CDATA was taken as the text it is.", null);
        }
        _text.Clear();
        var content = record[..end];
        for (var at = start; at < end;)
        {
            var hop = NextDeclaration(content[at..]);
            var piece = hop < 0 ? content[at..] : content.Slice(at, hop);
            if (holdsTags)
            {
                // Markup of its own makes the text HTML already: its entities are HTML's, not XML's.
                _text.AddVerbatim(piece);
            }
            else
            {
                _text.AddText(piece);
            }
            at = hop < 0 ? end : ReadSection(record, at + hop, element);
        }
        KeepDescription();
        return TagAt(record, end + (record[end + 1] == (byte)'/' ? 2 : 1)).End;
    }

    /// <summary>Where the next comment, CDATA section or instruction begins; -1 when there is none.</summary>
    private static int NextDeclaration(ReadOnlySpan<byte> text)
    {
        for (var at = 0; ; at++)
        {
            var hop = text[at..].IndexOf((byte)'<');
            at += hop;
            if (hop < 0 || at + 1 >= text.Length)
            {
                return -1;
            }
            if (text[at + 1] is (byte)'!' or (byte)'?')
            {
                return at;
            }
        }
    }

    /// <summary>Where the tag stands that closes the description; -1 when none certainly does.</summary>
    private int EndOfDescription(ReadOnlySpan<byte> record, int start, out bool holdsTags)
    {
        holdsTags = false;
        var withoutSlash = -1;
        var slashless = 0;
        for (var at = start; ;)
        {
            var hop = at >= record.Length ? -1 : record[at..].IndexOf((byte)'<');
            at += hop;
            if (hop < 0 || at + 1 >= record.Length)
            {
                break;
            }
            if (record[at..].StartsWith("<![CDATA["u8))
            {
                at = AfterSection(record, at);
                continue;
            }
            if (record[at + 1] is (byte)'!' or (byte)'?')
            {
                at = AfterDeclaration(record, at);
                continue;
            }
            var isClosing = record[at + 1] == (byte)'/';
            if (!isClosing && !MarkupTag.BeginsName(record[at + 1]))
            {
                at++;
                continue;
            }
            var tag = TagAt(record, at + (isClosing ? 2 : 1));
            if (tag.Is("description"u8))
            {
                if (isClosing)
                {
                    return at;
                }
                (withoutSlash, slashless) = (at, slashless + 1);
            }
            else
            {
                holdsTags |= slashless == 0;
            }
            at = tag.End;
        }
        if (slashless != 1)
        {
            return -1;
        }
        NoteClosing(JobElement.Description);
        return withoutSlash;
    }

    /// <summary>As <see cref="ReadSection"/> will step over the section, so that both see the same end.</summary>
    private static int AfterSection(ReadOnlySpan<byte> record, int at)
    {
        var start = at + 9;
        var length = record[start..].IndexOf("]]>"u8);
        var content = length < 0 ? record[start..] : record.Slice(start, length);
        var another = content.IndexOf("<![CDATA["u8);
        var close = length < 0 || another >= 0
            ? ClosingOf(JobElement.Description, another < 0 ? content : content[..another]) : -1;
        return close >= 0 ? start + close : length < 0 ? record.Length : start + length + 3;
    }

    /// <summary>The container of a hosted application.</summary>
    private int ReadApply(ReadOnlySpan<byte> record, int start)
    {
        var at = start;
        while (Fault == JobElement.Unknown && NextTag(record, at, out var open))
        {
            var isClosing = record[open + 1] == (byte)'/';
            var tag = TagAt(record, open + (isClosing ? 2 : 1));
            var element = ElementNames.OfJob(tag.Name);
            if (element == JobElement.TalrooApply && isClosing)
            {
                KeepPlainApply(record[start..open]);
                return tag.End;
            }
            if (tag.Is("job"u8) || (!isClosing && element != JobElement.Unknown && !ElementNames.IsOfApply(element)))
            {
                NoteClosing(JobElement.TalrooApply);
                return open;
            }
            at = isClosing || tag.IsSelfClosing ? tag.End
                : ElementNames.IsOfApply(element) ? ReadLine(record, tag.End, element)
                : AfterUnknown(record, tag);
        }
        return record.Length;
    }

    /// <summary>Some write here the yes or no of the publisher feed instead of the container.</summary>
    private void KeepPlainApply(ReadOnlySpan<byte> content)
    {
        if (content.IndexOf((byte)'<') >= 0 && !content.TrimStart(" \t\r\n"u8).StartsWith("<![CDATA["u8))
        {
            return;
        }
        var plain = SimpleText.Read(content);
        _values[(int)JobElement.TalrooApply] = plain;
        HasApply = plain?.ToLowerInvariant() is not ("false" or "0" or "no");
    }
}
