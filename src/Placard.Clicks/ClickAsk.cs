using System.Globalization;
using System.Runtime.InteropServices;

namespace Placard.Clicks;

/// <summary>
/// What a click URL asks, read once from its query string: <c>id={job}.{feed}</c> and <c>job_id=&amp;pub_id=</c> become
/// one record. Of a parameter given twice the first counts. Everything is cut to its ceiling. Texts that are kept lose
/// their control characters; numbers and tokens are judged as they came. Nothing here can fail.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClickAsk(
    long JobId,
    long FeedId,
    ReadOnlyMemory<char> Spl,
    string? T1,
    string? T2,
    string? T3,
    string? Referrer,
    string? Rdr)
{
    /// <summary>Characters of a T-value; the newer of two contract pages says 100.</summary>
    public const int TagLength = 100;

    /// <summary>Characters of a referrer or of a publisher's click id.</summary>
    public const int NameLength = 255;

    private const int AddressLength = 2048;

    /// <summary>Job and feed are 0 when they are missing or no numbers: no such thing exists.</summary>
    public static ClickAsk Read(string query)
    {
        ReadOnlyMemory<char> id = default, job = default, feed = default, spl = default;
        string? t1 = null, t2 = null, t3 = null, referrer = null, rdr = null;
        foreach (var (name, value) in new QueryPairs(query))
        {
            switch (name)
            {
                case "id": id = id.IsEmpty ? Piece(query, value, 64) : id; break;
                case "job_id": job = job.IsEmpty ? Piece(query, value, 32) : job; break;
                case "pub_id": feed = feed.IsEmpty ? Piece(query, value, 32) : feed; break;
                case "spl": spl = spl.IsEmpty ? Piece(query, value, 256) : spl; break;
                case "t1": t1 ??= Text(value, TagLength); break;
                case "t2": t2 ??= Text(value, TagLength); break;
                case "t3": t3 ??= Text(value, TagLength); break;
                case "referrer": referrer ??= Text(value, NameLength); break;
                case "rdr": rdr ??= Text(value, AddressLength + 1); break;
                default: break;
            }
        }
        var dot = id.Span.IndexOf('.');
        var jobId = Number(dot > 0 ? id.Span[..dot] : job.Span);
        var feedId = Number(dot > 0 ? id.Span[(dot + 1)..] : feed.Span);
        return new ClickAsk(jobId, feedId, spl, t1, t2, t3, referrer, rdr is { Length: > AddressLength } ? null : rdr);
    }

    /// <summary>One named parameter of the query, for the name that a feed has agreed on.</summary>
    public static string? Parameter(string query, string wanted)
    {
        foreach (var (name, value) in new QueryPairs(query))
        {
            if (name.SequenceEqual(wanted))
            {
                return Text(value, NameLength);
            }
        }
        return null;
    }

    // Zeros after a number would be forgiven by the parser alone: "1\0" is no 1.
    private static long Number(ReadOnlySpan<char> text) =>
        !text.ContainsAnyExceptInRange('0', '9')
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>
    /// What is read further and never stored, with every character it was sent with: a token must not become a good
    /// one here that another reader refuses. Where the query shows it as it is, it is not copied.
    /// </summary>
    private static ReadOnlyMemory<char> Piece(string query, ReadOnlySpan<char> raw, int most)
    {
        var piece = raw.IndexOfAny('%', '+') < 0 && query.AsSpan().Overlaps(raw, out var at)
            ? query.AsMemory(at, raw.Length)
            : Decode(raw).AsMemory();
        return piece[..Math.Min(piece.Length, most)];
    }

    private static string? Text(ReadOnlySpan<char> raw, int most)
    {
        if (raw.IsEmpty)
        {
            return null;
        }
        var plain = raw.IndexOfAny('%', '+') < 0 ? raw.ToString() : Decode(raw);
        if (HoldsControls(plain))
        {
            plain = string.Concat(plain.Where(c => !char.IsControl(c)));
        }
        return plain.Length == 0 ? null : plain.Length <= most ? plain : Cut(plain, most);
    }

    private static bool HoldsControls(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\0', '\u001f') || text.ContainsAnyInRange('\u007f', '\u009f');

    private static string Decode(ReadOnlySpan<char> raw) =>
        Uri.UnescapeDataString(raw.ToString().Replace('+', ' '));

    // Never in the middle of a surrogate pair: half of one is no text for a database.
    private static string Cut(string text, int most) =>
        text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}

/// <summary>
/// Walks the name=value pairs of a query string without allocating. Names are compared as they stand.
/// </summary>
internal ref struct QueryPairs(string query)
{
    private ReadOnlySpan<char> rest = query.AsSpan(query.StartsWith('?') ? 1 : 0);
    private ReadOnlySpan<char> pair;

    public readonly Pair Current
    {
        get
        {
            var equals = pair.IndexOf('=');
            return equals < 0 ? new Pair(pair, default) : new Pair(pair[..equals], pair[(equals + 1)..]);
        }
    }

    public readonly QueryPairs GetEnumerator() => this;

    public bool MoveNext()
    {
        if (rest.IsEmpty)
        {
            return false;
        }
        var end = rest.IndexOf('&');
        pair = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return true;
    }

    public readonly ref struct Pair(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        private readonly ReadOnlySpan<char> name = name;
        private readonly ReadOnlySpan<char> value = value;

        public void Deconstruct(out ReadOnlySpan<char> nameOut, out ReadOnlySpan<char> valueOut)
        {
            nameOut = name;
            valueOut = value;
        }
    }
}
