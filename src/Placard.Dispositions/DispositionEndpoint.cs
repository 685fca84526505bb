using System.Buffers;
using Microsoft.AspNetCore.Http;
using Placard.Contract.Dispositions;
using Placard.Dispositions.Reading;
using Placard.Dispositions.Storing;

namespace Placard.Dispositions;

/// <summary>
/// <c>POST /disposition/v1/events</c> (seed 4; surface, section 3.3). What the body's type is called does not matter:
/// whatever is JSON is taken. Oversized bodies and failures of ours are answered by the platform, as
/// <c>{"message": …}</c>.
/// </summary>
internal sealed class DispositionEndpoint(DispositionWriter writer, TimeProvider clock)
{
    public async Task Receive(HttpContext context)
    {
        using var body = new SentBody(context.Request.ContentLength);
        await body.Read(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        var sent = SentDispositions.Read(body.Bytes);
        if (sent.Good.Count > 0)
        {
            var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
            await writer.Write(sent.Good, nowMs, context.RequestAborted).ConfigureAwait(false);
        }
        // The answer repeats parts of the body, which therefore lives until it is written.
        await Answer(context, sent).ConfigureAwait(false);
    }

    private static async Task Answer(HttpContext context, SentDispositions sent)
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        if (sent is { IsArray: false, Failed.Count: 0, BodyFault: null })
        {
            response.ContentLength = DispositionAnswers.Success.Length;
            await response.Body.WriteAsync(DispositionAnswers.Success, context.RequestAborted).ConfigureAwait(false);
            return;
        }
        var body = new ArrayBufferWriter<byte>(256);
        response.StatusCode = Compose(body, sent);
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    private static int Compose(ArrayBufferWriter<byte> body, SentDispositions sent)
    {
        if (sent.BodyFault is { } fault)
        {
            DispositionAnswers.WriteFailed(body, new FailedDisposition(default, default, [fault]));
        }
        else if (!sent.IsArray)
        {
            DispositionAnswers.WriteFailed(body, sent.Failed[0]);
        }
        else if (sent.Failed.Count > 0)
        {
            DispositionAnswers.WritePartly(body, sent.Good.Count, sent.Failed);
        }
        else
        {
            DispositionAnswers.WriteSucceeded(body, sent.Good.Count);
            return 200;
        }
        return 400;
    }
}
