using System.Text.Json.Nodes;
using Placard.Host.Serving;

namespace Placard.Tests.Events;

/// <summary>An event reaches the receiver, whatever the receiver does meanwhile.</summary>
public sealed class DeliveryTests
{
    [Theory, OnBothEngines]
    public async Task AnEventReachesEveryWebhookThatWantsItsType(string engine)
    {
        await using var receiver = await Receiver.Start();
        var scenario = await Scenario.OnShared(engine);
        await using var writer = await EventWriter.On(scenario.Exchange);
        var (customer, stranger) = (await scenario.NewCustomer(), await scenario.NewCustomer());
        var both = await scenario.Operator.NewWebhook(
            customer, receiver.Address + "/both", new { eventTypes = Hooks.Both, wrapQuestionsAndAnswers = false });
        var completed = await scenario.Operator.NewWebhook(
            customer, receiver.Address + "/completed", new { secret = "a secret of my own" });
        await scenario.Operator.NewWebhook(stranger, receiver.Address + "/stranger");

        await writer.Begin(customer, "app-1");
        var id = await writer.Complete(customer, "app-1");

        await receiver.Has(3);
        await completed.NewestBecomes("DELIVERED");
        Assert.DoesNotContain(receiver.Posts, post => post.Path == "/stranger");
        var wrapped = Assert.Single(receiver.Posts, post => post.Path == "/completed");
        var plain = Assert.Single(receiver.Posts, post => post.Path == "/both" && post.EventId == id);
        Assert.IsType<JsonObject>(wrapped.Json["data"]!["questionsAndAnswers"]);
        Assert.IsType<JsonArray>(plain.Json["data"]!["questionsAndAnswers"]);
        Assert.Equal("application/json", wrapped.Headers["Content-Type"]);
        SignatureCheck.Holds(wrapped, "a secret of my own");
        Assert.All(receiver.Posts.Where(post => post.Path == "/both"), post => SignatureCheck.Holds(post, both.Secret));
    }

    [Theory, OnBothEngines]
    public async Task PostUrlsGetCompletedEventsUnderTheCustomersSecret(string engine)
    {
        await using var receiver = await Receiver.Start();
        var scenario = await Scenario.OnShared(engine);
        await using var writer = await EventWriter.On(scenario.Exchange);
        var customer = await scenario.NewCustomer();

        await writer.Begin(customer, "app-1", receiver.Address + "/post?job=1");
        await writer.Complete(customer, "app-1", receiver.Address + "/post?job=1");
        await writer.Complete(customer, "app-2", "not an address");

        await receiver.Has(1);
        var secret = (await scenario.Operator.Get($"/v5/customers/{customer}/signing-secret")).Expect(200)["secret"];
        var post = Assert.Single(receiver.Posts);
        SignatureCheck.Holds(post, (string)secret!);
        Assert.Equal("app-1", (string?)post.Json["data"]!["tlrApplicationId"]);
        Assert.IsType<JsonObject>(post.Json["data"]!["questionsAndAnswers"]);
        var api = await LogIn(scenario, customer);
        await Eventually.Becomes(
            "STOPPED,DELIVERED",
            async () => string.Join(',', (await api.List("/v5/deliveries")).Select(one => (string)one["status"]!)));
    }

    [Theory, OnBothEngines]
    public async Task ARetryIsTheSameBytesUnderAFreshSignature(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, writer, customer, hook) = own;
        receiver.AnswerWith(500, "out of order");
        await writer.Complete(customer, "app-1");
        var failed = await hook.NewestTried(1);
        Assert.Equal("PENDING", (string?)failed["status"]);
        Assert.Equal(500, (int)failed["attempts"]![0]!["code"]!);
        Assert.Equal("out of order", (string?)failed["attempts"]![0]!["response"]);
        Assert.Equal("FAILING", await hook.Status());
        var next = DateTimeOffset.Parse((string)failed["nextAttemptAt"]!, CultureInfo.InvariantCulture);
        var tried = DateTimeOffset.Parse((string)failed["lastAttemptAt"]!, CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.FromMinutes(10), next - tried);

        await scenario.AdvanceClock(TimeSpan.FromMinutes(9));
        Assert.Single(receiver.Posts);
        receiver.AnswerWith(204);
        await scenario.AdvanceClock(TimeSpan.FromMinutes(2));

