using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Placard.Inventory.Reading;

/// <summary>
/// Turns a record's bytes into UTF-8 that XML 1.0 allows. Bytes that are not UTF-8 are read as Windows-1252, one by
/// one, so that a job glued together from two encodings comes out right in both halves; forbidden characters go.
/// </summary>
internal sealed class RecordRepair
{
    private static readonly SearchValues<byte> Forbidden = SearchValues.Create(
        Enumerable.Range(0, 0x20).Where(value => value is not (9 or 10 or 13)).Select(value => (byte)value).ToArray());

    private static readonly byte[][] WesternAsUtf8 =
        [.. Enumerable.Range(0, 256).Select(value =>
            Encoding.UTF8.GetBytes(FeedEncoding.Western.GetString([(byte)value])))];

    private byte[] _scratch = [];
    private int _length;

    /// <summary>The first byte that was read as Windows-1252, as <c>0xE9</c>; null when none was.</summary>
    public string? WesternByte { get; private set; }

    /// <summary>The first character that was removed, as <c>U+0001</c>; null when none was.</summary>
    public string? Removed { get; private set; }

    /// <summary>The feed declares Windows-1252 and the record is UTF-8 beyond ASCII.</summary>
    public bool IsUtf8InWestern { get; private set; }

    /// <summary>The record itself when there is nothing to repair, else a copy that the next call overwrites.</summary>
    public ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> record, bool declaresWestern)
    {
        (WesternByte, Removed, IsUtf8InWestern) = (null, null, false);
        var isAscii = Ascii.IsValid(record);
        var isUtf8 = isAscii || Utf8.IsValid(record);
        IsUtf8InWestern = declaresWestern && isUtf8 && !isAscii;
        var isAllowed = !record.ContainsAny(Forbidden) && (isAscii || record.IndexOf("\uFFFE"u8[..2]) < 0);
        if (isUtf8 && isAllowed)
        {
            return record;
        }
        Rewrite(record);
        return _scratch.AsSpan(0, _length);
    }

    /// <summary>XML 1.0, Char: what may stand in a document at all.</summary>
    public static bool IsAllowed(int character) =>
        character is 9 or 10 or 13
            or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);

    private void Rewrite(ReadOnlySpan<byte> record)
    {
        // A Windows-1252 byte becomes at most three bytes of UTF-8.
        if (_scratch.Length < record.Length * 3)
        {
            _scratch = new byte[record.Length * 3];
        }
        _length = 0;
        while (!record.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(record, out var rune, out var taken) == OperationStatus.Done)
            {
                Keep(rune.Value, record[..taken]);
            }
            else if (SurrogateAt(record) is { } surrogate)
            {
                taken = JoinOrRemove(surrogate, record);
            }
            else
            {
                taken = 1;
                WesternByte ??= $"0x{record[0]:X2}";
                Append(WesternAsUtf8[record[0]]);
            }
            record = record[taken..];
        }
    }

    private void Keep(int character, ReadOnlySpan<byte> bytes)
    {
        if (IsAllowed(character))
        {
            Append(bytes);
        }
        else
        {
            Removed ??= $"U+{character:X4}";
        }
    }

    /// <summary>Half of a surrogate pair written as if it were a character, as careless converters do.</summary>
    private static int? SurrogateAt(ReadOnlySpan<byte> bytes) =>
        bytes is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..]
            ? 0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)
            : null;

    private int JoinOrRemove(int surrogate, ReadOnlySpan<byte> record)
    {
        if (char.IsHighSurrogate((char)surrogate)
            && SurrogateAt(record[3..]) is { } low
            && char.IsLowSurrogate((char)low))
        {
            _length += new Rune((char)surrogate, (char)low).EncodeToUtf8(_scratch.AsSpan(_length));
            return 6;
        }
        Removed ??= $"U+{surrogate:X4}";
        return 3;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_scratch.AsSpan(_length));
        _length += bytes.Length;
    }
}
