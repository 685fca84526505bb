using System.Text.Json;
using System.Text.Unicode;
using Placard.Contract.Dispositions;
using Placard.Kernel;

namespace Placard.Dispositions.Reading;

/// <summary>
/// What a body holds: good events and refused ones, or one fault of the body as a whole (then nothing else). Faults
/// point into the body, which must live as long as they do.
/// </summary>
internal sealed class SentDispositions
{
    // Deeper than anyone means it, and shallow enough to be shown inside a list.
    private const int MostDepth = 32;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = MostDepth };

    private SentDispositions(bool isArray) => IsArray = isArray;

    /// <summary>The form of the answer follows the form of the request.</summary>
    public bool IsArray { get; }

    public List<Disposition> Good { get; } = [];

    public List<FailedDisposition> Failed { get; } = [];

    /// <summary>Why nothing at all could be taken; null otherwise.</summary>
    public DispositionFault? BodyFault { get; private init; }

    public static SentDispositions Read(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (body.Span.StartsWith(byteOrderMark))
        {
            body = body[byteOrderMark.Length..];
        }
        // The reader takes broken UTF-8 inside strings and only throws when such a text is asked for.
        if (!Utf8.IsValid(body.Span))
        {
            return Refuse(DispositionTexts.NotJson);
        }
        try
        {
            return ReadJson(body);
        }
        catch (JsonException)
        {
            return Refuse(DispositionTexts.NotJson);
        }
    }

    private static SentDispositions ReadJson(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, Strict);
        reader.Read();
        var sent = reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadOne(ref reader, body),
            JsonTokenType.StartArray => ReadMany(ref reader, body),
            _ => RefuseScalar(ref reader, body),
        };
        // Whatever follows the end is not JSON any more: the reader throws. Nothing of a refused body needs that look.
        if (sent.BodyFault == null)
        {
            reader.Read();
        }
        return sent;
    }

    private static SentDispositions ReadOne(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var sent = new SentDispositions(isArray: false);
        SentEvent.Read(ref reader, out var found);
        sent.Take(found, new EventRules(body));
        return sent;
    }

    private static SentDispositions ReadMany(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var sent = new SentDispositions(isArray: true);
        var rules = new EventRules(body);
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++count > Limits.DispositionsPerCall)
            {
                return Refuse(DispositionTexts.TooMany);
            }
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                SentEvent.Read(ref reader, out var found);
                sent.Take(found, rules);
            }
            else
            {
                var value = SentEvent.ValueOf(ref reader);
                sent.Failed.Add(new FailedDisposition(
                    default, default, [rules.Fault(DispositionTexts.NotAnObject, "", value)]));
            }
        }
        return count == 0 ? Refuse(DispositionTexts.TooFew) : sent;
    }

    private void Take(in SentEvent sent, EventRules rules)
    {
        if (rules.Check(sent) is { } good)
        {
            Good.Add(good);
        }
        else
        {
            Failed.Add(rules.Refused(sent));
        }
    }

    private static SentDispositions RefuseScalar(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var value = SentEvent.ValueOf(ref reader);
        reader.Read();
        return new SentDispositions(isArray: false)
        {
            BodyFault = new EventRules(body).Fault(DispositionTexts.NeitherObjectNorArray, "", value),
        };
    }

    private static SentDispositions Refuse(string text) =>
        new(isArray: false) { BodyFault = new DispositionFault(text, "", default) };
}
