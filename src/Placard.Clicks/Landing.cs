using System.Globalization;
using System.Text;

namespace Placard.Clicks;

/// <summary>Addresses that the exchange sends people to, extended without touching what was there.</summary>
internal static class Landing
{
    /// <summary>
    /// The advertiser's address with <c>tlr_sid</c>: after an existing query, before a fragment, in place of one that
    /// is there already. The rest stays as it was, except that characters which no header may carry are encoded.
    /// </summary>
    public static string WithClickId(string url, string tlrSid)
    {
        var (front, fragment) = SplitFragment(ForHeader(url));
        var query = front.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? $"{front}?tlr_sid={tlrSid}{fragment}"
            : $"{front[..query]}?{Replaced(front[(query + 1)..], tlrSid)}{fragment}";
    }

    /// <summary>A publisher's <c>rdr</c> with <c>status=expired</c> or <c>status=stale</c> added.</summary>
    public static string WithStatus(string rdr, string status)
    {
        var (front, fragment) = SplitFragment(ForHeader(rdr));
        var joint = !front.Contains('?', StringComparison.Ordinal) ? "?" : front[^1] is '?' or '&' ? "" : "&";
        return $"{front}{joint}status={status}{fragment}";
    }

    /// <summary>
    /// An <c>rdr</c> that may be followed: absolute, http or https, and not to ourselves, where it could go round in
    /// circles. Anything else counts as absent.
    /// </summary>
    public static string? UsableRdr(string? rdr, string ownBase, string requestHost) =>
        rdr != null && Uri.TryCreate(rdr, UriKind.Absolute, out var target)
        && (target.Scheme == Uri.UriSchemeHttp || target.Scheme == Uri.UriSchemeHttps)
        && target.Host.Length > 0 && target.UserInfo.Length == 0
        && !IsOurs(target, ownBase, requestHost) ? rdr : null;

    private static bool IsOurs(Uri target, string ownBase, string requestHost) =>
        target.Authority.Equals(requestHost, StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(ownBase, UriKind.Absolute, out var own)
            && own.Authority.Equals(target.Authority, StringComparison.OrdinalIgnoreCase));

    private static string Replaced(string query, string tlrSid)
    {
        var kept = query.Split('&').Where(pair => pair.Length > 0 && pair != "tlr_sid"
            && !pair.StartsWith("tlr_sid=", StringComparison.OrdinalIgnoreCase));
        return string.Join('&', kept.Append("tlr_sid=" + tlrSid));
    }

    private static (string Front, string Fragment) SplitFragment(string url)
    {
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (url, "") : (url[..hash], url[hash..]);
    }

    // Hosts become punycode, everything else percent-encoded UTF-8. An address that is ASCII already, which nearly all
    // are, is returned as it is.
    private static string ForHeader(string url)
    {
        if (!NeedsEncoding(url))
        {
            return url;
        }
        var plain = url;
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IdnHost != uri.Host)
        {
            var at = url.IndexOf(uri.Host, StringComparison.OrdinalIgnoreCase);
            plain = at < 0 ? uri.AbsoluteUri : string.Concat(url.AsSpan(0, at), uri.IdnHost, url.AsSpan(at + uri.Host.Length));
        }
        var text = new StringBuilder(plain.Length + 32);
        foreach (var octet in Encoding.UTF8.GetBytes(plain))
        {
            _ = octet is > 0x20 and < 0x7f and not (byte)'"' and not (byte)'<' and not (byte)'>'
                ? text.Append((char)octet)
                : text.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }
        return text.ToString();
    }

    private static bool NeedsEncoding(string url)
    {
        foreach (var c in url)
        {
            if (c is <= ' ' or >= '\u007f' or '"' or '<' or '>')
            {
                return true;
            }
        }
        return false;
    }
}
