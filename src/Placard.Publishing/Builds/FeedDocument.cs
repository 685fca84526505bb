using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Placard.Contract;
using Placard.Inventory;
using Placard.Kernel;
using Placard.Market;
using Placard.Publishing.Feeds;

namespace Placard.Publishing.Builds;

/// <summary>
/// The bytes of a feed (docs/contract/publisher-feed.md): one element a line, in the contract's order, ready texts
/// copied, a click address with its freshly sealed token in between. For one build and one thread.
/// </summary>
internal sealed class FeedDocument(
    FeedBuffer buffer,
    ExchangeCalendar calendar,
    OnDemandFields onDemand,
    long feedId,
    string publicBase)
{
    private const int DateLength = 19;

    private readonly byte[] referenceEnd = Encoding.ASCII.GetBytes($"-{feedId}-");
    private readonly byte[] addressStart = Encoding.UTF8.GetBytes($"<url><![CDATA[{publicBase}/click.php?id=");
    private readonly byte[] addressMiddle = Encoding.ASCII.GetBytes($".{feedId}&spl=");
    private readonly byte[] lastDate = new byte[DateLength];
    private long lastDateSecond = long.MinValue;

    /// <summary>What stands before the first job of every part; its length may differ with the total.</summary>
    public static byte[] Head(DateTimeOffset builtAtLocal, long total) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <feed date="{builtAtLocal:yyyy-MM-dd'T'HH:mm:sszzz}" total="{total}">

        """));

    /// <summary>What stands behind the last job of every part.</summary>
    public static ReadOnlySpan<byte> End => "</feed>\n"u8;

    /// <summary>One job at this feed's price, which is the token's.</summary>
    public void Job(in MarketJob job, long priceCents, in JobText text, ReadOnlySpan<byte> token)
    {
        buffer.Append("<job>\n"u8);
        buffer.Append(text.Head);
        ReferenceNumber(job);
        ClickAddress(job, token);
        buffer.Append(text.Body);
        Price(priceCents);
        Updated(job.UpdatedAtMs);
        onDemand.Write(text.OnDemand, buffer);
        buffer.Append("</job>\n"u8);
    }

    private void ReferenceNumber(in MarketJob job)
    {
        buffer.Append("<referencenumber>"u8);
        buffer.Append(job.JobId);
        buffer.Append(referenceEnd);
        var enteredAtSeconds = checked((uint)(job.EnteredAtMs / 1000));
        enteredAtSeconds.TryFormat(buffer.Room(8), out var written, "X8", CultureInfo.InvariantCulture);
        buffer.Advance(written);
        buffer.Append("</referencenumber>\n"u8);
    }

    private void ClickAddress(in MarketJob job, ReadOnlySpan<byte> token)
    {
        buffer.Append(addressStart);
        buffer.Append(job.JobId);
        buffer.Append(addressMiddle);
        buffer.Append(token);
        buffer.Append("&job_loc="u8);
        Escaped(job.City);
        buffer.Append(job.City.Length > 0 && job.State.Length > 0 ? "%2C"u8 : []);
        Escaped(job.State);
        buffer.Append("]]></url>\n"u8);
    }

    private void Price(long priceCents)
    {
        buffer.Append("<ranking_value>"u8);
        buffer.Append(priceCents);
        buffer.Append("</ranking_value>\n<cpc>"u8);
        buffer.Append(priceCents / 100);
        ReadOnlySpan<byte> fraction =
            [(byte)'.', (byte)('0' + (priceCents / 10 % 10)), (byte)('0' + (priceCents % 10))];
        buffer.Append(fraction);
        buffer.Append("</cpc>\n"u8);
    }

    private void Updated(long updatedAtMs)
    {
        // An import gives thousands of jobs one time: converting it again for each would cost more than its text.
        if (updatedAtMs / 1000 != lastDateSecond)
        {
            lastDateSecond = updatedAtMs / 1000;
            Encoding.ASCII.GetBytes(FeedFragments.Date(calendar.LocalTime(updatedAtMs)), lastDate);
        }
        buffer.Append("<updated>"u8);
        buffer.Append(lastDate);
        buffer.Append("</updated>\n"u8);
    }

    /// <summary>Percent-encoded as a query value: only RFC 3986's unreserved characters stay.</summary>
    private void Escaped(string text)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                var room = buffer.Room(3);
                if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
                {
                    room[0] = b;
                    buffer.Advance(1);
                    continue;
                }
                room[0] = (byte)'%';
                Utf8Formatter.TryFormat(b, room[1..], out _, new System.Buffers.StandardFormat('X', 2));
                buffer.Advance(3);
            }
        }
    }
}
