using System.Text;

namespace Placard.Inventory.Reading;

/// <summary>
/// Makes strings of short texts, and the same string of a text that comes again: a feed names few cities, states,
/// categories and employers, each of them thousands of times. A newcomer takes the place of whoever was there, so
/// that it stays small whatever is fed. For one thread at a time.
/// </summary>
internal sealed class RepeatedTexts
{
    private const int Places = 1_024;
    private const int LongestBytes = 64;

    private readonly string?[] texts = new string?[Places];

    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }
        Span<char> chars = stackalloc char[LongestBytes];
        ReadOnlySpan<char> text = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        ref var kept = ref texts[string.GetHashCode(text) & (Places - 1)];
        if (kept is null || !text.SequenceEqual(kept))
        {
            kept = new string(text);
        }
        return kept;
    }
}
