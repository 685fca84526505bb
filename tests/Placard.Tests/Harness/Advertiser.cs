using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Placard.Tests.Harness;

/// <summary>One customer with a pool and a source, and what an advertiser does with them.</summary>
public sealed class Advertiser(Scenario scenario, long customerId, long poolId, long sourceId)
{
    /// <summary>The customer.</summary>
    public long CustomerId { get; } = customerId;

    /// <summary>Its pool.</summary>
    public long PoolId { get; } = poolId;

    /// <summary>The pool's source.</summary>
    public long SourceId { get; } = sourceId;

    /// <summary>Makes an app client for this customer and logs it in.</summary>
    public async Task<PlatformApi> LogIn()
    {
        var client = (await scenario.Operator.Post(
            $"/v5/customers/{CustomerId}/app-clients", new { name = "Integration" })).Expect(201);
        return await scenario.LogIn((string)client["id"]!, (string)client["secret"]!);
    }

    /// <summary>Uploads an advertiser feed; the finished import, whatever its status.</summary>
    public async Task<JsonObject> Import(string xml) => await Import(Encoding.UTF8.GetBytes(xml));

    /// <summary>Uploads the bytes of an advertiser feed.</summary>
    public async Task<JsonObject> Import(byte[] xml)
    {
        using var body = new ByteArrayContent(xml);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/xml");
        var answer = await scenario.Operator.Send(HttpMethod.Post, $"/v5/sources/{SourceId}/imports", body);
        return answer.Expect(201).Json.AsObject();
    }

    /// <summary>Uploads a feed every job of which must be taken.</summary>
    public async Task<JsonObject> Import(AdvertiserXml feed)
    {
        var import = await Import(feed.ToString());
        Assert.Equal("COMPLETED", (string?)import["status"]);
        Assert.Equal(0, (int)import["rejected"]!);
        return import;
    }

    /// <summary>Makes a campaign that stays a draft. Settings have the API's names; the name may be left out.</summary>
    public async Task<Campaign> NewCampaign(object? settings = null)
    {
        var body = settings is null ? [] : JsonNode.Parse(AsJson(settings))!.AsObject();
        body.TryAdd("name", Scenario.FreshName("Campaign"));
        body.TryAdd("adType", "JOB");
        var made = (await scenario.Operator.Post($"/v5/pools/{PoolId}/campaigns", body)).Expect(201);
        return new Campaign(scenario, (long)made["id"]!);
    }

    /// <summary>
    /// Makes and launches a campaign over the whole pool: 50 cents a click and 1,000 dollars a month unless the
    /// settings say otherwise.
    /// </summary>
    public async Task<Campaign> LaunchCampaign(object? settings = null)
    {
        var body = settings is null ? [] : JsonNode.Parse(AsJson(settings))!.AsObject();
        body.TryAdd("talrooBasicCpc", 50);
        body.TryAdd("monthlyBudget", 1000);
        var campaign = await NewCampaign(body);
        await campaign.Launch();
        return campaign;
    }

    /// <summary>The jobs of this advertiser's source.</summary>
    public Task<IReadOnlyList<JsonObject>> Jobs() =>
        scenario.Operator.List("/v5/jobs", $"sourceId={SourceId}", "jobId,asc");

    private static string AsJson(object settings) => settings switch
    {
        string text => text,
        JsonNode node => node.ToJsonString(),
        _ => System.Text.Json.JsonSerializer.Serialize(settings),
    };
}

/// <summary>One campaign and its levers.</summary>
public sealed class Campaign(Scenario scenario, long id)
{
    /// <summary>The campaign.</summary>
    public long Id { get; } = id;

    /// <summary>The campaign as the API shows it now.</summary>
    public async Task<JsonObject> Read() =>
        (await scenario.Operator.Get($"/v5/campaigns/{Id}")).Expect(200).Json.AsObject();

    /// <summary>Launches it; it must be allowed.</summary>
    public async Task Launch() => (await scenario.Operator.Post($"/v5/campaigns/{Id}/launch")).Expect(200);

    /// <summary>Pauses it; it must be allowed.</summary>
    public async Task Pause() => (await scenario.Operator.Post($"/v5/campaigns/{Id}/pause")).Expect(200);

    /// <summary>Archives it; it must be allowed.</summary>
    public async Task Archive() => (await scenario.Operator.Post($"/v5/campaigns/{Id}/archive")).Expect(200);

    /// <summary>Changes settings; they must be valid.</summary>
    public async Task Change(object settings) =>
        (await scenario.Operator.Patch($"/v5/campaigns/{Id}", settings)).Expect(200);
}
