using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Placard.Events.Deliveries;
using Placard.Events.Outbox;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Events.Mail;

/// <summary>
/// Sends mails when they fall due by the exchange's clock; one node at a time. A mail is gone when that is on disk:
/// after a crash between the two it goes once more. Failures are tried again after 1, 5, 15 minutes, an hour, then
/// every four hours, 24 times in all. When the exchange ends no further mail is begun, and the one that is with its
/// server is waited for and written down.
/// </summary>
internal sealed partial class MailWork(
    MailStore mails,
    Postman postman,
    EventBodies bodies,
    Leases leases,
    Store store,
    TimeProvider clock,
    MachineTime machine,
    IHostApplicationLifetime lifetime,
    EventsOptions options,
    EventMetrics metrics,
    ILogger<MailWork> log) : IDueWork, IHostedService, IDisposable
{
    private const string Claim = "mails";
    private const int MostAttempts = 24;
    private const int Batch = 20;

    // No mail is begun in its second half. The last one may take 100 seconds: so long the client waits for the server
    // to have looked through a mail, whatever the postman's patience. Then there is time left to write it down.
    private static readonly TimeSpan ClaimLength = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan WritePause = TimeSpan.FromSeconds(1);

    // Of the half minute that the host gives all; deliveries take five seconds of it.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(20);
    private static readonly int[] PauseMinutes = [1, 5, 15, 60, 240];

    private readonly CancellationTokenSource ended = new();
    private int running;
    private long claimMark;

    public string Name => "mails";

    public async Task<DateTimeOffset?> NextDue(CancellationToken stop) =>
        await mails.Earliest(stop).ConfigureAwait(false) is { } dueMs
            ? DateTimeOffset.FromUnixTimeMilliseconds(dueMs)
            : null;

    /// <summary>In a sandbox the mails have gone when this returns; elsewhere they go by themselves.</summary>
    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        var dueMs = await mails.Earliest(stop).ConfigureAwait(false);
        if (dueMs == null || dueMs > now.ToUnixTimeMilliseconds() || Interlocked.Exchange(ref running, 1) == 1)
        {
            return false;
        }
        var sending = SendAll();
        return options.Sandbox && await sending.ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What a server takes at this moment is written down, or the next start would send it again.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var mark = machine.Mark();
        while (Volatile.Read(ref running) == 1 && machine.Since(mark) < Farewell
            && !cancellationToken.IsCancellationRequested)
        {
            await machine.Wait(TimeSpan.FromMilliseconds(10), CancellationToken.None).ConfigureAwait(false);
        }
        await ended.CancelAsync().ConfigureAwait(false);
    }

    public void Dispose() => ended.Dispose();

    private async Task<bool> SendAll()
    {
        var stop = lifetime.ApplicationStopping;
        var any = false;
        try
        {
            while (await TakeClaim(stop).ConfigureAwait(false)
                && await mails.Due(NowMs, Batch, stop).ConfigureAwait(false) is { Count: > 0 } batch)
            {
                any = true;
                await SendBatch(batch, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            LogStopped(log);
        }
        catch (Exception fault)
        {
            LogBroken(log, fault);
        }
        finally
        {
            await GiveClaimBack().ConfigureAwait(false);
            Interlocked.Exchange(ref running, 0);
        }
        return any;
    }

    private async Task GiveClaimBack()
    {
        try
        {
            if (store.Engine.Shared)
            {
                await leases.Release(Claim, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception fault)
        {
            // It lapses by itself within minutes.
            LogBroken(log, fault);
        }
    }

    private async Task SendBatch(List<DueMail> batch, CancellationToken stop)
    {
        foreach (var mail in batch)
        {
            stop.ThrowIfCancellationRequested();
            if (machine.Since(claimMark) > ClaimLength / 2)
            {
                // The claim must be taken anew before it lapses.
                return;
            }
            if (await mails.IsPending(mail.Id, stop).ConfigureAwait(false))
            {
                await SendOne(mail, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task SendOne(DueMail mail, CancellationToken stop)
    {
        var (status, error) = await Try(mail, stop).ConfigureAwait(false);
        var nextAtMs = NowMs;
        if (status == DeliveryStatus.Pending)
        {
            nextAtMs += PauseMinutes[(int)Math.Min(mail.Attempts, PauseMinutes.Length - 1)] * 60_000L;
        }
        metrics.Mailed(status switch
        {
            DeliveryStatus.Delivered => postman.Way,
            DeliveryStatus.Pending => "put_off",
            _ => "failed",
        });
        await Write(mail.Id, status, nextAtMs, error, ended.Token).ConfigureAwait(false);
    }

    /// <summary>
    /// When this returns, how the attempt ended is on disk. It is tried until then: a mail that has left and is not
    /// written down would leave again at once, and again every second.
    /// </summary>
    private async Task Write(long id, long status, long nextAtMs, string? error, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                // It has left: that is written down even if the exchange ends now.
                await mails.Write(id, status, nextAtMs, error, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                LogUnwritten(log, id, fault);
            }
            await ProlongClaim(stop).ConfigureAwait(false);
            await machine.Wait(WritePause, stop).ConfigureAwait(false);
        }
    }

    // The mail looks due to other nodes until it is written down: the claim must not lapse before.
    private async Task ProlongClaim(CancellationToken stop)
    {
        try
        {
            await TakeClaim(stop).ConfigureAwait(false);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            // While nothing can be written no other node gets the claim either. Asked again with the next attempt.
            LogUnclaimed(log, fault.GetType().Name);
        }
    }

    private async Task<(long Status, string? Error)> Try(DueMail mail, CancellationToken stop)
    {
        try
        {
            var plain = await bodies.Open(mail.Body, EventBodies.PlaceOfMail(mail.Id), stop).ConfigureAwait(false);
            await postman.Send(JsonSerializer.Deserialize<MailCopy>(plain)!, mail.Id, mail.CreatedAtMs, stop)
                .ConfigureAwait(false);
            return (DeliveryStatus.Delivered, null);
        }
        catch (Exception fault) when (fault is UndeliverableException or CryptographicException or FormatException)
        {
            LogUndeliverable(log, mail.Id, fault.GetType().Name);
            return (DeliveryStatus.Failed, fault.GetType().Name);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException
            && !(fault is OperationCanceledException && stop.IsCancellationRequested))
        {
            // Also what nobody foresaw: a mail that is not put off keeps all that follow it from leaving.
            LogPutOff(log, mail.Id, fault.GetType().Name);
            var isLast = mail.Attempts + 1 >= MostAttempts;
            return (isLast ? DeliveryStatus.Failed : DeliveryStatus.Pending, fault.GetType().Name);
        }
    }

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<bool> TakeClaim(CancellationToken stop)
    {
        // From before it is taken: the store may answer late.
        var mark = machine.Mark();
        if (store.Engine.Shared && !await leases.TryTake(Claim, ClaimLength, stop).ConfigureAwait(false))
        {
            return false;
        }
        claimMark = mark;
        return true;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Sending mail ends with the exchange.")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending mail broke off; it is tried again.")]
    private static partial void LogBroken(ILogger logger, Exception fault);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "What came of mail {MailId} could not be written down; tried again.")]
    private static partial void LogUnwritten(ILogger logger, long mailId, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The claim on sending mail could not be prolonged: {Fault}.")]
    private static partial void LogUnclaimed(ILogger logger, string fault);

    // Messages of mail servers name receivers: only the kind of fault is logged and kept.
    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {MailId} cannot be delivered: {Fault}.")]
    private static partial void LogUndeliverable(ILogger logger, long mailId, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {MailId} could not be sent and is put off: {Fault}.")]
    private static partial void LogPutOff(ILogger logger, long mailId, string fault);
}
