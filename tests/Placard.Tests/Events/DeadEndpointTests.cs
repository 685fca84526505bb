namespace Placard.Tests.Events;

/// <summary>
/// An endpoint that stays dead: first somebody is told, days later it is switched off, nothing is lost.
/// </summary>
public sealed class DeadEndpointTests
{
    [Theory, OnBothEngines]
    public async Task SomebodyIsToldLongBeforeItIsSwitchedOff(string engine)
    {
        await using var receiver = await Receiver.Start();
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await using var writer = await EventWriter.On(exchange);
        var customer = await scenario.NewCustomer();
        var hook = await scenario.Operator.NewWebhook(
            customer, receiver.Address.Replace("//", "//acme:pass@", StringComparison.Ordinal),
            new { contactEmail = "it@acme.example" });
        var quiet = await scenario.Operator.NewWebhook(customer, receiver.Address + "/quiet");
        receiver.AnswerWith(500);
        await writer.Complete(customer, "app-1");
        await hook.NewestTried(1);
        await quiet.NewestTried(1);
        Assert.Empty(exchange.Mails);

        await scenario.AdvanceClock(TimeSpan.FromHours(3));
        var told = Assert.Single(exchange.Mails);
        Assert.Contains("it@acme.example", told, StringComparison.Ordinal);
        Assert.Contains(receiver.Address, told, StringComparison.Ordinal);
        Assert.Equal("FAILING", await hook.Status());
        Assert.NotNull((await hook.Read())["toldAt"]);

        for (var day = 0; day < 6; day++)
        {
            await writer.Complete(customer, $"app-day-{day}");
            await Eventually.Becomes(
                true, async () => (await quiet.Deliveries()).All(one => (int)one["attemptCount"]! > 0));
            await scenario.AdvanceClock(TimeSpan.FromHours(24));
            // Five days after its first failure.
            Assert.Equal(day < 4 ? "FAILING" : "DISABLED", await hook.Status());
        }

        var off = await hook.Read();
        Assert.Equal("DISABLED", (string?)off["status"]);
        Assert.Equal("FAILING_TOO_LONG", (string?)off["disabledReason"]);
        Assert.Equal(2, exchange.Mails.Count);
        // Nobody could be told about this one.
        Assert.Equal("FAILING", await quiet.Status());
        Assert.Equal(7, (await scenario.Operator.Get("/v5/events")).Expect(200)["events"]!.AsArray().Count);
        receiver.AnswerWith(200);
        Assert.Equal("ACTIVE", (string?)(await hook.Change(new { status = "ACTIVE" }))["status"]);
    }

    [Theory, OnBothEngines]
    public async Task TheServerOfPostUrlsIsShownAndToldAboutAndNeverSwitchedOff(string engine)
    {
        await using var receiver = await Receiver.Start();
        await using var exchange = await Exchange.Start(engine, "--Placard:Mail:Operator=ops@exchange.example");
        var scenario = await Scenario.On(exchange);
        await using var writer = await EventWriter.On(exchange);
        var customer = await scenario.NewCustomer();
        var servers = $"/v5/customers/{customer}/post-url-servers";
        receiver.AnswerWith(500);
        await writer.Complete(customer, "app-1", receiver.Address + "/jobs/1");
        await writer.Complete(customer, "app-2", receiver.Address + "/jobs/2?key=secret");
        await Eventually.Becomes(
            1, async () => (await scenario.Operator.List(servers, "failingSince>2020-01-01")).Count);
        var server = Assert.Single(await scenario.Operator.List(servers));
        Assert.Equal((receiver.Address, "FAILING"), ((string?)server["url"], (string?)server["status"]));
        Assert.Equal(2, (await scenario.Operator.List(
            "/v5/deliveries", $"postUrlServerId={server["id"]} AND status=PENDING")).Count);

        await scenario.AdvanceClock(TimeSpan.FromHours(3));
        Assert.Contains(
            "The server of your post URLs", exchange.Mails.Single().Replace("=\r\n", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        await scenario.AdvanceClock(TimeSpan.FromDays(7));
        Assert.Equal("FAILING", (string?)Assert.Single(await scenario.Operator.List(servers))["status"]);
        Assert.Single(exchange.Mails);

        receiver.AnswerWith(200);
        await writer.Complete(customer, "app-3", receiver.Address + "/jobs/3");
        await Eventually.Becomes(
            "ACTIVE", async () => (string?)Assert.Single(await scenario.Operator.List(servers))["status"]);
    }
}
