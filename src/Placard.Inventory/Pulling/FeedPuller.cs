using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Placard.Inventory.Sources;

namespace Placard.Inventory.Pulling;

/// <summary>Fetches feeds: conditional requests, ceilings of time and silence, public addresses only.</summary>
internal sealed class FeedPuller : IDisposable
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(15);
    private const int MostRedirects = 5;

    private readonly InventoryOptions options;
    private readonly HttpMessageInvoker http;

    public FeedPuller(InventoryOptions options)
    {
        this.options = options;
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = Connect,
            ConnectTimeout = ConnectTime,
            // A proxy would look names up for itself, past the address guard.
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = true,
            MaxAutomaticRedirections = MostRedirects,
            // Gzip is told by its first bytes and unpacked under a ceiling by the reader.
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        });
    }

    /// <summary>
    /// Asks for the source's feed; with its ETag and date when <paramref name="conditional"/>.
    /// </summary>
    /// <exception cref="PullException">It cannot be had; the message says why.</exception>
    public async Task<PulledFeed> Pull(SourceRow source, bool conditional, CancellationToken stop)
    {
        var address = new Uri(source.FeedUrl!);
        if (AddressGuard.Objection(address, options.Sandbox) is { } objection)
        {
            throw new PullException(objection);
        }
        var patience = new PullPatience(options, stop);
        try
        {
            using var request = Request(source, address, conditional);
            var response = await patience.Wait(
                token => http.SendAsync(request, token)).ConfigureAwait(false);
            return await Answer(response, patience).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            patience.Dispose();
            throw new PullException($"The feed could not be fetched: {Innermost(fault)}", fault);
        }
        catch
        {
            patience.Dispose();
            throw;
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<PulledFeed> Answer(HttpResponseMessage response, PullPatience patience)
    {
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            response.Dispose();
            patience.Dispose();
            return new PulledFeed(null, null, null, null, null);
        }
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var status = (int)response.StatusCode;
            response.Dispose();
            throw new PullException($"The feed's server answered {status} {response.ReasonPhrase}.");
        }
        var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        return new PulledFeed(
            new PatientStream(body, patience),
            // As they came: they are sent back, never read.
            response.Headers.NonValidated.TryGetValues("ETag", out var etag) ? etag.ToString() : null,
            response.Content.Headers.NonValidated.TryGetValues("Last-Modified", out var date) ? date.ToString() : null,
            response,
            patience);
    }

    private static HttpRequestMessage Request(SourceRow source, Uri address, bool conditional)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Placard", "1"));
        request.Headers.TryAddWithoutValidation("Accept", "application/xml, text/xml, */*");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        if (address.UserInfo.Length > 0)
        {
            var credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }
        if (conditional && source.Etag is { } etag)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }
        if (conditional && source.LastModified is { } date)
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", date);
        }
        return request;
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, stop).ConfigureAwait(false);
        var allowed = addresses.Where(address => AddressGuard.Allows(address, options.Sandbox)).ToArray();
        if (allowed.Length == 0)
        {
            throw new HttpRequestException(addresses.Length == 0
                ? $"{host} has no address."
                : $"{host} is not at a public address; feeds are pulled from public addresses only.");
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, stop).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Innermost(Exception fault)
    {
        while (fault.InnerException is { } inner)
        {
            fault = inner;
        }
        return fault.Message;
    }
}
