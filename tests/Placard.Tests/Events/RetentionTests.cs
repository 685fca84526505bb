using Microsoft.Extensions.Configuration;
using Placard.Events;

namespace Placard.Tests.Events;

/// <summary>
/// Where an operator keeps events for a while only, what is still to be sent stays, and so do the rows of the books.
/// </summary>
public sealed class RetentionTests
{
    [Theory, OnBothEngines]
    public async Task OldEventsGoWithTheirDeliveriesAndNothingUnsentDoes(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine, null, "--Placard:Events:KeepDays=30");
        var (receiver, scenario, writer, customer, hook) = own;
        var off = await scenario.Operator.NewWebhook(customer, receiver.Address + "/off");
        await writer.Complete(customer, "app-sent");
        var sent = await hook.NewestBecomes("DELIVERED");
        await off.NewestBecomes("DELIVERED");
        receiver.AnswerWith(503, "later");
        await writer.Complete(customer, "app-waiting");
        await hook.NewestTried(1);
        await off.Change(new { status = "DISABLED" });
        await hook.Change(new { status = "DISABLED" });

        await scenario.AdvanceClock(TimeSpan.FromDays(29));
        Assert.Equal(["app-sent", "app-waiting"], await Readable(scenario));
        await scenario.AdvanceClock(TimeSpan.FromDays(2));
        Assert.Equal(["app-waiting"], await Readable(scenario));
        (await scenario.Operator.Get($"/v5/deliveries/{sent["id"]}")).ExpectProblem(404);
        Assert.Equal("PENDING", (string?)Assert.Single(await hook.Deliveries())["status"]);

        receiver.AnswerWith(200);
        await hook.Change(new { status = "ACTIVE" });
        await hook.NewestBecomes("DELIVERED");
        Assert.Equal("app-waiting", Subject(receiver.Posts[^1]));
        await off.Change(new { status = "ACTIVE" });
        await off.NewestBecomes("DELIVERED");
        Assert.Equal(["app-waiting"], await Readable(scenario)); // it looks once an hour
        await scenario.AdvanceClock(TimeSpan.FromHours(1));
        Assert.Empty(await scenario.Operator.List("/v5/deliveries"));
        Assert.Empty(await Readable(scenario));
        Assert.Equal([0L, 0L], await writer.Query<long>("SELECT kept FROM events WHERE body IS NULL"));
        Assert.Empty(await writer.Query<long>("SELECT number FROM delivery_attempts"));
        await writer.Forget("app-sent");
    }

    // They are found a hundred at a time, from the last on that was found: the clicks' turn is not taken to look.
    [Theory, OnBothEngines]
    public async Task WhatWaitsAmongManyOldEventsKeepsNoneOfThem(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine, null, "--Placard:Events:KeepDays=30");
        var (receiver, scenario, writer, customer, hook) = own;
        receiver.AnswerWith(503, "later");
        var nobodyHears = await scenario.NewCustomer();
        for (var round = 0; round < 3; round++)
        {
            await writer.Append(
            [
                .. Enumerable.Range(round * 100, 100).Select(i => SomeEvent.Completed(
                    i % 2 == 0 ? nobodyHears : customer, $"app-{i}", "yes", 0)),
            ]);
        }
        await hook.Change(new { status = "DISABLED" });

        await scenario.AdvanceClock(TimeSpan.FromDays(31));

        Assert.Equal(
            Enumerable.Range(0, 300).Select(i => $"app-{i} {i % 2}"),
            await writer.Query<string>("SELECT subject || ' ' || kept FROM events ORDER BY seq"));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("0", 0)]
    [InlineData("30", 30)]
    [InlineData("400", 400)]
    [InlineData("29", null)]
    [InlineData("-1", null)]
    [InlineData("a year", null)]
    public void FewerDaysThanAMonthAreRefusedAtTheStart(string? text, int? days)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Placard:Events:KeepDays", text)]).Build();

        if (days == null)
        {
            Assert.Throws<InvalidOperationException>(() => EventsOptions.Read(configuration));
        }
        else
        {
            Assert.Equal(days, EventsOptions.Read(configuration).KeepDays);
        }
    }

    private static async Task<IEnumerable<string?>> Readable(Scenario scenario) =>
        (await scenario.Operator.Get("/v5/events")).Expect(200)["events"]!.AsArray().Select(Subject);

    private static string? Subject(Received post) => Subject(post.Json);

    private static string? Subject(System.Text.Json.Nodes.JsonNode? made) =>
        (string?)made!["data"]!["tlrApplicationId"];
}
