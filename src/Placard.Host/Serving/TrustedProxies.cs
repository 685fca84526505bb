using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Placard.Host.Serving;

/// <summary>
/// Takes the caller's address and scheme from <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> where a trusted proxy
/// says them: the last entry of each, because what stands before it the caller may have made up. Does what the
/// framework's own does with a limit of one, which makes ten objects of every click and, with no proxy to trust, would
/// trust everybody.
/// </summary>
internal sealed class TrustedProxies(RequestDelegate next, ExchangeOptions options)
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedProto = "X-Forwarded-Proto";

    private readonly IPNetwork[] networks = options.TrustedProxies;

    public Task Invoke(HttpContext context)
    {
        var headers = context.Request.Headers;
        var caller = LastOf(headers[ForwardedFor]);
        var scheme = LastOf(headers[ForwardedProto]);
        if (!(caller.IsEmpty && scheme.IsEmpty) && IsTrusted(context.Connection.RemoteIpAddress))
        {
            Apply(context, caller, scheme);
        }
        return next(context);
    }

    // An address that cannot be read makes the scheme beside it no more believable.
    private static void Apply(HttpContext context, ReadOnlySpan<char> caller, ReadOnlySpan<char> scheme)
    {
        if (!caller.IsEmpty)
        {
            if (AddressIn(caller) is not { } address)
            {
                return;
            }
            context.Connection.RemoteIpAddress = address;
            context.Connection.RemotePort = 0;
        }
        if (!scheme.IsEmpty && Uri.CheckSchemeName(scheme.ToString()))
        {
            context.Request.Scheme = scheme.ToString();
        }
    }

    private bool IsTrusted(IPAddress? peer)
    {
        if (peer == null)
        {
            return true; // a socket of this machine
        }
        var plain = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        foreach (var network in networks)
        {
            if (network.Contains(peer) || network.Contains(plain))
            {
                return true;
            }
        }
        return false;
    }

    private static IPAddress? AddressIn(ReadOnlySpan<char> text) =>
        !text.Contains(':') ? IPAddress.TryParse(text, out var address) ? address : null
        : IPEndPoint.TryParse(text, out var endpoint) ? endpoint.Address : null;

    private static ReadOnlySpan<char> LastOf(StringValues header)
    {
        for (var line = header.Count - 1; line >= 0; line--)
        {
            var entries = header[line].AsSpan().TrimEnd(", \t");
            if (!entries.IsEmpty)
            {
                return entries[(entries.LastIndexOf(',') + 1)..].Trim().Trim('"');
            }
        }
        return default;
    }
}
