using System.Net;
using System.Net.Http.Headers;
using Placard.Inventory.Sources;
using Placard.Platform.Outbound;

namespace Placard.Inventory.Pulling;

/// <summary>Fetches feeds: conditional requests, ceilings of time and silence, public addresses only.</summary>
internal sealed class FeedPuller : IDisposable
{
    private const int MostRedirects = 5;

    private readonly InventoryOptions options;
    private readonly HttpMessageInvoker http;

    public FeedPuller(InventoryOptions options)
    {
        this.options = options;
        // Gzip is told by its first bytes and unpacked under a ceiling by the reader.
        var handler = GuardedHandler.Make(options.Sandbox);
        handler.AllowAutoRedirect = true;
        handler.MaxAutomaticRedirections = MostRedirects;
        http = new HttpMessageInvoker(handler);
    }

    /// <summary>
    /// Asks for the source's feed; with its ETag and date when <paramref name="conditional"/>.
    /// </summary>
    /// <exception cref="PullException">It cannot be had; the message says why.</exception>
    public async Task<PulledFeed> Pull(SourceRow source, bool conditional, CancellationToken stop)
    {
        // Whoever waited for another import of the source may find that its address was taken away meanwhile.
        var address = new Uri(source.FeedUrl ?? throw new PullException("The source has no feedUrl any more."));
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
        catch (Exception fault) when (GuardedHandler.IsTheirFault(fault))
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
            var why = status is >= 300 and < 400
                ? $": at most {MostRedirects} redirects are followed, and none from https to http."
                : ".";
            throw new PullException($"The feed's server answered {status} {response.ReasonPhrase}{why}");
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
        request.Headers.Authorization = AddressCredentials.Of(address);
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

    private static string Innermost(Exception fault)
    {
        while (fault.InnerException is { } inner)
        {
            fault = inner;
        }
        return fault.Message;
    }
}
