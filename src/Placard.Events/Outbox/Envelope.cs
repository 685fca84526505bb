using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Placard.Events.Outbox;

/// <summary>
/// An event's JSON as it goes over the wire, in the field order of the public samples, and the two forms that receivers
/// may ask for. Only bytes are moved: what was written once is what is signed and sent, every time.
/// </summary>
internal static class Envelope
{
    private static readonly byte[] Opening = "{\"questionsAndAnswers\":"u8.ToArray();
    private static readonly byte[] Closing = "}"u8.ToArray();

    /// <summary>
    /// The wrapped form, and where in it the plain array of questions stands; null where there is none.
    /// </summary>
    public static (byte[] Body, QuestionsPlace? Questions) Write(
        NewEvent made, string id, string initiator, string requestId, string correlationId, DateTimeOffset at)
    {
        var head = Encoding.UTF8.GetBytes(
            $"{{\"id\":\"{id}\",\"initiator\":\"{initiator}\",\"requestId\":\"{requestId}\","
            + $"\"correlationId\":\"{correlationId}\",\"type\":\"{JsonEncodedText.Encode(made.Type)}\",\"data\":");
        var tail = Encoding.UTF8.GetBytes($",\"createdAt\":\"{Time(at)}\"}}");
        if (made.QuestionsAndAnswers is not { } range)
        {
            return (Join(head, made.Data, tail), null);
        }
        var (from, length) = range.GetOffsetAndLength(made.Data.Length);
        var body = Join(
            head, made.Data.AsMemory(0, from), Opening, made.Data.AsMemory(from, length), Closing,
            made.Data.AsMemory(from + length), tail);
        return (body, new QuestionsPlace(head.Length + from + Opening.Length, length));
    }

    /// <summary>The form with a plain array, cut out of the wrapped one.</summary>
    public static byte[] Unwrap(byte[] body, QuestionsPlace? questions) => questions is not { } place
        ? body
        : Join(
            body.AsMemory(0, place.From - Opening.Length),
            body.AsMemory(place.From, place.Length),
            body.AsMemory(place.From + place.Length + Closing.Length));

    /// <summary>Whole seconds with Z, as the samples have them.</summary>
    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static byte[] Join(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        var length = 0;
        foreach (var part in parts)
        {
            length += part.Length;
        }
        var whole = new byte[length];
        var at = 0;
        foreach (var part in parts)
        {
            part.Span.CopyTo(whole.AsSpan(at));
            at += part.Length;
        }
        return whole;
    }
}

/// <summary>Where the plain array of questions stands in a body.</summary>
internal readonly record struct QuestionsPlace(int From, int Length);
