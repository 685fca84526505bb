using System.Text;
using Placard.Kernel;

namespace Placard.Inventory.Reading;

/// <summary>
/// Tells absolute http and https addresses from other text. Whether an address is one hangs on what stands before its
/// path, and the jobs of a feed mostly share that: the last good one is remembered, because asking <see cref="Uri"/>
/// makes a handful of objects. For one thread at a time.
/// </summary>
internal sealed class WebAddresses
{
    /// <summary>Scheme and host with the slash behind them; blank when there is none.</summary>
    private string good = "";

    public bool IsOne(string text)
    {
        if (good.Length > 0 && text.StartsWith(good, StringComparison.Ordinal) && Ascii.IsValid(text))
        {
            return true;
        }
        var start = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http://".Length
            : text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https://".Length : 0;
        if (start == 0 || WebHosts.Address(text) == null)
        {
            return false;
        }
        var length = text.AsSpan(start).IndexOf('/');
        good = length > 0 && IsPlain(text.AsSpan(start, length)) ? text[..(start + length + 1)] : "";
        return true;
    }

    /// <summary>A host alone: with a port or a user beside it every address is looked at by itself.</summary>
    private static bool IsPlain(ReadOnlySpan<char> host)
    {
        foreach (var letter in host)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-'))
            {
                return false;
            }
        }
        return true;
    }
}
