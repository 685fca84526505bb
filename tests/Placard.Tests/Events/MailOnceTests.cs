using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Placard.Events;
using Placard.Events.Mail;
using Placard.Events.Outbox;
using Placard.Host.Serving;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Tests.Events;

/// <summary>
/// A mail that has left does not leave again, whatever meets the store, the mail server or the exchange after it.
/// </summary>
public sealed class MailOnceTests
{
    private static readonly NewMail SomeMail = new(["it@acme.example"], "New application", "Somebody applied.");

    [Theory, OnBothEngines]
    public async Task WhatCannotBeWrittenDownIsNotSentAgainMeanwhile(string engine)
    {
        await using var sink = new SmtpSink();
        sink.Start();
        await using var exchange = await Exchange.Start(engine, sink.Settings);
        await using var writer = await EventWriter.On(exchange);
        await RefuseChanges(writer);

        await writer.Mail(SomeMail);
        await Eventually.Holds(
            () => Task.FromResult(
                exchange.Output.Count(line => line.Contains("no room", StringComparison.Ordinal)) > 2),
            "it was tried three times to write it down");
        Assert.Single(sink.Mails);
        await AllowChanges(writer);

        await Eventually.Becomes("1 after 1", () => State(writer));
        Assert.Single(sink.Mails);
    }

    [Theory, OnPostgres]
    public async Task ANodeThatCannotWriteDownWhatItSentKeepsTheClaim(string engine)
    {
        await using var sink = new SmtpSink();
        sink.Start();
        await using var exchange = await Stopped(engine);
        await using var writer = await EventWriter.On(exchange);
        var machine = new ManualClock(SystemClock.Machine.GetUtcNow());
        var (one, other) = (Node(writer, sink, machine), Node(writer, sink, machine));
        await RefuseChanges(writer);
        await writer.Mail(SomeMail);

        var sending = one.RunDue(SystemClock.Machine.GetUtcNow(), default);
        await Eventually.Becomes(1, () => Task.FromResult(sink.Mails.Count));
        for (var step = 0; step < 6; step++)
        {
            var untilMs = await ClaimedUntilMs(writer);
            machine.Now += TimeSpan.FromSeconds(50);
            await Eventually.Holds(
                async () => await ClaimedUntilMs(writer) > untilMs, "the claim is prolonged", TimeSpan.FromSeconds(20));
        }

        Assert.False(await other.RunDue(SystemClock.Machine.GetUtcNow(), default));
        await AllowChanges(writer);
        Assert.True(await sending);
        Assert.Single(sink.Mails);
        Assert.Equal("1 after 1", await State(writer));
    }

    // The client waits 100 seconds for the server's last word, and may have begun when half the claim was over.
    [Theory, OnPostgres]
    public async Task ANodeWhoseMailIsLookedThroughForLongKeepsTheClaim(string engine)
    {
        await using var sink = new SmtpSink();
        sink.Start();
        var scan = new TaskCompletionSource();
        sink.Scan = scan.Task;
        await using var exchange = await Stopped(engine);
        await using var writer = await EventWriter.On(exchange);
        var machine = new ManualClock(SystemClock.Machine.GetUtcNow());
        var (one, other) = (Node(writer, sink, machine), Node(writer, sink, machine));
        await writer.Mail(SomeMail);

        var sending = one.RunDue(SystemClock.Machine.GetUtcNow(), default);
        await Eventually.Becomes(1, () => Task.FromResult(sink.Mails.Count));
        machine.Now += TimeSpan.FromSeconds(120 + 100);
        Assert.False(await other.RunDue(SystemClock.Machine.GetUtcNow(), default));
        scan.SetResult();

        Assert.True(await sending);
        Assert.Single(sink.Mails);
        Assert.Equal("1 after 1", await State(writer));
    }

    // Not in a sandbox, where whoever runs what is due waits for the mails.
    [Theory, OnBothEngines]
    public async Task AnExchangeThatEndsWritesDownWhatItsServerTakes(string engine)
    {
        await using var sink = new SmtpSink();
        sink.Start();
        var scan = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        sink.Scan = scan.Task;
        await using var exchange = await Stopped(engine);
        await using var writer = await EventWriter.On(exchange);
        await writer.Mail(SomeMail);
        using var real = new ExchangeProcess(
            [
                "serve", "--data", exchange.DataFolder, "--urls", "http://127.0.0.1:0", .. sink.Settings,
                $"--Placard:Database={exchange.Database}",
            ],
            exchange.DataFolder);
        await real.Address();
        await Eventually.Becomes(1, () => Task.FromResult(sink.Mails.Count));

        var ending = real.Terminate(TimeSpan.FromSeconds(25));
        await new MachineTime(SystemClock.Machine).Wait(TimeSpan.FromSeconds(3), default);
        scan.SetResult();

        Assert.Equal(0, await ending);
        Assert.Equal("1 after 1", await State(writer));
        Assert.Single(sink.Mails);
    }

    private static async Task<Exchange> Stopped(string engine)
    {
        var exchange = await Exchange.Start(engine);
        await exchange.Stop();
        return exchange;
    }

    // A node's sending alone, by a machine's clock that the test moves.
    private static MailWork Node(EventWriter writer, SmtpSink sink, ManualClock clock)
    {
        var machine = new MachineTime(clock);
        var options = writer.Get<EventsOptions>() with
        {
            MailHost = "127.0.0.1",
            MailPort = sink.Port,
            MailTls = false,
        };
        return new MailWork(
            writer.Get<MailStore>(), new Postman(options), writer.Get<EventBodies>(),
            new Leases(writer.Get<Store>(), machine, writer.Get<IdSource>()), writer.Get<Store>(),
            SystemClock.Machine, machine, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            options, writer.Get<EventMetrics>(), NullLogger<MailWork>.Instance);
    }

    // As on a disk that is full: mails are read and queued, and what came of them cannot be written.
    private static Task RefuseChanges(EventWriter writer) => Run(writer, writer.Get<Store>().Engine.Shared
        ?
        [
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'no room'; END$$
            """,
            "CREATE TRIGGER refuse BEFORE UPDATE ON mails FOR EACH ROW EXECUTE FUNCTION refuse()",
        ]
        : ["CREATE TRIGGER refuse BEFORE UPDATE ON mails BEGIN SELECT RAISE(ABORT, 'no room'); END"]);

    private static Task AllowChanges(EventWriter writer) => Run(
        writer, [writer.Get<Store>().Engine.Shared ? "DROP TRIGGER refuse ON mails" : "DROP TRIGGER refuse"]);

    private static Task Run(EventWriter writer, string[] statements) => writer.Get<Store>().Write(
        Area.Ledger,
        async session =>
        {
            foreach (var statement in statements)
            {
                await session.Execute(statement);
            }
        },
        default);

    private static async Task<long> ClaimedUntilMs(EventWriter writer) =>
        (await writer.Query<long>("SELECT until_ms FROM leases WHERE name = 'mails'")).Single();

    private static async Task<string> State(EventWriter writer)
    {
        var mail = (await writer.Query<MailState>("SELECT status, attempts FROM mails")).Single();
        return $"{mail.Status} after {mail.Attempts}";
    }

    private sealed record MailState(long Status, long Attempts);
}
