namespace Placard.Inventory.Reading;

/// <summary>
/// Finds the jobs of a feed in a window of bytes that its owner moves forward. It parses nothing: it hops from one
/// <c>&lt;</c> to the next, steps over CDATA, comments, instructions and quoted attributes, and knows only the tags
/// that can begin or end a job. Positions count from the start of the window and hold until it is moved.
/// </summary>
/// <remarks>
/// A <c>&lt;job&gt;</c> inside a job is either an element that happens to have that name or the sign that the outer job
/// was never closed. It is believed to be nested when it holds plain text or stands in a container of its own; if that
/// belief proves wrong (the feed ends first), reading goes back to it once the outer job is reported.
/// </remarks>
internal sealed class RecordSplitter(int maxRecordBytes)
{
    /// <summary>How often a belief in nesting may prove wrong; each time bytes are read again.</summary>
    private const int MaxDoubts = 64;
    private const int NearBytes = 4_096;
    private const int QuotedBytes = 40;

    private enum Inside
    {
        Markup,
        CData,
        Comment,
        Instruction,
    }

    private Inside _inside;
    private int _insideStart;
    private int _scan;
    private int _record = -1;
    private bool _skipping;
    private int _lastOpen = -1;
    private int _firstInner = -1;
    private int _nested;
    private byte[]? _container;
    private int _containerDepth;

    /// <summary>Elements of the job that are open and are called as the feed's own are.</summary>
    private int _innerEnds;
    private bool _wrapped;
    private int _doubts;
    private bool _jobSeen;

    public bool RootSeen { get; private set; }
    public bool RootClosed { get; private set; }

    /// <summary>Something other than comments and white space follows the root's end.</summary>
    public bool HasTrailing { get; private set; }
    public int RecordStart { get; private set; }
    public int RecordEnd { get; private set; }
    public string HeaderName { get; private set; } = "";
    public FeedStatus Refusal { get; private set; }

    /// <summary>Name of the root (or of the refused declaration) for messages.</summary>
    public string RootName { get; private set; } = "";

    /// <summary>Bytes before this are not needed any more.</summary>
    public int Keep => _record >= 0 && !_skipping ? _record : _scan;

    /// <summary>The window moved forward: its first <paramref name="count"/> bytes are gone.</summary>
    public void Discard(int count)
    {
        _scan -= count;
        _insideStart -= count;
        _record = _record < 0 ? -1 : Math.Max(0, _record - count);
        _lastOpen = Math.Max(-1, _lastOpen - count);
        _firstInner = Math.Max(-1, _firstInner - count);
    }

    public SplitStep Step(ReadOnlySpan<byte> window, bool isLast)
    {
        SplitStep? step;
        do
        {
            step = _inside switch
            {
                Inside.Markup => ReadMarkup(window, isLast),
                Inside.CData => LeaveCData(window, isLast),
                Inside.Comment => Leave(window, "-->"u8, isLast),
                // Word processors write instructions that lack the second question mark.
                _ => Leave(window, ">"u8, isLast),
            };
        }
        while (step is null);
        if (step == SplitStep.NeedMore && _record >= 0 && !_skipping && window.Length - _record > maxRecordBytes)
        {
            return GiveUp(window.Length);
        }
        return step.Value;
    }

    private SplitStep? ReadMarkup(ReadOnlySpan<byte> window, bool isLast)
    {
        while (true)
        {
            var hop = window[_scan..].IndexOf((byte)'<');
            if (!RootSeen && SkipsToText(window, hop < 0 ? window.Length : _scan + hop))
            {
                return Quotable(window, _scan, isLast) ? Refuse(FeedStatus.NotXml, "") : SplitStep.NeedMore;
            }
            var at = _scan + hop;
            if (hop < 0 || at + 1 >= window.Length)
            {
                _scan = hop < 0 ? window.Length : at;
                return isLast ? End(window.Length) : SplitStep.NeedMore;
            }
            _scan = at;
            var next = window[at + 1];
            if (next is (byte)'!' or (byte)'?')
            {
                return ReadDeclaration(window, at, isLast);
            }
            var isClosing = next == (byte)'/';
            if (!isClosing && !MarkupTag.BeginsName(next))
            {
                _scan = at + 1;
                continue;
            }
            if (MarkupTag.TryRead(window, at + (isClosing ? 2 : 1), isLast, out var tag) == TagLook.NeedMore)
            {
                return SplitStep.NeedMore;
            }
            var step = isClosing ? ReadClosing(at, tag) : ReadOpening(window, at, tag, isLast);
            if (step is not null)
            {
                return step;
            }
        }
    }

