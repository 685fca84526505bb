using System.Buffers;
using System.Text;

namespace Placard.Inventory.Reading;

/// <summary>
/// Reads an advertiser feed of any length in flat memory and hands out its jobs one by one, in order, unparsed:
/// <code>
/// using var reader = new FeedReader(stream);
/// while (await reader.ReadAsync(stop)) { … reader.Current … }
/// if (!reader.End.IsComplete) { … }
/// </code>
/// What is wrong with one job comes as a <see cref="RawRecord.Rejection"/>, what is wrong with the whole as
/// <see cref="End"/>. Only errors of the stream itself (a broken connection, cancellation) are thrown.
/// </summary>
/// <remarks>Not for several threads at once. The stream belongs to the caller.</remarks>
internal sealed class FeedReader : IDisposable
{
    private const int BufferBytes = 256 * 1024;
    private readonly Stream _fed;
    private readonly FeedCeilings _ceilings;
    private readonly RecordSplitter _splitter;
    private readonly List<FeedNote> _notes = [];

    // The pool hands out more than asked for; tests want to know exactly where the window ends.
    private int _window;
    private Stream? _plain;
    private Stream? _text;
    private FeedEncoding? _encoding;
    private byte[] _buffer;
    private int _filled;
    private int _counted;
    private bool _seesAscii;
    private bool _isLast;
    private LinePosition _position = LinePosition.Start;
    private FeedEnd? _end;

    public FeedReader(Stream feed, FeedCeilings? ceilings = null, int bufferBytes = BufferBytes)
    {
        _fed = feed;
        _ceilings = ceilings ?? new FeedCeilings();
        _splitter = new RecordSplitter(_ceilings.RecordBytes);
        _buffer = ArrayPool<byte>.Shared.Rent(bufferBytes);
        _window = Math.Min(bufferBytes, _buffer.Length);
    }

    public FeedHeader Header { get; } = new();

    /// <summary>The job that was just read; its bytes are good until the next read.</summary>
    public RawRecord Current { get; private set; }

    /// <summary>What was noted about the feed as a whole; complete when reading has ended.</summary>
    public IReadOnlyList<FeedNote> Notes => _notes;

    /// <summary>What the feed declares; needed to parse its jobs. Known from the first read on.</summary>
    public FeedEncoding Encoding => _encoding ?? throw new InvalidOperationException("Nothing has been read yet.");

    /// <summary>How reading ended; asked for once <see cref="ReadAsync"/> has answered false.</summary>
    public FeedEnd End => _end ?? throw new InvalidOperationException("The feed has not been read to its end.");

    /// <summary>The next job, or false at the end. Completes at once while jobs are in the buffer.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken stop)
    {
        if (_end is not null)
        {
            return new(false);
        }
        return _text is not null && TryRead() is { } found ? new(found) : FillAndReadAsync(stop);
    }

    public void Dispose()
    {
        Current = default;
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
        if (!ReferenceEquals(_text, _plain))
        {
            _text?.Dispose();
        }
        _plain?.Dispose();
    }

    private async ValueTask<bool> FillAndReadAsync(CancellationToken stop)
    {
        try
        {
            if (_text is null)
            {
                await OpenAsync(stop);
            }
            while (true)
            {
                await FillAsync(stop);
                if (TryRead() is { } found)
                {
                    return found;
                }
            }
        }
        catch (FeedTooLargeException tooLarge)
        {
            return Finish(FeedStatus.TooLarge, tooLarge.Message);
        }
        catch (InvalidDataException)
        {
            return Finish(FeedStatus.BrokenCompression, "The feed's gzip compression is damaged or cut off.");
        }
    }

    private async ValueTask OpenAsync(CancellationToken stop)
    {
        _plain = await FeedStreams.OpenAsync(_fed, _ceilings, stop);
        (_text, _encoding) = await FeedStreams.DecodeAsync(_plain, stop);
        Header.DeclaredEncoding = _encoding.Declared;
        _seesAscii = _encoding.DeclaresAscii;
        if (_encoding.DeclarationIsWrong)
        {
            NoteEncoding();
        }
    }

    private void NoteEncoding() => Note(
        NoteKinds.Encoding, $"The declared encoding is not the feed's own; it was read as {Encoding.ReadAs}.",
        Encoding.Declared);

    /// <summary>
    /// Makes room and reads until the window is full: whole windows keep the number of looks at a long job, each from
    /// its beginning, small whatever sizes the stream delivers.
    /// </summary>
    private async ValueTask FillAsync(CancellationToken stop)
    {
        if (_isLast)
        {
            return;
        }
        MoveWindow();
        while (_filled < _window)
        {
            var got = await _text!.ReadAsync(_buffer.AsMemory(_filled, _window - _filled), stop);
            if (got == 0)
            {
                _isLast = true;
                return;
            }
            SeeIfAscii(_buffer.AsSpan(_filled, got));
            _filled += got;
        }
    }

