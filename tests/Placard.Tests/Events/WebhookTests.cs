using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Placard.Events;
using Placard.Events.Webhooks;
using Placard.Host.Serving;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Tests.Events;

/// <summary>Webhooks through the API: made, changed, switched off, told apart by tenant.</summary>
public sealed class WebhookTests
{
    [Theory, OnBothEngines]
    public async Task AWebhookIsMadeShownChangedAndDeleted(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (customer, api) = await NewClient(scenario);
        var made = (await api.Post(
            $"/v5/customers/{customer}/webhooks",
            new { url = "https://ats.example.com/hook", eventTypes = Hooks.Both })).Expect(201);
        var address = $"/v5/webhooks/{made["id"]}";
        Assert.Equal(address, made.Location);
        Assert.Equal("no-store", made.Header("Cache-Control"));
        Assert.StartsWith("whsec_", (string)made["secret"]!, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(((string)made["secret"]!)[6..]).Length);
        Assert.True((bool)made["wrapQuestionsAndAnswers"]!);
        Assert.Equal("ACTIVE", (string?)made["status"]);

        var shown = (await api.Get(address)).Expect(200);
        Assert.Equal(made.Text, shown.Text);
        var changed = (await api.Patch(address, new
        {
            url = "https://ats.example.com/other",
            eventTypes = new[] { EventTypes.ApplicationCompleted },
            contactEmail = "it@acme.example",
            wrapQuestionsAndAnswers = false,
        })).Expect(200);
        Assert.Equal("https://ats.example.com/other", (string?)changed["url"]);
        Assert.Equal((string?)made["secret"], (string?)changed["secret"]);
        Assert.False((bool)changed["wrapQuestionsAndAnswers"]!);
        var listed = Assert.Single(await api.List($"/v5/customers/{customer}/webhooks"));
        Assert.Equal("it@acme.example", (string?)listed["contactEmail"]);
        Assert.Null(listed["secret"]);

        (await api.Delete(address)).Expect(204);
        (await api.Get(address)).ExpectProblem(404);
        (await api.Delete(address)).ExpectProblem(404);
        Assert.Empty(await api.List($"/v5/customers/{customer}/webhooks"));
    }

    [Theory, OnBothEngines]
    public async Task WhatCannotBeIsRefusedFieldByField(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (customer, api) = await NewClient(scenario);
        (string Json, string Field)[] faults =
        [
            ("""{"eventTypes":["platform:JobApplication:completed:v2"]}""", "url"),
            ("""{"url":"ftp://acme.example","eventTypes":["platform:JobApplication:completed:v2"]}""", "url"),
            ("""{"url":"http://10.0.0.1/x","eventTypes":["platform:JobApplication:completed:v2"]}""", "url"),
            ("""{"url":"https://acme.example"}""", "eventTypes"),
            ("""{"url":"https://acme.example","eventTypes":[]}""", "eventTypes"),
            ("""{"url":"https://acme.example","eventTypes":["platform:Nothing:v1"]}""", "eventTypes"),
            ("""{"url":"https://acme.example","eventTypes":"all"}""", "eventTypes"),
            (Valid("\"secret\":\"short\""), "secret"),
            (Valid("\"secret\":\"whsec_not base64 at all\""), "secret"),
            (Valid($"\"secret\":\"{new string('s', 300)}\""), "secret"),
            (Valid("\"contactEmail\":\"nobody\""), "contactEmail"),
            (Valid("\"wrapQuestionsAndAnswers\":\"yes\""), "wrapQuestionsAndAnswers"),
            (Valid("\"campaignId\":1"), "campaignId"),
        ];
        foreach (var (json, field) in faults)
        {
            var refused = (await api.Post($"/v5/customers/{customer}/webhooks", json)).ExpectProblem(422);
            Assert.True(refused["errors"]![field] is JsonArray, $"{json}: {refused}");
        }
        Assert.Empty(await api.List($"/v5/customers/{customer}/webhooks"));
    }

    [Theory, OnBothEngines]
    public async Task AWebhooksAddressCannotBeTakenAway(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (customer, api) = await NewClient(scenario);
        var hook = await api.NewWebhook(customer, "https://acme.example/hook");

        foreach (var json in (string[])["{\"url\":\"\"}", "{\"url\":\" \"}", "{\"url\":null}"])
        {
            var refused = (await api.Patch($"/v5/webhooks/{hook.Id}", JsonNode.Parse(json)!)).ExpectProblem(422);
            Assert.True(refused["errors"]!["url"] is JsonArray, $"{json}: {refused}");
        }
        Assert.Equal("https://acme.example/hook", (string?)(await hook.Read())["url"]);
    }

