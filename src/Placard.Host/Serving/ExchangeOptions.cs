using System.Net;
using Microsoft.Extensions.Configuration;

namespace Placard.Host.Serving;

/// <summary>The keys of the <c>Placard</c> section that the host itself reads; rooms read their own.</summary>
internal sealed record ExchangeOptions(
    string? PublicUrl,
    string? Database,
    string TimeZone,
    string? OperatorClientId,
    string? OperatorSecret,
    IPNetwork[] TrustedProxies,
    IPNetwork[] MetricsNetworks)
{
    private static readonly string[] Loopback = ["127.0.0.0/8", "::1/128"];
    private static readonly string[] OperatorNetwork =
        [.. Loopback, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

    public static ExchangeOptions Read(IConfiguration configuration)
    {
        var placard = configuration.GetSection("Placard");
        return new ExchangeOptions(
            Address(placard["PublicUrl"]),
            placard["Database"],
            placard["TimeZone"] ?? "America/New_York",
            placard["Operator:ClientId"],
            placard["Operator:Secret"],
            Networks(placard, "TrustedProxies", Loopback),
            Networks(placard, "MetricsNetworks", OperatorNetwork));
    }

    private static string? Address(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? text.Trim().TrimEnd('/')
        : throw new InvalidOperationException(
            $"Placard:PublicUrl must be an http or https address, such as https://jobs.example.com; it is '{text}'.");

    private static IPNetwork[] Networks(IConfigurationSection placard, string key, string[] otherwise)
    {
        var texts = placard.GetSection(key).Get<string[]>() ?? placard[key]?.Split(',') ?? otherwise;
        return [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0).Select(text =>
            IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new InvalidOperationException($"Placard:{key} holds '{text}', which is no network."))];
    }
}
