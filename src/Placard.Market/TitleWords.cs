using System.Runtime.CompilerServices;

namespace Placard.Market;

/// <summary>
/// The words of a title as up to eight hashes, for likeness without decoding text. Case, punctuation and words of one
/// letter do not count. Two words share a hash once in four thousand million; here that only reorders a list.
/// </summary>
[InlineArray(Most)]
internal struct WordHashes
{
    private uint first;

    public const int Most = 8;
}

internal readonly struct TitleWords
{
    private readonly WordHashes hashes;
    private readonly byte count;

    private TitleWords(WordHashes hashes, int count)
    {
        this.hashes = hashes;
        this.count = (byte)count;
    }

    public int Count => count;

    public static TitleWords Of(ReadOnlySpan<char> title)
    {
        var hashes = default(WordHashes);
        var count = 0;
        var hash = 2166136261u;
        var letters = 0;
        for (var at = 0; at <= title.Length; at++)
        {
            var c = at < title.Length ? title[at] : ' ';
            if (char.IsLetterOrDigit(c))
            {
                hash = (hash ^ char.ToLowerInvariant(c)) * 16777619u;
                letters++;
                continue;
            }
            if (letters > 1 && count < WordHashes.Most && !Contains(hashes, count, hash))
            {
                hashes[count++] = hash;
            }
            hash = 2166136261u;
            letters = 0;
        }
        return new TitleWords(hashes, count);
    }

    /// <summary>How many of these words the other title has too.</summary>
    public int SharedWith(in TitleWords other)
    {
        var shared = 0;
        for (var i = 0; i < count; i++)
        {
            shared += Contains(other.hashes, other.count, hashes[i]) ? 1 : 0;
        }
        return shared;
    }

    private static bool Contains(in WordHashes hashes, int count, uint hash)
    {
        for (var i = 0; i < count; i++)
        {
            if (hashes[i] == hash)
            {
                return true;
            }
        }
        return false;
    }
}
