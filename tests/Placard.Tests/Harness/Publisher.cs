using System.Text.Json.Nodes;

namespace Placard.Tests.Harness;

/// <summary>How a feed pays its publisher.</summary>
public sealed record Pricing(string Model, int Amount)
{
    /// <summary>A share of each job's price, in percent.</summary>
    public static Pricing Share(int percent) => new("DYNAMIC", percent);

    /// <summary>The same fee for each click, in cents.</summary>
    public static Pricing Flat(int cents) => new("FLAT", cents);

    internal JsonObject ToJson() => new()
    {
        ["model"] = Model,
        [Model == "FLAT" ? "cpcCents" : "sharePercent"] = Amount,
    };
}

/// <summary>One publisher.</summary>
public sealed class Publisher(Scenario scenario, long id)
{
    /// <summary>The publisher.</summary>
    public long Id { get; } = id;

    /// <summary>Makes an app client for this publisher and logs it in.</summary>
    public async Task<PlatformApi> LogIn()
    {
        var client = (await scenario.Operator.Post(
            $"/v5/publishers/{Id}/app-clients", new { name = "Integration" })).Expect(201);
        return await scenario.LogIn((string)client["id"]!, (string)client["secret"]!);
    }

    /// <summary>
    /// Makes an XML feed; with an advertiser given it carries only that source's jobs. Settings override and add.
    /// </summary>
    public async Task<PublisherFeed> NewFeed(Pricing pricing, Advertiser? only, JsonObject? settings = null)
    {
        var body = settings?.DeepClone().AsObject() ?? [];
        body.TryAdd("name", Scenario.FreshName("Feed"));
        body.TryAdd("type", "XML");
        body.TryAdd("pricing", pricing.ToJson());
        if (only is not null)
        {
            body.TryAdd("jobFilters", new JsonArray(new JsonObject
            {
                ["field"] = "sourceId",
                ["operator"] = "EQUALS",
                ["value"] = only.SourceId,
            }));
        }
        var made = (await scenario.Operator.Post($"/v5/publishers/{Id}/feeds", body)).Expect(201);
        return new PublisherFeed(scenario, (long)made["id"]!, (string)made["pass"]!);
    }
}

/// <summary>One feed of a publisher, and what the publisher does with it.</summary>
public sealed class PublisherFeed(Scenario scenario, long id, string password)
{
    /// <summary>The feed: the publisher id of the partner contracts.</summary>
    public long Id { get; } = id;

    /// <summary>The <c>pass</c> of downloads.</summary>
    public string Password { get; } = password;

    /// <summary>Builds the feed now; <c>{id, builtAt, total, parts}</c>.</summary>
    public async Task<JsonObject> Build() =>
        (await scenario.Operator.Post($"/v5/feeds/{Id}/builds")).Expect(201).Json.AsObject();

    /// <summary>Downloads one part as it comes.</summary>
    public Task<Answer> Download(int part = 1) =>
        scenario.Get($"/download?id={Id}&pass={Uri.EscapeDataString(Password)}&part={part}");

    /// <summary>Downloads and reads one part, which must be there.</summary>
    public async Task<FeedPart> FetchPart(int part = 1) => FeedPart.Read((await Download(part)).Expect(200).Text);

    /// <summary>Builds now and reads the first part.</summary>
    public async Task<FeedPart> BuildAndFetch()
    {
        await Build();
        return await FetchPart();
    }

    /// <summary>Changes settings; they must be valid.</summary>
    public async Task Change(object settings) =>
        (await scenario.Operator.Patch($"/v5/feeds/{Id}", settings)).Expect(200);
}
