using System.Text;
using Placard.Tests.Apply.Forms;

namespace Placard.Tests.Apply.Hiring;

/// <summary>People are confirmed and reminded; the advertiser knows who comes.</summary>
public sealed class EventMailTests
{
    [Theory, OnBothEngines]
    public async Task MailsLeaveWhenTheyAreDue(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2027, 4, 15, 16, 0, 0, TimeSpan.Zero));
        var day = await OpenDay.On(scenario);
        var guest = OpenDay.FreshMail();
        await day.Come(guest);
        await day.Answer(guest, "You have answered this company before", day.SlotAt("10:00"));

        await scenario.AdvanceClock(TimeSpan.FromMinutes(1));
        var confirmation = Assert.Single(day.Mails(guest));
        Assert.Contains("Your RSVP", confirmation, StringComparison.Ordinal);
        Assert.Contains("event.ics", confirmation, StringComparison.Ordinal);
        Assert.Empty(day.Mails(OpenDay.Mailbox));

        await scenario.AdvanceClock(TimeSpan.FromDays(1));
        var summary = Text(Assert.Single(day.Mails(OpenDay.Mailbox)));
        Assert.Contains("New RSVPs since the last summary: 1", summary, StringComparison.Ordinal);
        Assert.Contains("RSVPs in total: 1", summary, StringComparison.Ordinal);

        await scenario.AdvanceClock(TimeSpan.FromDays(3));
        Assert.Single(day.Mails(OpenDay.Mailbox));
        Assert.Single(day.Mails(guest));

        await scenario.AdvanceClock(TimeSpan.FromDays(5.5));
        var list = Text(day.Mails(OpenDay.Mailbox)[^1]);
        Assert.Contains("final RSVP list", list, StringComparison.Ordinal);
        Assert.Contains($"Ada Lovelace, {guest}, 5125555555", list, StringComparison.Ordinal);
        Assert.Contains("9AM - 9:30AM", list, StringComparison.Ordinal);
        Assert.Equal(2, day.Mails(OpenDay.Mailbox).Count(mail =>
            Text(mail).Contains("RSVPs in total", StringComparison.Ordinal)));

        await scenario.AdvanceClock(TimeSpan.FromDays(1));
        Assert.Contains(day.Mails(guest), mail => mail.Contains("Tomorrow", StringComparison.Ordinal));
        Assert.Equal(2, day.Mails(OpenDay.Mailbox).Count);
        await exchange.BooksAddUp();
    }

    // Nobody's mailbox is a weapon: without a paid click the page can be sent again and again for nothing. And who is
    // not on the advertiser's list is not told to come.
    [Theory, OnBothEngines]
    public async Task NobodyGetsMailsWithoutAPaidClick(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var day = await OpenDay.On(await Scenario.On(exchange));
        var victim = OpenDay.FreshMail();
        for (var time = 0; time < 3; time++)
        {
            await day.AnswerWithoutClick(victim, "No place is kept for you");
        }

        await day.Scenario.AdvanceClock(TimeSpan.FromMinutes(1));

        Assert.Empty(day.Mails(victim));
        Assert.Equal(3, (await day.Hosted.Applications()).Count(row => (string?)row["outcome"] == "UNBILLABLE"));
    }

    [Theory, OnBothEngines]
    public async Task WhoIsForgottenIsNotReminded(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var day = await OpenDay.On(scenario);
        var guest = OpenDay.FreshMail();
        var confirmed = await day.Come(guest);
        await scenario.AdvanceClock(TimeSpan.FromMinutes(1));

        (await scenario.Operator.Post("/v5/applicants/forget", new { emailAddress = guest })).Expect(200);
        await scenario.AdvanceClock(TimeSpan.FromDays(12));

        Assert.DoesNotContain(day.Mails(guest), mail => mail.Contains("Tomorrow", StringComparison.Ordinal));
        Assert.DoesNotContain(
            day.Mails(OpenDay.Mailbox), mail => Text(mail).Contains("Lovelace", StringComparison.Ordinal));
        (await scenario.Get(confirmed.Path)).Expect(404);
        await exchange.BooksAddUp();
    }

    // The mails could not be sent when the list was due.
    [Theory, OnBothEngines]
    public async Task AListThatHasNotLeftIsMadeAnewWithoutWhoIsForgotten(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2027, 4, 15, 16, 0, 0, TimeSpan.Zero));
        var day = await OpenDay.On(scenario);
        var (stays, goes) = (OpenDay.FreshMail(), OpenDay.FreshMail());
        await day.Come(stays);
        await day.Come(goes, day.SlotAt("09:30"));
        await scenario.AdvanceClock(TimeSpan.FromDays(2));
        var outbox = Path.Combine(exchange.DataFolder, "outbox");
        Directory.Move(outbox, outbox + "-before");
        await File.WriteAllTextAsync(outbox, "");
        await scenario.AdvanceClock(TimeSpan.FromDays(7.5));

        (await scenario.Operator.Post("/v5/applicants/forget", new { emailAddress = goes })).Expect(200);
        File.Delete(outbox);
        await scenario.AdvanceClock(TimeSpan.FromHours(5));

        var list = Text(Assert.Single(day.Mails(OpenDay.Mailbox)));
        Assert.Contains("final RSVP list", list, StringComparison.Ordinal);
        Assert.Contains(stays, list, StringComparison.Ordinal);
        Assert.Contains("somebody who asked to be forgotten", list, StringComparison.Ordinal);
        Assert.DoesNotContain(goes, list, StringComparison.Ordinal);
        await exchange.BooksAddUp();
    }

    // Bodies travel as base64 or quoted-printable, as the mail library pleases.
    private static string Text(string mail)
    {
        var plain = mail.Replace("=\r\n", "", StringComparison.Ordinal);
        foreach (var part in mail.Split("\r\n\r\n"))
        {
            var body = string.Concat(part.Split("\r\n")
                .TakeWhile(line => !line.StartsWith("--", StringComparison.Ordinal)));
            var buffer = new byte[body.Length];
            if (body.Length > 0 && Convert.TryFromBase64String(body, buffer, out var length))
            {
                plain += Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
        return plain;
    }
}
