using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Placard.Platform.Outbound;

namespace Placard.Apply.Questions;

/// <summary>
/// Fetches a questions document: conditional request, ceilings of time and size, a few redirects, public addresses
/// only. What goes wrong is a sentence for the advertiser, never an exception.
/// </summary>
internal sealed class QuestionFetcher : IDisposable
{
    private const int MostRedirects = 3;
    private const int MostToldFaults = 5;

    private readonly QuestionsOptions options;
    private readonly HttpMessageInvoker http;

    public QuestionFetcher(QuestionsOptions options)
    {
        this.options = options;
        var handler = GuardedHandler.Make(options.Sandbox);
        // From https never back to http: the handler itself refuses that.
        handler.AllowAutoRedirect = true;
        handler.MaxAutomaticRedirections = MostRedirects;
        http = new HttpMessageInvoker(handler);
    }

    /// <summary>Asks for the document; with the good version's ETag and date where there is one.</summary>
    public async Task<FetchedQuestions> Fetch(string url, KnownQuestions known, CancellationToken stop)
    {
        var address = new Uri(url);
        if (!options.Sandbox && address.Scheme != Uri.UriSchemeHttps)
        {
            return new FetchedQuestions.Faulty("Questions are fetched from https addresses only.");
        }
        if (AddressGuard.Objection(address, options.Sandbox) is { } objection)
        {
            return new FetchedQuestions.Faulty(objection);
        }
        using var time = CancellationTokenSource.CreateLinkedTokenSource(stop);
        time.CancelAfter(options.MostTime);
        try
        {
            using var request = Request(address, known);
            using var response = await http.SendAsync(request, time.Token).ConfigureAwait(false);
            return await Answer(response, known, time.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (GuardedHandler.IsTheirFault(fault))
        {
            return new FetchedQuestions.Faulty($"The document could not be fetched: {Innermost(fault)}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new FetchedQuestions.Faulty(string.Create(
                CultureInfo.InvariantCulture,
                $"The document took longer than {options.MostTime.TotalSeconds} seconds."));
        }
    }

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Request(Uri address, KnownQuestions known)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Placard", "1"));
        request.Headers.TryAddWithoutValidation("Accept", "application/json, */*;q=0.5");
        request.Headers.Authorization = AddressCredentials.Of(address);
        if (known is { Good: not null, Etag: { } etag })
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }
        if (known is { Good: not null, LastModified: { } date })
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", date);
        }
        return request;
    }

    private static async Task<FetchedQuestions> Answer(
        HttpResponseMessage response, KnownQuestions known, CancellationToken stop)
    {
        if (response.StatusCode == HttpStatusCode.NotModified && known.Good != null)
        {
            return new FetchedQuestions.Unchanged();
        }
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new FetchedQuestions.Faulty(string.Create(
                CultureInfo.InvariantCulture,
                $"The document's server answered {(int)response.StatusCode} {response.ReasonPhrase}."));
        }
        var bytes = await Body(response, stop).ConfigureAwait(false);
        if (!QuestionsDocument.TryRead(bytes.Span, out var document, out var faults))
        {
            return new FetchedQuestions.Faulty(Told(faults));
        }
        // As they came: they are sent back, never read.
        return new FetchedQuestions.New(
            document,
            response.Headers.NonValidated.TryGetValues("ETag", out var etag) ? etag.ToString() : null,
            response.Content.Headers.NonValidated.TryGetValues("Last-Modified", out var date) ? date.ToString() : null);
    }

    // One byte more than is allowed is enough to know; the reader says so.
    private static async Task<ReadOnlyMemory<byte>> Body(HttpResponseMessage response, CancellationToken stop)
    {
        var buffer = new byte[64 << 10];
        var length = 0;
        await using var body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        while (length <= QuestionLimits.DocumentBytes)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 4, QuestionLimits.DocumentBytes + 1));
            }
            var read = await body.ReadAsync(buffer.AsMemory(length), stop).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }
            length += read;
        }
        return buffer.AsMemory(0, length);
    }

    private static string Told(IReadOnlyList<QuestionFault> faults)
    {
        var told = string.Join(" ", faults.Take(MostToldFaults).Select(fault => $"{fault.Path}: {fault.Message}"));
        return faults.Count <= MostToldFaults
            ? told
            : string.Create(CultureInfo.InvariantCulture, $"{told} And {faults.Count - MostToldFaults} more.");
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

/// <summary>What asking for a document gave.</summary>
internal abstract record FetchedQuestions
{
    private FetchedQuestions()
    {
    }

    /// <summary>A good version, with its ETag and date as they came.</summary>
    internal sealed record New(QuestionsDocument Document, string? Etag, string? LastModified) : FetchedQuestions;

    /// <summary>The good version is still the newest.</summary>
    internal sealed record Unchanged : FetchedQuestions;

    /// <summary>It cannot be taken: why, as a sentence for the advertiser.</summary>
    internal sealed record Faulty : FetchedQuestions
    {
        private const int Longest = 2_000;

        public Faulty(string fault)
        {
            // It may quote what another server said: no store and no page should have to cope with that.
            var plain = string.Concat(fault.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
            Fault = plain.Length <= Longest ? plain : plain[..Longest];
        }

        public string Fault { get; }
    }
}
