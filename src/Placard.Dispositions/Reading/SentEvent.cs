using System.Text.Json;

namespace Placard.Dispositions.Reading;

/// <summary>One value of an event: where its JSON stands in the body. Kind None: it was not sent.</summary>
internal readonly record struct SentValue(JsonTokenType Kind, int Start, int Length, bool Escaped)
{
    /// <summary>Neither missing nor null.</summary>
    public bool IsThere => Kind is not (JsonTokenType.None or JsonTokenType.Null);
}

/// <summary>The values of one event that the contract knows; of a name sent twice the last counts.</summary>
internal ref struct SentEvent
{
    public SentValue TlrSid;
    public SentValue TlrApplicationId;
    public SentValue Event;
    public SentValue EventTime;
    public SentValue Reason;
    public SentValue RawEvent;
    public SentValue MetaData;

    /// <summary>Reads up to the object's end; the reader stands on its start.</summary>
    public static SentEvent Read(ref Utf8JsonReader reader)
    {
        var sent = default(SentEvent);
        var unknown = default(SentValue);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ref var value = ref unknown;
            if (reader.ValueTextEquals("tlr_sid"u8))
            {
                value = ref sent.TlrSid;
            }
            else if (reader.ValueTextEquals("event"u8))
            {
                value = ref sent.Event;
            }
            else if (reader.ValueTextEquals("event_time"u8))
            {
                value = ref sent.EventTime;
            }
            else if (reader.ValueTextEquals("raw_event"u8))
            {
                value = ref sent.RawEvent;
            }
            else if (reader.ValueTextEquals("tlr_application_id"u8))
            {
                value = ref sent.TlrApplicationId;
            }
            else if (reader.ValueTextEquals("reason"u8))
            {
                value = ref sent.Reason;
            }
            else if (reader.ValueTextEquals("meta_data"u8))
            {
                value = ref sent.MetaData;
            }
            reader.Read();
            value = ValueOf(ref reader);
        }
        return sent;
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
}
