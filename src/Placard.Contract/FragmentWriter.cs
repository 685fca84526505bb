using System.Buffers;
using System.Text;

namespace Placard.Contract;

/// <summary>
/// Writes elements of the publisher feed into one buffer per thread. Text becomes UTF-8 first (lone surrogates turn
/// into U+FFFD there); what XML 1.0 forbids is then dropped, and line ends become line feeds, as every XML reader
/// would read them.
/// </summary>
internal sealed class FragmentWriter
{
    private const int Kept = 1 << 20;

    // What cannot be copied as it is: control characters, carriage returns, and the first byte of U+FFFE and U+FFFF.
    private static readonly SearchValues<byte> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(b => b is not ('\t' or '\n')).Select(b => (byte)b), 0xEF]);
    private static readonly SearchValues<byte> Markup = SearchValues.Create("<>&"u8);

    [ThreadStatic]
    private static FragmentWriter? mine;

    private byte[] buffer = new byte[16 << 10];
    private int length;

    public static FragmentWriter OfThisThread()
    {
        var writer = mine ??= new FragmentWriter();
        writer.length = 0;
        return writer;
    }

    public void CData(ReadOnlySpan<byte> name, string text)
    {
        var start = OpenCData(name);
        AppendLegal(text);
        CloseCData(name, start);
    }

    /// <summary>As <see cref="CData(ReadOnlySpan{byte}, string)"/> of a text that is UTF-8 already.</summary>
    public void CData(ReadOnlySpan<byte> name, ReadOnlySpan<byte> utf8)
    {
        var start = OpenCData(name);
        Append(utf8);
        KeepLegal(start);
        CloseCData(name, start);
    }

    public void Plain(ReadOnlySpan<byte> name, string text)
    {
        Open(name);
        var start = length;
        AppendLegal(text);
        EscapeMarkup(start);
        Close(name);
    }

    public void CopyTo(IBufferWriter<byte> to)
    {
        to.Write(buffer.AsSpan(0, length));
        if (buffer.Length > Kept)
        {
            mine = null;
        }
    }

    private int OpenCData(ReadOnlySpan<byte> name)
    {
        Open(name);
        Append("<![CDATA["u8);
        return length;
    }

    private void CloseCData(ReadOnlySpan<byte> name, int start)
    {
        SplitCDataEnds(start);
        Append("]]>"u8);
        Close(name);
    }

    private void Open(ReadOnlySpan<byte> name)
    {
        Append("<"u8);
        Append(name);
        Append(">"u8);
    }

    private void Close(ReadOnlySpan<byte> name)
    {
        Append("</"u8);
        Append(name);
        Append(">\n"u8);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }

    private void AppendLegal(string text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        var start = length;
        length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));
        KeepLegal(start);
    }

    private void KeepLegal(int start)
    {
        var hop = buffer.AsSpan(start, length - start).IndexOfAny(Suspects);
        if (hop >= 0)
        {
            length = Clean(buffer.AsSpan(0, length), start + hop);
        }
    }

    /// <summary>Drops and mends in place from <paramref name="at"/> on; answers the new end.</summary>
    private static int Clean(Span<byte> bytes, int at)
    {
        var write = at;
        for (var read = at; read < bytes.Length; read++)
        {
            var b = bytes[read];
            if (b == 0xEF && read + 2 < bytes.Length && bytes[read + 1] == 0xBF && bytes[read + 2] >= 0xBE)
            {
                read += 2;
            }
            else if (b == '\r')
            {
                if (read + 1 == bytes.Length || bytes[read + 1] != '\n')
                {
                    bytes[write++] = (byte)'\n';
                }
            }
            else if (b >= 32 || b is (byte)'\t' or (byte)'\n')
            {
                bytes[write++] = b;
            }
        }
        return write;
    }

    private void SplitCDataEnds(int from)
    {
        if (buffer.AsSpan(from, length - from).IndexOf("]]>"u8) < 0)
        {
            return;
        }
        ReadOnlySpan<byte> rest = TakeBack(from);
        while (rest.IndexOf("]]>"u8) is >= 0 and var hop)
        {
            Append(rest[..(hop + 2)]);
            Append("]]><![CDATA["u8);
            rest = rest[(hop + 2)..];
        }
        Append(rest);
    }

    private void EscapeMarkup(int from)
    {
        if (buffer.AsSpan(from, length - from).IndexOfAny(Markup) < 0)
        {
            return;
        }
        ReadOnlySpan<byte> rest = TakeBack(from);
        while (rest.IndexOfAny(Markup) is >= 0 and var hop)
        {
            Append(rest[..hop]);
            Append(rest[hop] switch
            {
                (byte)'<' => "&lt;"u8,
                (byte)'>' => "&gt;"u8,
                _ => "&amp;"u8,
            });
            rest = rest[(hop + 1)..];
        }
        Append(rest);
    }

    /// <summary>
    /// What was written from there on, to be written again piece by piece: inserting would be quadratic.
    /// </summary>
    private byte[] TakeBack(int from)
    {
        var text = buffer.AsSpan(from, length - from).ToArray();
        length = from;
        return text;
    }

    private void Reserve(int more)
    {
        if (length + more > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + more));
        }
    }
}
