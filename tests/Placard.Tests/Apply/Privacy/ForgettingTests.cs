using System.Text.Json.Nodes;
using Placard.Tests.Apply.Forms;
using Placard.Tests.Apply.Hiring;

namespace Placard.Tests.Apply.Privacy;

/// <summary>A person asks to be forgotten, or has been kept long enough; the books do not change.</summary>
public sealed class ForgettingTests
{
    [Theory, OnBothEngines]
    public async Task APersonIsGoneAndTheBooksStay(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var hosted = await HostedJob.On(scenario);
        await Apply(hosted, "ada@example.com");
        await Apply(hosted, "other@example.com");
        var owner = await hosted.Advertiser.LogIn();

        Assert.Equal(1, await Forget(owner, " ADA@example.com "));
        Assert.Equal(0, await Forget(owner, "ada@example.com"));

        var rows = await hosted.Applications();
        Assert.Equal(2, rows.Count);
        Assert.Equal("VALID", (string?)rows[0]["outcome"]);
        Assert.Null(rows[0]["applicant"]);
        Assert.NotNull(rows[0]["forgottenAt"]);
        Assert.NotNull(rows[1]["applicant"]);
        var whole = (await owner.Get($"/v5/applications/{rows[0]["tlrApplicationId"]}")).Expect(200);
        Assert.Null(whole["questionsAndAnswers"]);
        Assert.Empty(whole["files"]!.AsArray());
        Assert.DoesNotContain("ada@", (await owner.Get("/v5/events?size=500")).Expect(200).Text,
            StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ada@", (await owner.Get("/v5/applications.csv")).Text,
            StringComparison.OrdinalIgnoreCase);
        await exchange.BooksAddUp();
        await Apply(hosted, "ada@example.com");
        Assert.Equal("VALID", (string?)(await hosted.Applications())[2]["outcome"]);
        await exchange.BooksAddUp();
    }

    [Theory, OnBothEngines]
    public async Task ACustomerForgetsInItsOwnAndAnOperatorEverywhere(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var person = Scenario.FreshName("person").Replace(' ', '-') + "@example.com";
        var mine = await HostedJob.On(scenario);
        var theirs = await HostedJob.On(scenario);
        await Apply(mine, person);
        await Apply(theirs, person);

        var owner = await mine.Advertiser.LogIn();
        Assert.Equal(1, await Forget(owner, person));
        Assert.NotNull((await theirs.Applications())[0]["applicant"]);
        Assert.Equal(1, await Forget(scenario.Operator, person));
        Assert.Null((await theirs.Applications())[0]["applicant"]);
        (await owner.Post("/v5/applicants/forget", new { })).ExpectProblem(422);
    }

    [Theory, OnBothEngines]
    public async Task ADraftThatWasForgottenCannotGoOn(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        await using var server = await Inventory.Pulling.FeedServer.Start();
        var hosted = await HostedJob.Asking(scenario, server, """[{"id":"q","type":"text","question":"Why?"}]""");
        var person = Scenario.FreshName("draft").Replace(' ', '-') + "@example.com";
        var page = (await (await hosted.Open()).FillContact(person).Send()).Expect(200);

        Assert.Equal(1, await Forget(scenario.Operator, person));

        var answer = await page.Fill("q", "because").Post();
        Assert.InRange(answer.Status, 400, 499);
        Assert.Equal("STARTED", (string?)Assert.Single(await hosted.Applications())["status"]);
    }

    // The page is still open in a tab, and its token would lead to the id of the row that stayed.
    [Theory, OnBothEngines]
    public async Task AnOldPageOfSomebodyForgottenIsLookedOverAndBeginsAnew(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var person = Scenario.FreshName("again").Replace(' ', '-') + "@example.com";
        var hosted = await HostedJob.On(scenario);
        var day = await OpenDay.On(scenario);
        var contact = (await hosted.Open()).FillContact(person);
        var rsvp = await day.Fill(person);
        (await contact.Send()).ExpectThanks();
        (await rsvp.Send()).Expect(200);
        Assert.Equal(2, await Forget(scenario.Operator, person));

        var again = (await contact.Send()).Expect(422);
        var rsvpAgain = (await rsvp.Send()).Expect(422);

        (await again.Send()).ExpectThanks();
        Assert.Contains("You are expected", (await rsvpAgain.Send()).Expect(200).Html, StringComparison.Ordinal);
        Assert.Equal(2, (await hosted.Applications()).Count);
        Assert.Equal(2, (await day.Hosted.Applications()).Count);
    }

    [Theory, OnBothEngines]
    public async Task WhatWasKeptLongEnoughIsForgotten(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var hosted = await HostedJob.On(scenario);
        await Apply(hosted, "ada@example.com");
        var address = $"/v5/customers/{hosted.Advertiser.CustomerId}/applicant-retention";
        Assert.Null((await scenario.Operator.Get(address)).Expect(200)["days"]);
        Assert.Equal(30, (long)(await Put(scenario, address, new JsonObject { ["days"] = 30 })).Expect(200)["days"]!);
        (await Put(scenario, address, new JsonObject { ["days"] = 0 })).ExpectProblem(422);
        (await Put(scenario, address, [])).ExpectProblem(422);

        await scenario.AdvanceClock(TimeSpan.FromDays(29));
        Assert.NotNull((await hosted.Applications())[0]["applicant"]);
        await scenario.AdvanceClock(TimeSpan.FromDays(2));
        Assert.Null((await hosted.Applications())[0]["applicant"]);

        await exchange.BooksAddUp();
        Assert.Null((await Put(scenario, address, new JsonObject { ["days"] = null })).Expect(200)["days"]);
    }

    [Theory, OnBothEngines]
    public async Task ADraftThatNobodyFinishedIsForgottenAndStaysCounted(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await using var server = await Inventory.Pulling.FeedServer.Start();
        var hosted = await HostedJob.Asking(scenario, server, """[{"id":"q","type":"text","question":"Why?"}]""");
        (await (await hosted.Open()).FillContact("ada@example.com").Send()).Expect(200);

        await scenario.AdvanceClock(TimeSpan.FromDays(91));

        Assert.Null(Assert.Single(await hosted.Applications())["applicant"]);
        var events = (await (await hosted.Advertiser.LogIn()).Get("/v5/events")).Expect(200);
        Assert.DoesNotContain("ada@", events.Text, StringComparison.OrdinalIgnoreCase);
        await exchange.BooksAddUp();
    }

    private static async Task Apply(HostedJob hosted, string email) =>
        (await (await hosted.Open()).FillContact(email).Attach("resume", "cv.pdf", Samples.Pdf).Send()).ExpectThanks();

    private static async Task<long> Forget(PlatformApi api, string email) =>
        (long)(await api.Post("/v5/applicants/forget", new { emailAddress = email })).Expect(200)["forgotten"]!;

    private static Task<Answer> Put(Scenario scenario, string address, JsonObject body) => scenario.Operator.Send(
        HttpMethod.Put, address,
        new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"));
}
