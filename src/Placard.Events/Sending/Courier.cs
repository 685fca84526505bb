using System.Net.Http.Headers;
using Placard.Kernel;
using Placard.Platform.Outbound;

namespace Placard.Events.Sending;

/// <summary>One post: where, what, signed with which secrets, at which moment of the exchange.</summary>
internal sealed record Post(
    Uri Address, string EventId, byte[] Body, IReadOnlyList<string> Secrets, long UnixSeconds);

/// <summary>
/// Posts events: 15 seconds each in all, redirects not followed, public addresses only, 4 KiB of the answer kept.
/// </summary>
internal sealed class Courier : IDisposable
{
    public const int MostAnswer = 4 << 10;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const int LongestError = 300;
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly MachineTime machine;
    private readonly HttpMessageInvoker http;

    public Courier(EventsOptions options, MachineTime machine)
    {
        this.machine = machine;
        var handler = GuardedHandler.Make(options.Sandbox);
        handler.ConnectTimeout = Patience;
        // What an answer holds beyond what is kept is not read: its connection is closed.
        handler.MaxResponseDrainSize = 64 << 10;
        http = new HttpMessageInvoker(handler);
    }

    /// <summary>Posts once. Every failure of the receiver is an answer; only <paramref name="stop"/> throws.</summary>
    public async Task<Reply> Send(Post post, CancellationToken stop)
    {
        var mark = machine.Mark();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            using var request = Request(post);
            using var response = await http.SendAsync(request, patience.Token).ConfigureAwait(false);
            var code = (int)response.StatusCode;
            // What is wanted is known; a little of what is said beside it is kept, and not waited for long.
            patience.CancelAfter(AnswerPatience);
            var body = await Head(response, patience.Token, stop).ConfigureAwait(false);
            return new Reply(code, Sentence(code), body, machine.Since(mark), RetryAfter(response));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Reply(
                null, $"No answer within {Patience.TotalSeconds} seconds.", null, machine.Since(mark), null);
        }
        catch (Exception fault) when (GuardedHandler.IsTheirFault(fault) || fault is InvalidOperationException)
        {
            return new Reply(null, Innermost(fault), null, machine.Since(mark), null);
        }
    }

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Request(Post post)
    {
        var content = new ByteArrayContent(post.Body);
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, post.Address) { Content = content };
        request.Headers.Authorization = AddressCredentials.Of(post.Address);
        request.Headers.TryAddWithoutValidation("User-Agent", "Placard/1");
        request.Headers.TryAddWithoutValidation(
            "x-talroo-signature", Signatures.Talroo(post.Secrets, post.UnixSeconds, post.Body));
        request.Headers.TryAddWithoutValidation("webhook-id", post.EventId);
        request.Headers.TryAddWithoutValidation(
            "webhook-timestamp", post.UnixSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(
            "webhook-signature", Signatures.Standard(post.Secrets, post.EventId, post.UnixSeconds, post.Body));
        return request;
    }

    // The status has decided already: an answer whose body breaks off, lies about its length or never ends counts as
    // its status says.
    private static async Task<byte[]?> Head(
        HttpResponseMessage response, CancellationToken patience, CancellationToken stop)
    {
        if (response.Content.Headers.ContentLength == 0)
        {
            return null;
        }
        var head = new byte[MostAnswer];
        var length = 0;
        try
        {
            var body = await response.Content.ReadAsStreamAsync(patience).ConfigureAwait(false);
            while (length < head.Length
                && await body.ReadAsync(head.AsMemory(length), patience).ConfigureAwait(false) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Kept(head, length);
        }
        catch (Exception fault) when (GuardedHandler.IsTheirFault(fault))
        {
            return Kept(head, length);
        }
        return Kept(head, length);
    }

    private static byte[]? Kept(byte[] head, int length) => length == 0 ? null : head[..length];

    private static string? Sentence(int code) => code switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => $"The receiver answered {code}: redirects are not followed.",
        410 => "The receiver answered 410: it wants this no more.",
        _ => $"The receiver answered {code}.",
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } asked)
        {
            return null;
        }
        // A date is by the receiver's clock when it shows one.
        var now = response.Headers.Date ?? DateTimeOffset.FromUnixTimeMilliseconds(machine.NowMs());
        return asked.Delta ?? (asked.Date is { } date ? date - now : null);
    }

    private static string Innermost(Exception fault)
    {
        while (fault.InnerException is { } inner)
        {
            fault = inner;
        }
        var text = string.Concat(fault.Message.Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length <= LongestError ? text : text[..LongestError];
    }
}