    /// <summary>Goes on to the first byte before the end that is not white space, if there is one.</summary>
    private bool SkipsToText(ReadOnlySpan<byte> window, int end)
    {
        var skipped = window[_scan..end].IndexOfAnyExcept(" \t\r\n\0"u8);
        _scan += Math.Max(0, skipped);
        return skipped >= 0;
    }

    /// <summary>There is enough to tell a person what kind of document this is.</summary>
    private static bool Quotable(ReadOnlySpan<byte> window, int at, bool isLast) =>
        isLast || window.Length - at >= QuotedBytes;

    private SplitStep? ReadDeclaration(ReadOnlySpan<byte> window, int at, bool isLast)
    {
        var rest = window[at..];
        if (rest[1] == (byte)'?')
        {
            return Enter(Inside.Instruction, at + 2);
        }
        if (rest.StartsWith("<!--"u8))
        {
            return Enter(Inside.Comment, at + 4);
        }
        if (rest.StartsWith("<![CDATA["u8))
        {
            return Enter(Inside.CData, at + 9);
        }
        if (rest.Length < 9 && !isLast)
        {
            return SplitStep.NeedMore;
        }
        if (Begins(rest, "<!doctype"u8) || Begins(rest, "<!entity"u8))
        {
            if (!Quotable(window, at, isLast))
            {
                return SplitStep.NeedMore;
            }
            var isPage = !RootSeen && rest[..Math.Min(rest.Length, QuotedBytes)].IndexOf("html"u8) > 0;
            return Refuse(isPage ? FeedStatus.WrongRoot : FeedStatus.Dtd, isPage ? "html" : "");
        }
        _scan = at + 2;
        return null;
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length >= lower.Length && MarkupTag.IsNamed(text[..lower.Length], lower);

    private SplitStep? Enter(Inside inside, int from)
    {
        _inside = inside;
        _insideStart = _scan = from;
        return null;
    }

    private SplitStep? Leave(ReadOnlySpan<byte> window, ReadOnlySpan<byte> end, bool isLast)
    {
        var hop = window[_scan..].IndexOf(end);
        if (hop < 0)
        {
            // The first bytes of the end may be there already.
            _scan = Math.Max(_scan, window.Length - end.Length + 1);
            return isLast ? End(window.Length) : SplitStep.NeedMore;
        }
        _scan += hop + end.Length;
        _inside = Inside.Markup;
        return null;
    }

    /// <summary>
    /// A section that was never closed runs on to the end of the next one and would swallow the jobs between. It is
    /// known by what it holds: a job's end, another job's beginning, another section's beginning.
    /// </summary>
    private SplitStep? LeaveCData(ReadOnlySpan<byte> window, bool isLast)
    {
        var step = Leave(window, "]]>"u8, isLast: false);
        var isEndless = step is not null;
        if (isEndless && !isLast)
        {
            return step;
        }
        if (_record >= 0 && !_skipping)
        {
            var content = window[_insideStart..(isEndless ? window.Length : _scan)];
            var another = isEndless ? content.Length : content.IndexOf("<![CDATA["u8);
            var end = another < 0 ? -1 : EndOfSwallowingJob(content[..another]);
            if (end >= 0)
            {
                _inside = Inside.Markup;
                _scan = _insideStart + end;
                return FinishJob(_scan);
            }
        }
        return isEndless ? End(window.Length) : null;
    }

    private static int EndOfSwallowingJob(ReadOnlySpan<byte> content)
    {
        var close = content.IndexOf("</job>"u8);
        if (close < 0)
        {
            return -1;
        }
        var end = close + "</job>"u8.Length;
        var after = content[end..].TrimStart(" \t\r\n"u8);
        return after.StartsWith("<job>"u8) || after.StartsWith("<job "u8) || after.StartsWith("</source>"u8)
            || after.StartsWith("</jobs>"u8) ? end : -1;
    }

    private SplitStep? ReadOpening(ReadOnlySpan<byte> window, int at, MarkupTag tag, bool isLast)
    {
        if (!RootSeen)
        {
            return ReadRoot(tag);
        }
        if (tag.Is("job"u8))
        {
            return _record < 0 ? BeginJob(at, tag) : ReadInnerJob(window, at, tag, isLast);
        }
        if (_record < 0)
        {
            return ReadOutside(window, tag, isLast);
        }
        _scan = tag.End;
        _lastOpen = at;
        if (_container is not null && MarkupTag.IsNamed(tag.Name, _container) && !tag.IsSelfClosing)
        {
            _containerDepth++;
        }
        if (EndsFeed(tag) && !tag.IsSelfClosing)
        {
            _innerEnds++;
        }
        return null;
    }

    private SplitStep? ReadRoot(MarkupTag tag)
    {
        RootSeen = true;
        RootName = System.Text.Encoding.UTF8.GetString(tag.Name[..Math.Min(tag.Name.Length, 60)]);
        if (!tag.Is("source"u8))
        {
            return Refuse(FeedStatus.WrongRoot, RootName);
        }
        RootClosed = tag.IsSelfClosing;
        _scan = tag.End;
        return null;
    }

    private SplitStep? ReadOutside(ReadOnlySpan<byte> window, MarkupTag tag, bool isLast)
    {
        HasTrailing |= RootClosed;
        if (tag.Is("source"u8) && !tag.IsSelfClosing)
        {
            // Feeds joined end to end: not closed before the last of them is.
            RootClosed = false;
        }
        else if (tag.Is("jobs"u8))
        {
            _wrapped = !tag.IsSelfClosing;
        }
        else if (!_jobSeen && !tag.IsSelfClosing && HeaderOf(tag) is { } name)
        {
            return ReadHeader(window, tag.End, name, isLast);
        }
        _scan = tag.End;
        return null;
    }

    private static string? HeaderOf(MarkupTag tag) =>
        tag.Is("publisher"u8) ? "publisher"
        : tag.Is("publisherurl"u8) ? "publisherurl"
        : tag.Is("lastbuilddate"u8) ? "lastbuilddate"
        : null;

    private SplitStep? ReadHeader(ReadOnlySpan<byte> window, int start, string name, bool isLast)
    {
        var text = window.Slice(start, Math.Min(window.Length - start, NearBytes));
        var length = text.IndexOf("</"u8);
        if (length < 0 && text.Length < NearBytes && !isLast)
        {
            return SplitStep.NeedMore;
        }
        _scan = start;
        if (length < 0)
        {
            return null;
        }
        (HeaderName, RecordStart, RecordEnd) = (name, start, start + length);
        return SplitStep.Header;
    }

    private SplitStep? BeginJob(int at, MarkupTag tag)
    {
        HasTrailing |= RootClosed;
        _jobSeen = true;
        _record = at;
        _skipping = false;
        _lastOpen = _firstInner = -1;
        _nested = _innerEnds = _containerDepth = 0;
        _container = null;
        _scan = tag.End;
        return tag.IsSelfClosing ? FinishJob(tag.End) : null;
    }

    private SplitStep? FinishJob(int end)
    {
        (RecordStart, RecordEnd) = (_record, end);
        var isTooLarge = end - _record > maxRecordBytes;
        var wasSkipped = _skipping;
        _record = -1;
        _skipping = false;
        return wasSkipped ? null : isTooLarge ? SplitStep.TooLarge : SplitStep.Job;
    }

    /// <summary>From here on the job's bytes are not kept; it still has to be read over to its end.</summary>
    private SplitStep GiveUp(int end)
    {
        (RecordStart, RecordEnd) = (_record, end);
        _skipping = true;
        _lastOpen = _firstInner = -1;
        _container = null;
        _nested = 0;
        return SplitStep.TooLarge;
    }

    private SplitStep? ReadInnerJob(ReadOnlySpan<byte> window, int at, MarkupTag tag, bool isLast)
    {
        if (tag.IsSelfClosing || _container is not null)
        {
            _scan = tag.End;
            return null;
        }
        var holdsElements = HoldsElements(window, tag.End, isLast);
        if (holdsElements is null)
        {
            return SplitStep.NeedMore;
        }
        if (_skipping)
        {
            return holdsElements.Value ? BeginJob(at, tag) : Nest(tag);
        }
        if (_doubts >= MaxDoubts || (holdsElements.Value && !OpensContainer(window, at)))
        {
            return Abandon(at);
        }
        if (_firstInner < 0)
        {
            _firstInner = at;
        }
        return holdsElements.Value ? EnterContainer(window, tag) : Nest(tag);
    }

    private SplitStep? Nest(MarkupTag tag)
    {
        _nested++;
        _scan = tag.End;
        return null;
    }

    private SplitStep? EnterContainer(ReadOnlySpan<byte> window, MarkupTag tag)
    {
        MarkupTag.TryRead(window, _lastOpen + 1, isLast: true, out var container);
        _container = System.Text.Encoding.ASCII.GetBytes(
            System.Text.Encoding.ASCII.GetString(container.Name).ToLowerInvariant());
        _containerDepth = 1;
        _scan = tag.End;
        return null;
    }

    /// <summary>
    /// True when an element follows, false for text, null when the bytes at hand cannot tell. White space is looked
    /// through so far only: waiting for its end must not hold a whole feed in memory.
    /// </summary>
    private static bool? HoldsElements(ReadOnlySpan<byte> window, int from, bool isLast)
    {
        var near = window.Slice(from, Math.Min(window.Length - from, NearBytes));
        var rest = near.TrimStart(" \t\r\n"u8);
        if (rest.Length < 3)
        {
            if (near.Length == NearBytes)
            {
                return true;
            }
            return isLast ? rest.Length > 1 && rest[0] == (byte)'<' && rest[1] != (byte)'/' : null;
        }
        return rest[0] == (byte)'<' && (MarkupTag.BeginsName(rest[1]) || rest.StartsWith("<!-"u8));
    }

    /// <summary>The tag directly before opens an element that no job of the contract has.</summary>
    private bool OpensContainer(ReadOnlySpan<byte> window, int at)
    {
        if (_lastOpen < 0)
        {
            return false;
        }
        MarkupTag.TryRead(window, _lastOpen + 1, isLast: true, out var before);
        return !before.IsSelfClosing
            && before.End <= at
            && window[before.End..at].IndexOfAnyExcept(" \t\r\n"u8) < 0
            && ElementNames.OfJob(before.Name) == JobElement.Unknown;
    }

    /// <summary>The job being read is never closed: hand out what there is and go on at the next one.</summary>
    private SplitStep? Abandon(int at)
    {
        if (_skipping)
        {
            (_record, _scan, _skipping) = (-1, at, false);
            return null;
        }
        if (_firstInner >= 0)
        {
            _doubts++;
            at = _firstInner;
        }
        (RecordStart, RecordEnd) = (_record, at);
        _record = -1;
        _scan = at;
        _inside = Inside.Markup;
        return SplitStep.Unclosed;
    }

    private SplitStep? ReadClosing(int at, MarkupTag tag)
    {
        _scan = tag.End;
        if (_record < 0)
        {
            RootClosed |= RootSeen && tag.Is("source"u8);
            return null;
        }
        var endsFeed = EndsFeed(tag);
        if (endsFeed && _innerEnds > 0)
        {
            _innerEnds--;
            endsFeed = false;
        }
        if (_container is not null && MarkupTag.IsNamed(tag.Name, _container))
        {
            _container = --_containerDepth == 0 ? null : _container;
            return null;
        }
        if (_container is null && tag.Is("job"u8))
        {
            return _nested-- > 0 ? null : FinishJob(tag.End);
        }
        return endsFeed ? Abandon(at) : null;
    }

    private bool EndsFeed(MarkupTag tag) => tag.Is("source"u8) || (_wrapped && tag.Is("jobs"u8));

    private SplitStep? End(int end)
    {
        if (_record < 0)
        {
            return SplitStep.Ended;
        }
        return Abandon(end);
    }

    private SplitStep Refuse(FeedStatus status, string root)
    {
        RootName = RootSeen && root.Length == 0 ? RootName : root;
        Refusal = status;
        RecordStart = _scan;
        return SplitStep.Refused;
    }
}