    [Theory]
    [InlineData("http://acme.example/hook", false)]
    [InlineData("https://127.0.0.1/hook", false)]
    [InlineData("https://localhost/hook", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("https://acme.example/hook", true)]
    public void OutsideTheSandboxOnlyPublicHttpsAddressesAreTaken(string url, bool taken)
    {
        var fields = JsonFields.Of(JsonSerializer.SerializeToElement(new { url }));

        WebhookFields.Url(fields, required: true, sandbox: false);

        Assert.Equal(taken, fields.Refused() == null);
    }

    [Theory, OnBothEngines]
    public async Task NobodySeesAnotherCustomersWebhooksEventsOrDeliveries(string engine)
    {
        await using var receiver = await Receiver.Start();
        var scenario = await Scenario.OnShared(engine);
        await using var writer = await EventWriter.On(scenario.Exchange);
        var (mine, me) = await NewClient(scenario);
        var (_, stranger) = await NewClient(scenario);
        var hook = await me.NewWebhook(mine, receiver.Address);
        await writer.Complete(mine, "app-1");
        var delivery = await hook.NewestBecomes("DELIVERED");
        string[] reads =
        [
            $"/v5/webhooks/{hook.Id}", $"/v5/webhooks/{hook.Id}/deliveries", $"/v5/deliveries/{delivery["id"]}",
            $"/v5/customers/{mine}/webhooks", $"/v5/customers/{mine}/signing-secret",
        ];
        foreach (var path in reads)
        {
            (await stranger.Get(path)).ExpectProblem(404);
            (await me.Get(path)).Expect(200);
        }
        var all = new { from = "2020-01-01", to = "2099-01-01" };
        (await stranger.Patch($"/v5/webhooks/{hook.Id}", new { status = "DISABLED" })).ExpectProblem(404);
        (await stranger.Post($"/v5/webhooks/{hook.Id}/test")).ExpectProblem(404);
        (await stranger.Post($"/v5/webhooks/{hook.Id}/rotate-secret")).ExpectProblem(404);
        (await stranger.Post($"/v5/webhooks/{hook.Id}/replay", all)).ExpectProblem(404);
        (await stranger.Post($"/v5/deliveries/{delivery["id"]}/redeliver")).ExpectProblem(404);
        (await stranger.Delete($"/v5/webhooks/{hook.Id}")).ExpectProblem(404);
        Assert.Empty((await stranger.Get("/v5/events")).Expect(200)["events"]!.AsArray());
        Assert.Empty((await stranger.Get($"/v5/events?customerId={mine}")).Expect(200)["events"]!.AsArray());
        Assert.Empty(await stranger.List("/v5/deliveries"));
        Assert.Single((await me.Get("/v5/events")).Expect(200)["events"]!.AsArray());
        Assert.Single(receiver.Posts);
    }

    [Theory, OnBothEngines]
    public async Task TwoSecretsSignForADayAfterOneIsReplaced(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine, new { secret = "the first secret" });
        var (receiver, scenario, _, _, hook) = own;

        var changed = await hook.Change(new { secret = "the second secret" });
        Assert.NotNull(changed["previousSecretSignsUntil"]);
        (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/test")).Expect(200);
        await scenario.AdvanceClock(TimeSpan.FromHours(25));
        (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/test")).Expect(200);
        var rotated = (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/rotate-secret")).Expect(200);
        (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/test")).Expect(200);

        SignatureCheck.Holds(receiver.Posts[0], "the first secret");
        SignatureCheck.Holds(receiver.Posts[0], "the second secret");
        SignatureCheck.Holds(receiver.Posts[1], "the second secret");
        Assert.False(SignatureCheck.Talroo(receiver.Posts[1], "the first secret"));
        SignatureCheck.Holds(receiver.Posts[2], "the second secret");
        SignatureCheck.Holds(receiver.Posts[2], (string)rotated["secret"]!);
    }

    [Theory, OnBothEngines]
    public async Task ThePostUrlsSecretIsReplacedTheSameWay(string engine)
    {
        await using var receiver = await Receiver.Start();
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await using var writer = await EventWriter.On(exchange);
        var customer = await scenario.NewCustomer();
        var path = $"/v5/customers/{customer}/signing-secret";
        var first = (string)(await scenario.Operator.Get(path)).Expect(200)["secret"]!;
        var second = (string)(await scenario.Operator.Post(path + "/rotate")).Expect(200)["secret"]!;

        await writer.Complete(customer, "app-1", receiver.Address);
        await receiver.Has(1);
        await scenario.AdvanceClock(TimeSpan.FromHours(25));
        await writer.Complete(customer, "app-2", receiver.Address);
        await receiver.Has(2);

        SignatureCheck.Holds(receiver.Posts[0], first);
        SignatureCheck.Holds(receiver.Posts[0], second);
        SignatureCheck.Holds(receiver.Posts[1], second);
        Assert.False(SignatureCheck.Talroo(receiver.Posts[1], first));
    }

    [Theory, OnBothEngines]
    public async Task ASwitchedOffWebhookLosesNothing(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, writer, customer, hook) = own;
        receiver.AnswerWith(500);
        var waiting = await writer.Complete(customer, "app-waiting");
        await hook.NewestTried(1);
        await hook.Change(new { status = "DISABLED" });
        var missed = await writer.Complete(customer, "app-missed");
        receiver.AnswerWith(200);

        await scenario.AdvanceClock(TimeSpan.FromHours(1));
        Assert.Single(receiver.Posts);
        (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/test")).ExpectProblem(409);
        var all = new { from = "2020-01-01T00:00:00Z", to = "2099-01-01T00:00:00Z" };
        (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/replay", all)).ExpectProblem(409);
        Assert.Equal(2, (await scenario.Operator.Get("/v5/events")).Expect(200)["events"]!.AsArray().Count);

        await hook.Change(new { status = "ACTIVE" });
        await receiver.Has(2);
        Assert.Equal(waiting, receiver.Posts[1].EventId);
        var replayed = (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/replay", all)).Expect(200);
        Assert.Equal(2, (int)replayed["events"]!);
        await receiver.Has(4);
        Assert.Contains(missed, receiver.Posts.Select(post => post.EventId));
        Assert.Equal(
            receiver.Posts[0].Body, receiver.Posts.Last(post => post.EventId == waiting).Body);
    }

    [Theory, OnBothEngines]
    public async Task DeletingEndsAllThatIsPendingAlsoWhenTheCallerLeaves(string engine)
    {
        await using var own = await Subscriber.OnShared(engine);
        var (receiver, _, writer, customer, hook) = own;
        receiver.Hang();
        await writer.Append([.. Enumerable.Range(0, 600).Select(at => SomeEvent.Completed(customer, $"app-{at}"))]);
        var request = new DefaultHttpContext();
        request.SetCaller(new Caller(CallerKind.Operator, 0, "operator", new HashSet<string>()));
        request.Features.Set<IHttpRequestLifetimeFeature>(new LeavingCaller());

        await writer.Get<WebhookEndpoint>().Delete(request, hook.Id);

        Assert.Equal("0", string.Join(' ', await writer.Query<long>(
            "SELECT COUNT(*) FROM deliveries WHERE endpoint_id = @Id AND status = 0", new { hook.Id })));
    }

    [Theory, OnBothEngines]
    public async Task WhatADeletionLeftThatWasCutShortIsEndedLater(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine, null, "--Placard:Events:KeepDays=30");
        var (receiver, scenario, writer, customer, hook) = own;
        receiver.AnswerWith(503);
        await writer.Complete(customer, "app-1");
        var waiting = await hook.NewestTried(1);

        // All that the node came to: the webhook is gone, what waits for it is not ended.
        var nowMs = SystemClock.Machine.GetUtcNow().ToUnixTimeMilliseconds();
        await writer.Get<Store>().Write(
            Area.Ledger, session => EndpointStore.Delete(session, hook.Id, nowMs), default);

        await Eventually.Becomes("STOPPED", async () =>
            (string)(await scenario.Operator.Get($"/v5/deliveries/{waiting["id"]}")).Expect(200)["status"]!);
        Assert.Single((await scenario.Operator.Get("/v5/events")).Expect(200)["events"]!.AsArray());
        await scenario.AdvanceClock(TimeSpan.FromDays(31));
        Assert.Empty((await scenario.Operator.Get("/v5/events")).Expect(200)["events"]!.AsArray());
    }

    // Is there when the webhook is looked up, and gone ever after.
    private sealed class LeavingCaller : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted
        {
            get
            {
                var asked = field;
                Abort();
                return asked;
            }
            set;
        }

        public void Abort() => RequestAborted = new CancellationToken(canceled: true);
    }

    private static string Valid(string more) =>
        "{\"url\":\"https://acme.example\",\"eventTypes\":[\"platform:JobApplication:completed:v2\"]," + more + "}";

    private static async Task<(long Customer, PlatformApi Api)> NewClient(Scenario scenario)
    {
        var customer = await scenario.NewCustomer();
        var client = (await scenario.Operator.Post(
            $"/v5/customers/{customer}/app-clients", new { name = "Integration" })).Expect(201);
        return (customer, await scenario.LogIn((string)client["id"]!, (string)client["secret"]!));
    }
}
