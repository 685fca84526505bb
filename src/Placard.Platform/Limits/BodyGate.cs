using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Placard.Platform;

/// <summary>
/// Answers 413 to a body that announces itself as too large. The server would do so too, but by closing the
/// connection on a caller who is still sending, and who then sees a broken pipe instead of the answer. So a body that
/// is not absurd is read to its end first, unless the caller asked before sending it.
/// </summary>
internal sealed class BodyGate(RequestDelegate next)
{
    private const long MostDiscardedBytes = 16 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task Invoke(HttpContext context) =>
        context.Request.ContentLength is { } length
        && context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() is { } limit
        && length > limit.MaxRequestBodySizeBytes
            ? Refuse(context, length)
            : next(context);

    private static async Task Refuse(HttpContext context, long length)
    {
        if (length <= MostDiscardedBytes
            && context.Request.Headers.Expect.Count == 0
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = length;
            await Discard(context).ConfigureAwait(false);
        }
        else
        {
            context.Response.Headers.Connection = "close";
        }
        await PlatformProblems.Refuse(context, 413).ConfigureAwait(false);
    }

    private static async Task Discard(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            while (await context.Request.Body.ReadAsync(buffer, patience.Token).ConfigureAwait(false) > 0)
            {
                // Read and forgotten.
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Headers.Connection = "close";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
