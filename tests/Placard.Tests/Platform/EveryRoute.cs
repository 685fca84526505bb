using Microsoft.AspNetCore.Routing;
using Placard.Host.Docs;
using Placard.Host.Serving;
using Placard.Tests.Apply.Forms;

namespace Placard.Tests.Platform;

/// <summary>
/// The routes of <c>/v5</c> as the program maps them, and one thing of each kind to put into their paths.
/// </summary>
internal static class EveryRoute
{
    /// <summary>Every route, without a server.</summary>
    public static async Task<IReadOnlyList<RouteEndpoint>> OfPlatform()
    {
        var folder = Directory.CreateTempSubdirectory("placard-routes-").FullName;
        List<RouteEndpoint> routes;
        await using (var exchange = ExchangeApp.Build(new ServeOptions(folder, "http://127.0.0.1:0", true, [])))
        {
            routes =
            [
                .. exchange.Routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                    .Where(route => RouteOperation.GroupOf(route) == DocsPages.Platform),
            ];
        }
        Directory.Delete(folder, recursive: true);
        Assert.NotEmpty(routes);
        return routes;
    }

    /// <summary>
    /// One thing of every kind, all of one new customer and one new publisher, as pieces of paths. A route to a new
    /// kind of thing wants a line here.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, string>> Things(Scenario scenario)
    {
        var api = scenario.Operator;
        var advertiser = await scenario.NewAdvertiser();
        var campaign = await advertiser.NewCampaign();
        var import = await advertiser.Import(AdvertiserXml.Of(2));
        var job = (await advertiser.Jobs())[0];
        var publisher = await scenario.NewPublisher();
        var feed = await publisher.NewFeed(Pricing.Share(50), advertiser);
        var build = await feed.Build();
        var client = (await api.Post($"/v5/customers/{advertiser.CustomerId}/app-clients", new { name = "Client" }))
            .Expect(201);
        var segment = (await api.Post(
            $"/v5/campaigns/{campaign.Id}/segments", new { name = "Nights", talrooBasicCpc = 60 })).Expect(201);
        var start = (await scenario.Now()).AddDays(40).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var budget = (await api.Post(
            $"/v5/campaigns/{campaign.Id}/scheduling/one-time-budgets",
            new { startDate = start, budgetCents = 5000 })).Expect(201);
        // Nobody listens there: the test send is a delivery that failed.
        var webhook = (await api.Post(
            $"/v5/customers/{advertiser.CustomerId}/webhooks",
            new { url = "http://127.0.0.1:9/hook", eventTypes = new[] { "platform:JobApplication:completed:v2" } }))
            .Expect(201);
        var delivery = (await api.Post($"/v5/webhooks/{webhook["id"]}/test")).Expect(200);
        var (application, file) = await Application(scenario);
        return new Dictionary<string, string>
        {
            ["/webhooks/{id}"] = $"/webhooks/{webhook["id"]}",
            ["/deliveries/{id}"] = $"/deliveries/{delivery["id"]}",
            ["/one-time-budgets/{budgetId}"] = $"/one-time-budgets/{budget["id"]}",
            ["/applications/{tlrApplicationId}"] = $"/applications/{application}",
            ["/files/{fileId}"] = $"/files/{file}",
            ["/builds/{buildId}"] = $"/builds/{build["id"]}",
            ["/customers/{id}"] = $"/customers/{advertiser.CustomerId}",
            ["/pools/{id}"] = $"/pools/{advertiser.PoolId}",
            ["/sources/{id}"] = $"/sources/{advertiser.SourceId}",
            ["/imports/{id}"] = $"/imports/{import["id"]}",
            ["/jobs/{jobId}"] = $"/jobs/{job["jobId"]}",
            ["/campaigns/{id}"] = $"/campaigns/{campaign.Id}",
            ["/segments/{id}"] = $"/segments/{segment["id"]}",
            ["/app-clients/{id}"] = $"/app-clients/{(string)client["id"]!}",
            ["/publishers/{id}"] = $"/publishers/{publisher.Id}",
            ["/feeds/{id}"] = $"/feeds/{feed.Id}",
        };
    }

    private static async Task<(string Id, long FileId)> Application(Scenario scenario)
    {
        var hosted = await HostedJob.On(scenario);
        var form = (await hosted.Open()).FillContact("things@example.com").Attach("resume", "cv.pdf", Samples.Pdf);
        (await form.Send()).ExpectThanks();
        var id = (string)Assert.Single(await hosted.Applications())["tlrApplicationId"]!;
        var whole = (await scenario.Operator.Get($"/v5/applications/{id}")).Expect(200);
        return (id, (long)whole["resume"]!["id"]!);
    }

    /// <summary>The path with things in the places of its parameters.</summary>
    public static string AddressOf(RouteEndpoint route, IReadOnlyDictionary<string, string> things)
    {
        var address = things.Aggregate(
            RouteOperation.PathOf(route),
            (path, thing) => path.Replace(thing.Key, thing.Value, StringComparison.Ordinal));
        Assert.False(address.Contains('{', StringComparison.Ordinal), $"EveryRoute.Things has nothing for {address}");
        return address;
    }
}