    /// <summary>The one wrong declaration that only shows on the way.</summary>
    private void SeeIfAscii(ReadOnlySpan<byte> added)
    {
        if (_seesAscii && !Ascii.IsValid(added))
        {
            _seesAscii = false;
            NoteEncoding();
        }
    }

    private void MoveWindow()
    {
        var keep = _splitter.Keep;
        CountTo(keep);
        var kept = _filled - keep;
        var from = _buffer;
        if (kept > _window / 2)
        {
            _window *= 2;
            if (_window > _buffer.Length)
            {
                _buffer = ArrayPool<byte>.Shared.Rent(_window);
            }
        }
        from.AsSpan(keep, kept).CopyTo(_buffer);
        if (!ReferenceEquals(from, _buffer))
        {
            ArrayPool<byte>.Shared.Return(from);
        }
        _splitter.Discard(keep);
        _counted -= keep;
        _filled = kept;
    }

    /// <summary>Null when more bytes are needed.</summary>
    private bool? TryRead()
    {
        while (true)
        {
            switch (_splitter.Step(_buffer.AsSpan(0, _filled), _isLast))
            {
                case SplitStep.NeedMore:
                    return null;
                case SplitStep.Job:
                    CountTo(_splitter.RecordStart);
                    Current = new RawRecord(
                        _buffer.AsMemory(_splitter.RecordStart, _splitter.RecordEnd - _splitter.RecordStart),
                        _position.Line, _position.Column, null);
                    return true;
                case SplitStep.Unclosed:
                    return Reject(RejectionReasons.Unclosed,
                        "The job is not closed before the next one, or the feed's end, begins.");
                case SplitStep.TooLarge:
                    return Reject(RejectionReasons.TooLarge,
                        $"The job is larger than {_ceilings.RecordBytes:#,0} bytes.");
                case SplitStep.Header:
                    KeepHeader();
                    break;
                case SplitStep.Ended:
                    return FinishAtEnd();
                case SplitStep.Refused:
                    return Refuse();
            }
        }
    }

    private bool Reject(string reason, string message)
    {
        CountTo(_splitter.RecordStart);
        var record = _buffer.AsSpan(_splitter.RecordStart, _splitter.RecordEnd - _splitter.RecordStart);
        var rejection = new FeedRejection(
            _position.Line, _position.Column, SimpleText.ReferenceNumberIn(record), reason, message, null);
        Current = new RawRecord(default, _position.Line, _position.Column, rejection);
        return true;
    }

    private void KeepHeader()
    {
        var text = SimpleText.Read(_buffer.AsSpan(_splitter.RecordStart, _splitter.RecordEnd - _splitter.RecordStart));
        switch (_splitter.HeaderName)
        {
            case "publisher":
                Header.Publisher ??= text;
                break;
            case "publisherurl":
                Header.PublisherUrl ??= text;
                break;
            default:
                Header.LastBuildDate ??= text;
                break;
        }
    }

    private bool FinishAtEnd()
    {
        CountTo(_filled);
        Header.RootName = _splitter.RootSeen ? _splitter.RootName : null;
        if (_splitter.HasTrailing)
        {
            Note(NoteKinds.Trailing, "Elements follow the end of the root; jobs among them were read.", null);
        }
        return _splitter switch
        {
            { RootClosed: true } => Finish(FeedStatus.Complete, ""),
            { RootSeen: true } => Finish(FeedStatus.Truncated, "The feed breaks off: its </source> is missing."),
            _ => Finish(FeedStatus.Empty, "The feed holds nothing."),
        };
    }

    private bool Refuse()
    {
        CountTo(_splitter.RecordStart);
        Header.RootName = _splitter.RootName.Length > 0 ? _splitter.RootName : null;
        return Finish(_splitter.Refusal, _splitter.Refusal switch
        {
            FeedStatus.Dtd => "The feed holds a document type or entity declaration; such feeds are refused.",
            FeedStatus.WrongRoot when _splitter.RootName.Equals("html", StringComparison.OrdinalIgnoreCase) =>
                "This is a web page, not a feed.",
            FeedStatus.WrongRoot => $"The root element is <{_splitter.RootName}>; a feed's root is <source>.",
            _ => $"This is not XML: it begins with \"{Beginning()}\".",
        });
    }

    private string Beginning()
    {
        var rest = _buffer.AsSpan(_splitter.RecordStart, Math.Min(40, _filled - _splitter.RecordStart));
        return SimpleText.Read(rest) ?? "";
    }

    private bool Finish(FeedStatus status, string message)
    {
        _end = new FeedEnd(status, message, _position.Line);
        Current = default;
        return false;
    }

    private void Note(string kind, string message, string? value) =>
        _notes.Add(new FeedNote(1, 1, null, kind, "", message, value));

    private void CountTo(int position)
    {
        if (position > _counted)
        {
            _position = _position.After(_buffer.AsSpan(_counted, position - _counted));
            _counted = position;
        }
    }
}
