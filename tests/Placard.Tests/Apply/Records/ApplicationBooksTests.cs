using System.Text.Json.Nodes;
using Placard.Tests.Apply.Forms;
using Placard.Tests.Apply.Hiring;
using Placard.Tests.Reporting;

namespace Placard.Tests.Apply.Records;

/// <summary>Applications are in the books: what is reported adds up, and a row that was changed is found out.</summary>
public sealed class ApplicationBooksTests
{
    private static readonly (string Change, string Says)[] Tampering =
    [
        ("UPDATE applications SET outcome = 'DUPLICATE' WHERE outcome = 'VALID' AND kind = 0",
            "it has 1 completed event too many"),
        ("UPDATE applications SET outcome = 'VALID' WHERE outcome = 'DUPLICATE' AND kind = 0",
            "are both valid, of one person, applications for one job reference"),
        ("UPDATE applications SET outcome = 'VALID' WHERE outcome = 'DUPLICATE' AND kind = 1",
            "are both valid, of one person, RSVPs with one company"),
        ("UPDATE applications SET outcome = 'VALID' WHERE outcome = 'DUPLICATE' AND kind = 1",
            "its completed event is missing"),
        ("UPDATE applications SET tlr_sid = NULL WHERE outcome = 'VALID'", "came from no billable click on its job"),
        ("UPDATE clicks SET verdict = 1", "came from no billable click on its job"),
        ("DELETE FROM events WHERE type LIKE '%completed%'", "its completed event is missing"),
        ("DELETE FROM events WHERE type LIKE '%started%'", "its started event is missing"),
        ("UPDATE events SET customer_id = 987654", "which is no application of its customer"),
        ("DELETE FROM applications", "which is no application of its customer"),
        ("UPDATE applications SET completed_at_ms = NULL WHERE outcome = 'VALID'", "do not belong together"),
        ("UPDATE applications SET outcome = NULL WHERE outcome = 'VALID'", "do not belong together"),
    ];

    [Theory, OnBothEngines]
    public async Task WhateverIsTamperedWithIsNamed(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var hosted = await HostedJob.On(scenario);
        (await (await hosted.Open()).FillContact("one@example.com").Send()).ExpectThanks();
        (await (await hosted.Open()).FillContact("one@example.com").Send()).ExpectThanks();
        var day = await OpenDay.On(scenario);
        await day.Come("two@example.com");
        await day.Answer("two@example.com", "You have answered this company before");
        var verified = await exchange.Verify();
        Assert.Contains("4 applications, 4 events)", verified.Output, StringComparison.Ordinal);
        await exchange.BooksAddUp();
        await exchange.Stop();
        await using var books = new OpenedBooks(exchange);

        Assert.Empty(await books.FindingsAfter([]));
        foreach (var (change, says) in Tampering)
        {
            var findings = await books.FindingsAfter([change]);
            Assert.True(
                findings.Any(finding => finding.Contains(says, StringComparison.Ordinal)),
                $"After {change} nobody says '{says}' but: {string.Join('\n', findings)}");
        }
    }

    // Anybody may send dispositions: what stands beside the application's id must not make the books look wrong.
    [Theory, OnBothEngines]
    public async Task AnOutcomeIsItsApplicationsClicksWhateverClickItNames(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var hosted = await HostedJob.On(scenario);
        (await (await hosted.Open()).FillContact("one@example.com").Send()).ExpectThanks();
        (await (await hosted.Open()).FillContact("two@example.com").Send()).ExpectThanks();
        var applications = await hosted.Applications();
        var id = (string)applications[0]["tlrApplicationId"]!;
        string?[] clicks = [null, (string)applications[1]["tlrSid"]!, new SomeIds(88_000).Next()];
        foreach (var (second, beside) in clicks.Index())
        {
            (await scenario.SendDispositions(new JsonObject
            {
                ["tlr_application_id"] = id,
                ["tlr_sid"] = beside,
                ["event"] = "hired",
                ["event_time"] = $"2026-01-10T15:04:{second:00}Z",
            })).Expect(200);
        }

        await exchange.BooksAddUp();
        await exchange.Stop();
        await using var books = new OpenedBooks(exchange);
        foreach (var which in new[] { "tlr_sid IS NULL", "tlr_sid IS NOT NULL" })
        {
            Assert.Contains(
                await books.FindingsAfter([$"UPDATE dispositions SET customer_id = 987654 WHERE {which}"]),
                finding => finding.StartsWith("a disposition (event 15) of click", StringComparison.Ordinal));
        }
    }

    [Theory, OnBothEngines]
    public async Task ACampaignsReportCountsWhatWasAppliedForHere(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var hosted = await HostedJob.On(scenario);
        (await (await hosted.Open()).FillContact("one@example.com").Send()).ExpectThanks();
        (await (await hosted.Open()).FillContact("one@example.com").Send()).ExpectThanks();
        var valid = (await hosted.Applications())[0];
        var soon = (await scenario.Now()).AddMinutes(1);
        var now = soon.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        foreach (var outcome in new[] { "application_completed", "hired" })
        {
            (await scenario.SendDispositions(
                $$"""{"tlr_sid":"{{valid["tlrSid"]}}","event":"{{outcome}}","event_time":"{{now}}"}""")).Expect(200);
        }

        // A midnight, or a month's end, may lie in between.
        var span = $"from={Scenario.DayOf(soon.AddDays(-2))}&to={Scenario.DayOf(soon.AddDays(1))}";
        var report = (await scenario.Operator.Get($"/v5/campaigns/{hosted.Campaign.Id}/report?{span}")).Expect(200);

        var days = report["content"]!.AsArray();
        Assert.Equal(2, days.Sum(day => (long)day!["applicationsStarted"]!));
        Assert.Equal(1, days.Sum(day => (long)day!["applicationsCompleted"]!));
        Assert.Equal(1, days.Sum(day => (long)day!["hires"]!));
    }
}
