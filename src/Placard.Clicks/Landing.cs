using System.Buffers;
using System.Globalization;
using System.Text;
using Placard.Kernel;

namespace Placard.Clicks;

/// <summary>Addresses that the exchange sends people to, extended without touching what was there.</summary>
internal static class Landing
{
    private const string ClickIdName = "tlr_sid";

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Except(['"', '<', '>'])]);

    /// <summary>
    /// The advertiser's address as a header may carry it: hosts become punycode, other characters that are no ASCII
    /// or would end a header are percent-encoded. One that is plain already, which nearly all are, stays as it is.
    /// </summary>
    public static string Of(string url) => NeedsEncoding(url) ? Encoded(url) : url;

    /// <summary>
    /// The advertiser's address with <c>tlr_sid</c>: after an existing query, before a fragment, in the place of one
    /// that is there already. The rest stays as <see cref="Of"/> leaves it.
    /// </summary>
    public static string WithClickId(string url, ReadOnlySpan<char> tlrSid)
    {
        var plain = Of(url);
        var hash = plain.IndexOf('#', StringComparison.Ordinal);
        var front = plain.AsSpan(0, hash < 0 ? plain.Length : hash);
        var fragment = plain.AsSpan(front.Length);
        var query = front.IndexOf('?');
        if (query >= 0 && HoldsClickId(front[(query + 1)..]))
        {
            var replaced = Replaced(front[(query + 1)..].ToString(), $"{ClickIdName}={tlrSid}");
            return string.Concat(front[..(query + 1)], replaced, fragment);
        }
        var joint = query < 0 ? $"?{ClickIdName}="
            : query == front.Length - 1 || front[^1] == '&' ? $"{ClickIdName}="
            : $"&{ClickIdName}=";
        return string.Concat(front, joint, tlrSid, fragment);
    }

    /// <summary>A publisher's <c>rdr</c> with <c>status=expired</c> or <c>status=stale</c> added.</summary>
    public static string WithStatus(string rdr, string status)
    {
        var (front, fragment) = SplitFragment(Of(rdr));
        var joint = !front.Contains('?', StringComparison.Ordinal) ? "?" : front[^1] is '?' or '&' ? "" : "&";
        return $"{front}{joint}status={status}{fragment}";
    }

    /// <summary>
    /// An <c>rdr</c> that may be followed: absolute, http or https, and not to ourselves, where it could go round in
    /// circles. Anything else counts as absent.
    /// </summary>
    public static string? UsableRdr(string? rdr, string ownBase, string requestHost)
    {
        // Blanks around it would be encoded into an address relative to us.
        var address = rdr?.Trim() ?? "";
        return (address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            && WebHosts.Address(address) is { UserInfo.Length: 0 } target
            && !IsOurs(target, ownBase, requestHost) ? address : null;
    }

    private static bool IsOurs(Uri target, string ownBase, string requestHost) =>
        target.Authority.Equals(requestHost, StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(ownBase, UriKind.Absolute, out var own)
            && own.Authority.Equals(target.Authority, StringComparison.OrdinalIgnoreCase));

    private static string Replaced(string query, string clickId)
    {
        var pairs = query.Split('&').ToList();
        var first = pairs.FindIndex(pair => IsClickId(pair));
        pairs[first] = clickId;
        // One that stands there twice would leave the advertiser to choose between them.
        return string.Join('&', pairs.Where((pair, at) => at <= first || !IsClickId(pair)));
    }

    private static bool HoldsClickId(ReadOnlySpan<char> query)
    {
        foreach (var pair in query.Split('&'))
        {
            if (IsClickId(query[pair]))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Names are compared as the advertiser's program will read them, percent signs resolved.</summary>
    private static bool IsClickId(ReadOnlySpan<char> pair)
    {
        var name = pair.IndexOf('=') is >= 0 and var equals ? pair[..equals] : pair;
        return (name.Contains('%') ? Uri.UnescapeDataString(name) : name)
            .Equals(ClickIdName, StringComparison.OrdinalIgnoreCase);
    }

    private static (string Front, string Fragment) SplitFragment(string url)
    {
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (url, "") : (url[..hash], url[hash..]);
    }

    private static string Encoded(string url)
    {
        var plain = url;
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.HostNameType == UriHostNameType.Dns && WebHosts.InAscii(uri) is { } asked && asked != uri.Host)
        {
            // Past a user, who may be called as the host is.
            var host = url.IndexOf(uri.UserInfo.Length > 0 ? "@" : "//", StringComparison.Ordinal) + 1;
            var at = url.IndexOf(uri.Host, host, StringComparison.OrdinalIgnoreCase);
            plain = at < 0 ? uri.AbsoluteUri : $"{url[..at]}{asked}{url[(at + uri.Host.Length)..]}";
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

    private static bool NeedsEncoding(string url) => url.AsSpan().ContainsAnyExcept(Plain);
}
