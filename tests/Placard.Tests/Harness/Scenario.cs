using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Placard.Tests.Harness;

/// <summary>
/// What people do with an exchange, in the words of the trade, over HTTP only. Everything a scenario makes is new, so
/// scenarios share an exchange without meeting; <see cref="Clicks"/> and the like are asked with a search of one's own.
/// </summary>
public sealed class Scenario
{
    private static int names;
    private readonly List<PlatformApi> clients = [];

    private Scenario(Exchange exchange, PlatformApi operatorClient)
    {
        Exchange = exchange;
        Operator = operatorClient;
        clients.Add(operatorClient);
    }

    /// <summary>The exchange it plays on.</summary>
    public Exchange Exchange { get; }

    /// <summary>The operator's client: sees everything.</summary>
    public PlatformApi Operator { get; }

    /// <summary>Begins a scenario on a given exchange.</summary>
    public static async Task<Scenario> On(Exchange exchange) =>
        new(exchange, await PlatformApi.LogInOperator(exchange));

    /// <summary>Begins a scenario on the exchange that tests of this engine share.</summary>
    public static async Task<Scenario> OnShared(string engine) => await On(await Exchange.Shared(engine));

    /// <summary>A name nobody else in this run has.</summary>
    public static string FreshName(string what) => $"{what} {Interlocked.Increment(ref names)}";

    /// <summary>A moment's day in New York, the zone of an exchange that is not told another.</summary>
    public static string DayOf(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"))
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A new customer with nothing in it; its id.</summary>
    public async Task<long> NewCustomer(string? name = null)
    {
        var made = (await Operator.Post("/v5/customers", new { name = name ?? FreshName("Advertiser") })).Expect(201);
        return (long)made["id"]!;
    }

    /// <summary>A new customer with one pool and one source.</summary>
    public async Task<Advertiser> NewAdvertiser(string? name = null)
    {
        var customerId = await NewCustomer(name);
        var pool = (await Operator.Post($"/v5/customers/{customerId}/pools", new { name = "Pool" })).Expect(201);
        var poolId = (long)pool["id"]!;
        var source = (await Operator.Post($"/v5/pools/{poolId}/sources", new { name = "Feed" })).Expect(201);
        return new Advertiser(this, customerId, poolId, (long)source["id"]!);
    }

    /// <summary>A new publisher without feeds.</summary>
    public async Task<Publisher> NewPublisher(string? name = null)
    {
        var made = (await Operator.Post("/v5/publishers", new { name = name ?? FreshName("Publisher") })).Expect(201);
        return new Publisher(this, (long)made["id"]!);
    }

    /// <summary>
    /// A new publisher with one XML feed that carries only the given advertiser's jobs, so that a shared exchange
    /// gives every test a feed of its own. <paramref name="settings"/> are further fields of the feed.
    /// </summary>
    public async Task<PublisherFeed> NewPublisherFeed(
        Pricing pricing, Advertiser advertiser, JsonObject? settings = null) =>
        await (await NewPublisher()).NewFeed(pricing, advertiser, settings);

    /// <summary>Logs another app client in; its token is renewed when this scenario moves the clock.</summary>
    public async Task<PlatformApi> LogIn(string clientId, string secret)
    {
        var client = await PlatformApi.LogIn(Exchange, clientId, secret);
        clients.Add(client);
        return client;
    }

    /// <summary>Follows a click URL as a jobseeker's browser would; by a fresh visitor unless one is given.</summary>
    public async Task<ClickAnswer> Click(string url, Visitor? visitor = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(url).PathAndQuery);
        (visitor ?? Visitor.Fresh()).Sign(message);
        return new ClickAnswer(await Answer.To(message, Exchange));
    }

    /// <summary>Any unauthenticated request, the path as a partner would write it.</summary>
    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? body = null)
    {
        using var message = new HttpRequestMessage(method, path) { Content = body };
        return await Send(message);
    }

    /// <summary>Any request at all, such as one with headers of its own.</summary>
    public Task<Answer> Send(HttpRequestMessage message) => Answer.To(message, Exchange);

    /// <summary>GET without a token.</summary>
    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    /// <summary>Status words by SPL, in the order asked.</summary>
    public async Task<IReadOnlyList<string>> Status(params string[] spls)
    {
        var answer = (await Send(HttpMethod.Post, "/v2/job/status", JsonContent.Create(new { spls }))).Expect(200);
        return [.. answer.Json.AsArray().Select(entry => (string)entry!.AsObject().Single().Value!)];
    }

    /// <summary>Status word by job id.</summary>
    public async Task<string> StatusOf(long jobId)
    {
        var answer = (await Get($"/v2/job/{jobId}/status")).Expect(200);
        return (string)answer.Json.AsObject().Single().Value!;
    }

    /// <summary>Reports a conversion, as an API call (<c>Link=true</c>) unless told otherwise.</summary>
    public Task<Answer> Convert(string tlrSid, int conversionEvent = 2, bool link = true) =>
        Get($"/conversion{(conversionEvent == 1 ? "" : conversionEvent)}.php?tlr_sid={Uri.EscapeDataString(tlrSid)}"
            + (link ? "&Link=true" : ""));

    /// <summary>Sends disposition events: the JSON of one or of an array, as text or as a node.</summary>
    public Task<Answer> SendDispositions(object json) =>
        Send(HttpMethod.Post, "/disposition/v1/events",
            new StringContent(json is JsonNode node ? node.ToJsonString() : (string)json, Encoding.UTF8,
                "application/json"));

    /// <summary>All clicks that match, newest last.</summary>
    public Task<IReadOnlyList<JsonObject>> Clicks(string? search = null) =>
        Operator.List("/v5/clicks", search, "clickedAt,asc");

    /// <summary>The exchange's clock.</summary>
    public Task<DateTimeOffset> Now() => Exchange.Now();

    /// <summary>Moves the clock forward; timers that fell due have run. Only on an exchange of one's own.</summary>
    public async Task<DateTimeOffset> AdvanceClock(TimeSpan by) => await LogInAgain(await Exchange.AdvanceClock(by));

    /// <summary>Sets the clock, frozen there unless told otherwise. Only on an exchange of one's own.</summary>
    public async Task<DateTimeOffset> SetClock(DateTimeOffset now, bool frozen = true) =>
        await LogInAgain(await Exchange.SetClock(now, frozen));

    // Tokens expire by the exchange's clock: one moved far has outlived them.
    private async Task<DateTimeOffset> LogInAgain(DateTimeOffset now)
    {
        foreach (var client in clients)
        {
            await client.LogInAgain();
        }
        return now;
    }
}
