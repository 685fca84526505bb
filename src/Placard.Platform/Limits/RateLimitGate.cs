using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Placard.Kernel;

namespace Placard.Platform;

/// <summary>
/// Holds every route to the limit of its group, by app client where one is known and else by address. It stands before
/// 30,000 clicks a second: routes without a limit cost a look-up, the others a few more (see RateWindows for why this
/// is not the framework's limiter).
/// </summary>
internal sealed class RateLimitGate(RequestDelegate next, RateLimits limits, ICallers callers, MachineTime machine)
{
    private readonly RateWindows windows = new();

    public Task Invoke(HttpContext context)
    {
        var group = context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName;
        if (group == null)
        {
            return next(context);
        }
        var perMinute = limits.PerMinute[group];
        var address = context.Connection.RemoteIpAddress;
        if (perMinute == 0 || (limits.LoopbackIsExempt && address != null && IPAddress.IsLoopback(address)))
        {
            return next(context);
        }
        var seconds = windows.Take(CallerHash(context, group, address), perMinute, machine.NowMs());
        return seconds == 0 ? next(context) : Refuse(context, seconds);
    }

    private int CallerHash(HttpContext context, string group, IPAddress? address)
    {
        // An unknown token says nothing: whoever makes tokens up must not get a fresh count with each.
        var client = group == RateGroups.Platform && context.BearerToken() is { } token
            ? callers.KnownClient(token)
            : null;
        return client == null ? HashCode.Combine(group, Network(address)) : HashCode.Combine(group, client);
    }

    // An IPv6 subscriber has a whole /64 to call from.
    private static ulong Network(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address == null || !address.TryWriteBytes(bytes, out _))
        {
            return 0;
        }
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }
        return address.IsIPv4MappedToIPv6
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes[12..])
            : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    private static Task Refuse(HttpContext context, int seconds)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return PlatformProblems.Answer(context, 429, "Too many requests");
    }
}
