using System.Text;
using Placard.Events;
using Placard.Events.Mail;

namespace Placard.Tests.Events;

/// <summary>Mails leave through a server where one is configured, and become files where none is.</summary>
public sealed class MailTests
{
    [Theory, OnBothEngines]
    public async Task WithoutAServerEachMailIsAFile(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await using var writer = await EventWriter.On(exchange);

        await writer.Mail(new NewMail(
            ["one@acme.example", "two@acme.example"],
            "Neue Bewerbung: Zoë\r\nBcc: evil@example.com",
            "Zoë hat sich beworben.",
            "app-1",
            new MailAttachment("termin.ics", "text/calendar", Encoding.UTF8.GetBytes("BEGIN:VCALENDAR"))));
        await writer.Mail(new NewMail(["not an address"], "s", "t"));
        await writer.Mail(new NewMail(["later@acme.example"], "Reminder", "t")
        {
            NotBeforeMs = Later(TimeSpan.FromHours(2)),
        });

        await Eventually.Becomes(2, () => Task.FromResult(exchange.Mails.Count));
        var files = exchange.Mails;
        Assert.Single(files, file => file.Contains("one@acme.example", StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("\nBcc:", file, StringComparison.Ordinal));
        Assert.All(files, file => Assert.Contains("termin.ics", file, StringComparison.Ordinal));
        await scenario.AdvanceClock(TimeSpan.FromHours(3));
        Assert.Equal(3, exchange.Mails.Count);
        Assert.Empty(await writer.Query<byte[]>("SELECT body FROM mails WHERE body IS NOT NULL"));
        Assert.Contains(
            "placard_mails_total{outcome=\"written\"} 3", await Metrics(exchange), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatAnExchangeThatDiedHadHalfWrittenIsNoMail()
    {
        var folder = Directory.CreateTempSubdirectory("placard-mail-");
        var writing = Directory.CreateDirectory(Path.Combine(folder.FullName, "outbox", ".writing-7"));
        for (var half = 0; half < 20; half++)
        {
            await File.WriteAllTextAsync(Path.Combine(writing.FullName, $"{half}.eml"), "From: jobs@exch");
        }
        var postman = new Postman(new EventsOptions { DataFolder = folder.FullName });

        await postman.Send(new MailCopy("it@acme.example", "s", "Somebody applied.", null, null, null), 7, 0, default);

        var mail = Assert.Single(Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories));
        Assert.Contains("Somebody applied.", await File.ReadAllTextAsync(mail), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory, OnBothEngines]
    public async Task AServerThatIsDownGetsTheMailLater(string engine)
    {
        await using var sink = new SmtpSink();
        await using var exchange = await Exchange.Start(engine, sink.Settings);
        var scenario = await Scenario.On(exchange);
        await using var writer = await EventWriter.On(exchange);
        await writer.Mail(new NewMail(["it@acme.example"], "New application", "Somebody applied."));
        await Eventually.Becomes(1L, async () => (await writer.Query<long>("SELECT attempts FROM mails")).Single());

        sink.Start();
        await scenario.AdvanceClock(TimeSpan.FromMinutes(10));

        await Eventually.Becomes(1, () => Task.FromResult(sink.Mails.Count));
        Assert.Contains("To: it@acme.example", sink.Mails.Single(), StringComparison.Ordinal);
        Assert.Contains("From: jobs@exchange.example", sink.Mails.Single(), StringComparison.Ordinal);
        Assert.Contains("Somebody applied.", sink.Mails.Single(), StringComparison.Ordinal);
        await Eventually.Becomes(1L, async () => (await writer.Query<long>("SELECT status FROM mails")).Single());
    }

    [Theory, OnBothEngines]
    public async Task WhatTheServerRefusesForGoodIsGivenUpAndWhatItPutsOffComesAgain(string engine)
    {
        await using var sink = new SmtpSink
        {
            Refusal = line => line.Contains("<gone@", StringComparison.Ordinal) ? "550 no such user"
                : line.Contains("<grey@", StringComparison.Ordinal) ? "451 come again later" : null,
        };
        sink.Start();
        await using var exchange = await Exchange.Start(engine, sink.Settings);
        var scenario = await Scenario.On(exchange);
        await using var writer = await EventWriter.On(exchange);
        await writer.Mail(new NewMail(["gone@acme.example", "grey@acme.example", "well@acme.example"], "s", "t"));
        await Eventually.Becomes("2 0 1", States);
        Assert.Contains("To: well@acme.example", Assert.Single(sink.Mails), StringComparison.Ordinal);

        sink.Refusal = _ => null;
        await scenario.AdvanceClock(TimeSpan.FromMinutes(10));

        await Eventually.Becomes("2 1 1", States);
        Assert.Equal(2, sink.Mails.Count);

        async Task<string> States() => string.Join(
            ' ',
            await writer.Query<long>("SELECT CASE WHEN attempts = 0 THEN 9 ELSE status END FROM mails ORDER BY id"));
    }

    // An attachment without a media type stands for all faults that nobody foresaw.
    [Theory, OnBothEngines]
    public async Task AMailThatCannotBeMadeKeepsNoOtherFromLeaving(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await using var writer = await EventWriter.On(exchange);
        await writer.Mail(new NewMail(
            ["odd@acme.example"], "s", "t", Attachment: new MailAttachment("a.txt", "", Encoding.UTF8.GetBytes("a"))));
        await writer.Mail(new NewMail(["day@acme.example"], "Hiring day \uFFFE in Austin \uFFFF", "t"));
        await writer.Mail(new NewMail(["well@acme.example"], "s", "t"));

        await Eventually.Becomes("0 after 1, 1 after 1, 1 after 1", States);
        Assert.Equal(2, exchange.Mails.Count);
        await scenario.AdvanceClock(TimeSpan.FromDays(4));

        Assert.Equal("2 after 24, 1 after 1, 1 after 1", await States());
        Assert.Equal(2, exchange.Mails.Count);

        async Task<string> States() => string.Join(
            ", ",
            (await writer.Query<MailState>("SELECT status, attempts FROM mails ORDER BY id"))
                .Select(mail => $"{mail.Status} after {mail.Attempts}"));
    }

    private sealed record MailState(long Status, long Attempts);

    private static long Later(TimeSpan time) =>
        Placard.Host.Serving.SystemClock.Machine.GetUtcNow().Add(time).ToUnixTimeMilliseconds();

    private static async Task<string> Metrics(Exchange exchange) => await exchange.Http.GetStringAsync("/metrics");
}
