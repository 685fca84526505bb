using System.Text;
using System.Text.Json;
using Placard.Contract.Dispositions;
using Placard.Kernel;

namespace Placard.Dispositions.Reading;

/// <summary>
/// The rules of one event (<c>docs/contract/dispositions.md</c>), checked in the order of the contract's fields; at
/// most one fault a field. Used for one body, event after event.
/// </summary>
internal sealed class EventRules(ReadOnlyMemory<byte> body)
{
    /// <summary>The seed: at most 128 characters.</summary>
    private const int MostRawEvent = 128;

    /// <summary>Our own ceiling on what an unknown sender may leave with us.</summary>
    private const int MostMetaData = 16_384;

    private static readonly byte[][] Events = [.. DispositionWords.Events.Select(Encoding.UTF8.GetBytes)];
    private static readonly byte[][] Reasons = [.. DispositionWords.Reasons.Select(Encoding.UTF8.GetBytes)];
    private List<DispositionFault> faults = [];

    /// <summary>The event; null when it has faults: then <see cref="Refused"/> names them.</summary>
    public Disposition? Check(in SentEvent sent)
    {
        var clickId = Id(sent[SentField.TlrSid], "tlr_sid");
        var applicationId = Id(sent[SentField.TlrApplicationId], "tlr_application_id");
        if (!sent[SentField.TlrSid].IsThere && !sent[SentField.TlrApplicationId].IsThere)
        {
            Note(DispositionTexts.Missing, "tlr_sid", default);
        }
        var place = Word(sent[SentField.Event], "event", Events);
        var timeMs = Time(sent[SentField.EventTime]);
        var reason = Reason(sent[SentField.Reason], place);
        var rawEvent = RawEvent(sent[SentField.RawEvent]);
        var metaData = MetaData(sent[SentField.MetaData]);
        return faults.Count > 0 ? null : new Disposition(
            clickId is { } id ? new ClickId(id) : null, applicationId, place, reason, rawEvent, metaData, timeMs);
    }

    /// <summary>The event just checked, with its faults and the ids it was sent with.</summary>
    public FailedDisposition Refused(in SentEvent sent)
    {
        var found = faults;
        faults = [];
        return new FailedDisposition(Echo(sent[SentField.TlrSid]), Echo(sent[SentField.TlrApplicationId]), found);
    }

    /// <summary>A fault that shows the value as it was sent.</summary>
    public DispositionFault Fault(string text, string field, SentValue value) => new(text, field, Echo(value));

    private void Note(string text, string field, SentValue value) => faults.Add(Fault(text, field, value));

    private ReadOnlyMemory<byte> Echo(SentValue value) =>
        value.IsThere ? body.Slice(value.Start, value.Length) : default;

    private UInt128? Id(SentValue value, string field)
    {
        if (!value.IsThere || !IsFilledText(value, field))
        {
            return null;
        }
        Span<byte> scratch = stackalloc byte[SentText.Scratch];
        if (SentText.TryGet(body.Span, value, scratch, out var text) && SentId.TryRead(text, out var id))
        {
            return id;
        }
        Note(DispositionTexts.NotAnId, field, value);
        return null;
    }

    private int Word(SentValue value, string field, byte[][] words)
    {
        if (!IsRequiredText(value, field))
        {
            return -1;
        }
        Span<byte> scratch = stackalloc byte[SentText.Scratch];
        if (SentText.TryGet(body.Span, value, scratch, out var text))
        {
            for (var place = 0; place < words.Length; place++)
            {
                if (words[place].Length == text.Length && text.SequenceEqual(words[place]))
                {
                    return place;
                }
            }
        }
        Note(DispositionTexts.NotInList, field, value);
        return -1;
    }

    private long Time(SentValue value)
    {
        if (!IsRequiredText(value, "event_time"))
        {
            return 0;
        }
        Span<byte> scratch = stackalloc byte[SentText.Scratch];
        if (SentText.TryGet(body.Span, value, scratch, out var text) && EventTime.TryRead(text, out var unixMs))
        {
            return unixMs;
        }
        Note(DispositionTexts.NotATime, "event_time", value);
        return 0;
    }

    private int? Reason(SentValue value, int place)
    {
        if (!value.IsThere)
        {
            return null;
        }
        if (place >= 0 && place != DispositionWords.Rejected)
        {
            Note(DispositionTexts.ReasonWithoutRejected, "reason", value);
            return null;
        }
        return Word(value, "reason", Reasons);
    }

    private string? RawEvent(SentValue value)
    {
        if (!value.IsThere || !IsText(value, "raw_event"))
        {
            return null;
        }
        var (text, fault) = SentText.Read(body.Span, value, MostRawEvent);
        if (fault != null)
        {
            Note(fault, "raw_event", value);
        }
        return text;
    }

    private string? MetaData(SentValue value)
    {
        if (!value.IsThere)
        {
            return null;
        }
        var json = body.Span.Slice(value.Start, value.Length);
        if (value.Kind != JsonTokenType.StartObject)
        {
            Note(DispositionTexts.NotAnObject, "meta_data", value);
        }
        else if (SentText.HasMoreThan(json, MostMetaData))
        {
            Note(DispositionTexts.MetaDataTooLong, "meta_data", value);
        }
        else if (!SentText.IsUnicodeThroughout(json))
        {
            Note(DispositionTexts.NotUnicode, "meta_data", value);
        }
        else
        {
            return Encoding.UTF8.GetString(json);
        }
        return null;
    }

    private bool IsRequiredText(SentValue value, string field)
    {
        if (value.IsThere)
        {
            return IsFilledText(value, field);
        }
        Note(DispositionTexts.Missing, field, value);
        return false;
    }

    private bool IsFilledText(SentValue value, string field)
    {
        if (!IsText(value, field))
        {
            return false;
        }
        if (value.Length == 2)
        {
            Note(DispositionTexts.Blank, field, value);
            return false;
        }
        return true;
    }

    private bool IsText(SentValue value, string field)
    {
        if (value.Kind == JsonTokenType.String)
        {
            return true;
        }
        Note(DispositionTexts.NotText, field, value);
        return false;
    }
}
