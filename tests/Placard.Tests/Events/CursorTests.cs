using System.Text;
using System.Text.Json.Nodes;

namespace Placard.Tests.Events;

/// <summary>Whoever has no webhook reads the events by cursor, and misses none.</summary>
public sealed class CursorTests
{
    [Theory, OnBothEngines]
    public async Task EveryEventIsReadOnceInOrderAndAsItIsDelivered(string engine)
    {
        await using var own = await Subscriber.OnShared(engine, new { eventTypes = Hooks.Both });
        var (receiver, scenario, writer, customer, _) = own;
        var written = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            written.Add(i % 2 == 0
                ? await writer.Begin(customer, $"app-{i}")
                : await writer.Complete(customer, $"app-{i}", answer: "Ünïcode \\u0001 \\\"x\\\""));
        }

        var (read, after, pages) = (new List<string>(), "", 0);
        var raw = new StringBuilder();
        while (true)
        {
            var page = (await scenario.Operator.Get($"/v5/events?customerId={customer}&size=3&after={after}"))
                .Expect(200);
            read.AddRange(page["events"]!.AsArray().Select(one => (string)one!["id"]!));
            raw.Append(page.Text);
            (after, pages) = ((string)page["next"]!, pages + 1);
            if (!(bool)page["hasMore"]!)
            {
                break;
            }
        }

        Assert.Equal(written, read);
        Assert.Equal(3, pages);
        await receiver.Has(7);
        Assert.All(receiver.Posts, post => Assert.Contains(post.Text, raw.ToString(), StringComparison.Ordinal));
        var end = (await scenario.Operator.Get($"/v5/events?customerId={customer}&after={after}")).Expect(200);
        Assert.Empty(end["events"]!.AsArray());
        Assert.Equal(after, (string?)end["next"]);
        var next = await writer.Complete(customer, "app-later");
        var later = (await scenario.Operator.Get(
            $"/v5/events?customerId={customer}&after={after}&wrapQuestionsAndAnswers=false")).Expect(200);
        var one = Assert.Single(later["events"]!.AsArray())!;
        Assert.Equal(next, (string?)one["id"]);
        Assert.IsType<JsonArray>(one["data"]!["questionsAndAnswers"]);
    }

    [Theory, OnBothEngines]
    public async Task WhatCannotBeAskedIsSaid(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        foreach (var query in new[] { "after=x", "after=-1", "size=0", "size=501", "size=1&size=2", "after=1&after=2" })
        {
            (await scenario.Operator.Get("/v5/events?" + query)).ExpectProblem(422);
        }
    }

    [Theory, OnBothEngines]
    public async Task AForgottenPersonLeavesEventsDeliveriesAnswersAndMails(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, writer, customer, hook) = own;
        receiver.AnswerWith(500, "cannot take zoe@example.com");
        await writer.Complete(customer, "app-zoe");
        await hook.NewestTried(1);
        await writer.Complete(customer, "app-other");
        await receiver.Has(2);
        await hook.NewestTried(1);
        await writer.Mail(new("it@acme.example".Split(' '), "New application", "zoe@example.com", "app-zoe")
        {
            NotBeforeMs = 4_000_000_000_000,
        });

        await writer.Forget("app-zoe");

        var deliveries = await hook.Deliveries();
        var erased = Assert.Single(deliveries, one => (string?)one["status"] == "ERASED");
        Assert.Null(erased["attempts"]![0]!["response"]);
        var left = Assert.Single((await scenario.Operator.Get("/v5/events")).Expect(200)["events"]!.AsArray())!;
        Assert.Equal("app-other", (string?)left["data"]!["tlrApplicationId"]);
        receiver.AnswerWith(200);
        await scenario.AdvanceClock(TimeSpan.FromMinutes(11));
        Assert.Equal("app-other", (string?)receiver.Posts[^1].Json["data"]!["tlrApplicationId"]);
        Assert.Equal(3, receiver.Posts.Count);
        (await scenario.Operator.Post($"/v5/deliveries/{erased["id"]}/redeliver")).ExpectProblem(409);
        var replayed = await scenario.Operator.Post(
            $"/v5/webhooks/{hook.Id}/replay", new { from = "2020-01-01", to = "2099-01-01" });
        Assert.Equal(1, (int)replayed.Expect(200)["events"]!);
        Assert.Equal(2, (await writer.Query<long>("SELECT seq FROM events WHERE test = 0")).Count);
        Assert.Equal([4L], await writer.Query<long>("SELECT status FROM mails"));
    }

    [Theory, OnBothEngines]
    public async Task NothingOfAPersonIsReadableAtRest(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        await using var writer = await EventWriter.On(scenario.Exchange);
        var customer = await scenario.NewCustomer();
        await writer.Complete(customer, "app-sealed", answer: "a very private answer");
        await writer.Mail(new(["private@example.com"], "s", "a very private mail")
        {
            NotBeforeMs = 4_000_000_000_000,
        });

        var bodies = await writer.Query<byte[]>("SELECT body FROM events WHERE subject = 'app-sealed'");
        var mails = await writer.Query<byte[]>("SELECT body FROM mails WHERE status = 0");

        Assert.All([.. bodies, .. mails], box => Assert.DoesNotContain(
            "private", Encoding.Latin1.GetString(box), StringComparison.Ordinal));
        Assert.NotEmpty(bodies);
        Assert.NotEmpty(mails);
    }
}