        Assert.Equal(2, receiver.Posts.Count);
        Assert.Equal(receiver.Posts[0].Body, receiver.Posts[1].Body);
        Assert.Equal(receiver.Posts[0].Headers["webhook-id"], receiver.Posts[1].Headers["webhook-id"]);
        Assert.True(SignatureCheck.TimeOf(receiver.Posts[1]) - SignatureCheck.TimeOf(receiver.Posts[0]) >= 600);
        Assert.All(receiver.Posts, post => SignatureCheck.Holds(post, hook.Secret));
        await hook.NewestBecomes("DELIVERED");
        Assert.Equal("ACTIVE", await hook.Status());
    }

    [Theory, OnBothEngines]
    public async Task AfterAHundredAttemptsItIsLeftToAPerson(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, writer, customer, hook) = own;
        receiver.AnswerWith(500);
        await writer.Complete(customer, "app-1");
        await hook.NewestTried(1);

        await scenario.AdvanceClock(TimeSpan.FromHours(18));

        var given = await hook.NewestBecomes("FAILED");
        Assert.Equal(100, (int)given["attemptCount"]!);
        Assert.Equal(100, receiver.Posts.Count);
        receiver.AnswerWith(200);
        (await scenario.Operator.Post($"/v5/deliveries/{given["id"]}/redeliver")).Expect(201);
        var again = await hook.NewestBecomes("DELIVERED");
        Assert.NotEqual((long)given["id"]!, (long)again["id"]!);
        Assert.Equal(receiver.Posts[0].Body, receiver.Posts[100].Body);
    }

    [Theory, OnBothEngines]
    public async Task GoneStopsItAndRetryAfterIsHonoured(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, writer, customer, hook) = own;
        receiver.AnswerWith(410);
        await writer.Complete(customer, "app-1");
        await hook.NewestBecomes("STOPPED");
        receiver.AnswerWith(429, "", ("Retry-After", "1800"));
        await writer.Complete(customer, "app-2");
        await hook.NewestTried(1);
        Assert.Equal(2, receiver.Posts.Count);

        await scenario.AdvanceClock(TimeSpan.FromMinutes(29));
        Assert.Equal(2, receiver.Posts.Count);
        var date = SystemClock.Machine.GetUtcNow();
        receiver.AnswerWith(503, "", ("Date", date.ToString("R")), ("Retry-After", date.AddHours(2).ToString("R")));
        await scenario.AdvanceClock(TimeSpan.FromMinutes(1));
        Assert.Equal(3, receiver.Posts.Count);
        await scenario.AdvanceClock(TimeSpan.FromMinutes(119));
        Assert.Equal(3, receiver.Posts.Count);
        receiver.AnswerWith(200);
        await scenario.AdvanceClock(TimeSpan.FromMinutes(2));

        await hook.NewestBecomes("DELIVERED");
        Assert.Equal(4, receiver.Posts.Count);
    }

    [Theory, OnBothEngines]
    public async Task WhatReceiversDoWrongIsSaidAndNothingMoreHappens(string engine)
    {
        await using var own = await Subscriber.OnShared(engine);
        var (receiver, scenario, _, _, hook) = own;
        await using var elsewhere = await Receiver.Start();
        (Func<Microsoft.AspNetCore.Http.HttpContext, Task> Answer, string Error)[] lies =
        [
            (context => { context.Response.Redirect(elsewhere.Address); return Task.CompletedTask; }, "302"),
            (context => { context.Abort(); return Task.CompletedTask; }, ""),
            (async context =>
            {
                context.Response.StatusCode = 500;
                await context.Response.Body.WriteAsync(new byte[1 << 20]);
            }, "500"),
        ];
        foreach (var (answer, error) in lies)
        {
            receiver.Answer = answer;

            var sent = (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/test")).Expect(200);

            Assert.Equal("FAILED", (string?)sent["status"]);
            Assert.Contains(error, (string)sent["error"]!, StringComparison.Ordinal);
            Assert.True(((string?)sent["attempts"]![0]!["response"] ?? "").Length <= 4096);
        }
        Assert.Empty(elsewhere.Posts);
    }

    [Theory, OnBothEngines]
    public async Task AServerThatIsNoWebServerOnlyFails(string engine)
    {
        await using var nonsense = RawReceiver.Saying("SSH-2.0-OpenSSH_9.2\r\n");
        await using var silence = RawReceiver.LeavingAfter(0);
        var scenario = await Scenario.OnShared(engine);
        var customer = await scenario.NewCustomer();
        foreach (var receiver in new[] { nonsense, silence })
        {
            var hook = await scenario.Operator.NewWebhook(customer, receiver.Address);

            var sent = (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/test")).Expect(200);

            Assert.Equal("FAILED", (string?)sent["status"]);
            Assert.Null(sent["code"]);
            Assert.NotNull(sent["error"]);
        }
    }

    // The status has said that it was taken; how the answer goes on is no reason to send it again.
    [Theory, OnBothEngines]
    public async Task AnAnswerThatBreaksOffOrLiesCountsAsItsStatusSays(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var customer = await scenario.NewCustomer();
        (string Said, string Status, int Code, string? Kept)[] answers =
        [
            ("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{\"ok\"", "DELIVERED", 200, "{\"ok\""),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n", "DELIVERED", 200, null),
            ("HTTP/1.1 204 No Content\r\n\r\nand more", "DELIVERED", 204, null),
            ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nfoul", "DELIVERED", 200, "foul"),
            ("HTTP/1.1 777 Lucky\r\nContent-Length: 0\r\n\r\n", "FAILED", 777, null),
            ("HTTP/1.1 429 Slow\r\nRetry-After: 99999999999999\r\nContent-Length: 0\r\n\r\n", "FAILED", 429, null),
        ];
        foreach (var (said, status, code, kept) in answers)
        {
            await using var receiver = RawReceiver.Saying(said);
            var hook = await scenario.Operator.NewWebhook(customer, receiver.Address);

            var sent = (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/test")).Expect(200);

            Assert.Equal((status, code), ((string?)sent["status"], (int)sent["code"]!));
            Assert.Equal(kept, (string?)sent["attempts"]![0]!["response"]);
        }
    }

    [Theory, OnBothEngines]
    public async Task AReceiverThatLeavesInTheMiddleOfAPostGetsItAgain(string engine)
    {
        await using var leaving = RawReceiver.LeavingAfter(100_000);
        await using var own = await Subscriber.OnItsOwn(engine, new { url = leaving.Address });
        var (receiver, scenario, writer, customer, hook) = own;
        await writer.Complete(customer, "app-1", padding: 2 << 20);
        var broken = await hook.NewestTried(1);
        Assert.Equal("PENDING", (string?)broken["status"]);
        Assert.Null(broken["code"]);
        Assert.NotNull(broken["error"]);

        await hook.Change(new { url = receiver.Address });
        await scenario.AdvanceClock(TimeSpan.FromMinutes(11));

        SignatureCheck.Holds(Assert.Single(receiver.Posts), hook.Secret);
        await hook.NewestBecomes("DELIVERED");
    }

    [Theory, OnBothEngines]
    public async Task AHangingReceiverDelaysNobodyElse(string engine)
    {
        await using var dead = await Receiver.Start();
        await using var well = await Receiver.Start();
        dead.Hang();
        var scenario = await Scenario.OnShared(engine);
        await using var writer = await EventWriter.On(scenario.Exchange);
        var customer = await scenario.NewCustomer();
        var hanging = await scenario.Operator.NewWebhook(customer, dead.Address);
        await scenario.Operator.NewWebhook(customer, well.Address);

        await writer.Append([.. Enumerable.Range(0, 50).Select(at => SomeEvent.Completed(customer, $"app-{at}"))]);

        await well.Has(50);
        Assert.Equal(50, well.Posts.Select(post => post.EventId).Distinct().Count());
        Assert.DoesNotContain(await hanging.Deliveries(), delivery => (string?)delivery["status"] == "DELIVERED");
        // Or its further attempts would reach whoever has this port later.
        await hanging.Change(new { status = "DISABLED" });
    }

    // All of a replay are due at the same moment: several reads of them must neither miss one nor send one twice.
    [Theory, OnBothEngines]
    public async Task ABacklogArrivesWholeAndOnce(string engine)
    {
        const int events = 400;
        await using var own = await Subscriber.OnShared(engine);
        var (receiver, _, writer, customer, hook) = own;
        await writer.Append([.. Enumerable.Range(0, events).Select(at => SomeEvent.Completed(customer, $"app-{at}"))]);
        await receiver.Has(events);

        await hook.Replay();

        await receiver.Has(2 * events);
        await Eventually.Becomes(0, async () => (await hook.Deliveries("status=PENDING")).Count);
        Assert.Equal(2 * events, receiver.Posts.Count);
        Assert.All(receiver.Posts.GroupBy(post => post.EventId), sent => Assert.Equal(2, sent.Count()));
    }

    [Theory, OnBothEngines]
    public async Task LargeBodiesGoOutWhole(string engine)
    {
        await using var own = await Subscriber.OnShared(engine, new { wrapQuestionsAndAnswers = false });
        var (receiver, scenario, writer, customer, hook) = own;

        for (var i = 0; i < 5; i++)
        {
            await writer.Complete(customer, $"app-{i}", padding: 7 << 20);
        }

        await receiver.Has(5);
        Assert.All(receiver.Posts, post => Assert.True(post.Body.Length > 7 << 20));
        Assert.All(receiver.Posts, post => SignatureCheck.Holds(post, hook.Secret));
        Assert.All(receiver.Posts, post => Assert.IsType<JsonArray>(post.Json["data"]!["questionsAndAnswers"]));
    }

    // Two large bodies go at a time. What waits for that was read before the webhook was changed.
    [Theory, OnBothEngines]
    public async Task WhatWaitsForItsTurnGoesWhereTheWebhookPointsNow(string engine)
    {
        await using var moved = await Receiver.Start();
        await using var own = await Subscriber.OnShared(engine);
        var (receiver, _, _, _, hook) = own;
        var answers = await FourLargeOnes(own);

        await hook.Change(new { url = moved.Address });
        answers.SetResult();

        await moved.Has(2);
        Assert.Equal(2, receiver.Posts.Count);
    }

    [Theory, OnBothEngines]
    public async Task WhatWaitsForItsTurnIsNotSentToADeletedWebhook(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, _, _, hook) = own;
        var answers = await FourLargeOnes(own);

        (await scenario.Operator.Delete($"/v5/webhooks/{hook.Id}")).Expect(204);
        answers.SetResult();

        // It ends when all that was under way has ended.
        await scenario.Exchange.Stop();
        Assert.Equal(2, receiver.Posts.Count);
    }

    [Theory, OnBothEngines]
    public async Task WhatWaitsForItsTurnWaitsOnWhereTheWebhookIsSwitchedOff(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, _, _, hook) = own;
        var answers = await FourLargeOnes(own);

        await hook.Change(new { status = "DISABLED" });
        answers.SetResult();

        await scenario.Exchange.Stop();
        Assert.Equal(2, receiver.Posts.Count);
        await scenario.Exchange.Restart();
        var operators = (await Scenario.On(scenario.Exchange)).Operator;
        Assert.Equal(2, (await operators.List("/v5/deliveries", "status=PENDING")).Count);
        (await operators.Patch($"/v5/webhooks/{hook.Id}", new { status = "ACTIVE" })).Expect(200);
        await receiver.Has(4);
        Assert.Equal(4, receiver.Posts.Select(post => post.EventId).Distinct().Count());
    }

    // Until they are answered two are under way and two wait.
    private static async Task<TaskCompletionSource> FourLargeOnes(Subscriber own)
    {
        var answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        own.Receiver.Answer = _ => answers.Task;
        await own.Writer.Append(
            [.. Enumerable.Range(0, 4).Select(at => SomeEvent.Completed(own.Customer, $"app-{at}", padding: 100_000))]);
        await own.Receiver.Has(2);
        return answers;
    }

    private static async Task<PlatformApi> LogIn(Scenario scenario, long customerId)
    {
        var client = (await scenario.Operator.Post(
            $"/v5/customers/{customerId}/app-clients", new { name = "Integration" })).Expect(201);
        return await scenario.LogIn((string)client["id"]!, (string)client["secret"]!);
    }
}
