using System.Runtime.CompilerServices;
using System.Text.Json;
using Placard.Platform;

namespace Placard.Dispositions.Reading;

/// <summary>One value of an event: where its JSON stands in the body. Kind None: it was not sent.</summary>
internal readonly record struct SentValue(JsonTokenType Kind, int Start, int Length, bool Escaped)
{
    /// <summary>Neither missing nor null.</summary>
    public bool IsThere => Kind is not (JsonTokenType.None or JsonTokenType.Null);
}

/// <summary>The names of the contract; <see cref="Unknown"/> is everything else.</summary>
internal enum SentField
{
    TlrSid,
    TlrApplicationId,
    Event,
    EventTime,
    Reason,
    RawEvent,
    MetaData,
    Unknown,
}

/// <summary>The values of one event by name; of a name sent twice the last counts.</summary>
internal struct SentEvent
{
    private Values values;

    public readonly SentValue this[SentField field] => values[(int)field];

    /// <summary>Reads up to the object's end; the reader stands on its start.</summary>
    public static void Read(ref Utf8JsonReader reader, out SentEvent sent)
    {
        sent = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.ValueIsEscaped ? EscapedFieldOf(reader.ValueSpan) : FieldOf(reader.ValueSpan);
            reader.Read();
            sent.values[(int)field] = ValueOf(ref reader);
        }
    }

    /// <summary>The value that the reader stands on; afterwards it stands on the value's end.</summary>
    public static SentValue ValueOf(ref Utf8JsonReader reader)
    {
        var kind = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        var escaped = kind == JsonTokenType.String && reader.ValueIsEscaped;
        if (kind is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
        }
        return new SentValue(kind, start, (int)reader.BytesConsumed - start, escaped);
    }

    // All lengths but one belong to one name, so a name is compared once.
    private static SentField FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 when name.SequenceEqual("event"u8) => SentField.Event,
        6 when name.SequenceEqual("reason"u8) => SentField.Reason,
        7 when name.SequenceEqual("tlr_sid"u8) => SentField.TlrSid,
        9 when name.SequenceEqual("raw_event"u8) => SentField.RawEvent,
        9 when name.SequenceEqual("meta_data"u8) => SentField.MetaData,
        10 when name.SequenceEqual("event_time"u8) => SentField.EventTime,
        18 when name.SequenceEqual("tlr_application_id"u8) => SentField.TlrApplicationId,
        _ => SentField.Unknown,
    };

    private static SentField EscapedFieldOf(ReadOnlySpan<byte> name) =>
        JsonNames.Spells(name, "event"u8) ? SentField.Event
        : JsonNames.Spells(name, "reason"u8) ? SentField.Reason
        : JsonNames.Spells(name, "tlr_sid"u8) ? SentField.TlrSid
        : JsonNames.Spells(name, "raw_event"u8) ? SentField.RawEvent
        : JsonNames.Spells(name, "meta_data"u8) ? SentField.MetaData
        : JsonNames.Spells(name, "event_time"u8) ? SentField.EventTime
        : JsonNames.Spells(name, "tlr_application_id"u8) ? SentField.TlrApplicationId
        : SentField.Unknown;

    [InlineArray((int)SentField.Unknown + 1)]
    private struct Values
    {
        private SentValue first;
    }
}
