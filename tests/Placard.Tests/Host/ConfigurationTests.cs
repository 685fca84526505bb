using System.Text.Json.Nodes;
using Placard.Tests.Clicks;

namespace Placard.Tests.Host;

/// <summary>The settings that an operator may rely on do what the shipped settings file says of them.</summary>
public sealed class ConfigurationTests
{
    private const string Germany = "2.160.0.1";
    private const string America = "24.90.1.2";
    private const string Nobody = "203.0.113.5";

    [Theory, OnBothEngines]
    public async Task EveryAddressThatIsHandedOutBeginsWithThePublicUrl(string engine)
    {
        await using var exchange = await Exchange.Start(engine, "--Placard:PublicUrl=https://jobs.example/");
        var shop = await ClickShop.Open(await Scenario.On(exchange));
        var feed = (await shop.Scenario.Operator.Get($"/v5/feeds/{shop.Feed.Id}")).Expect(200);

        Assert.StartsWith("https://jobs.example/download?id=", (string?)feed["url"], StringComparison.Ordinal);
        Assert.StartsWith("https://jobs.example/click.php?id=", shop.Job.Url, StringComparison.Ordinal);
        await shop.Campaign.Pause();
        Assert.Equal(
            $"https://jobs.example/closed/{shop.Job.JobId}?feed={shop.Feed.Id}",
            (await shop.Scenario.Click(shop.Job.Url)).Location);
    }

    [Theory, OnBothEngines]
    public async Task TheCountryWhoseClicksPayIsTheOperators(string engine)
    {
        await using var german = await Exchange.Start(engine, "--Placard:Country=de");
        await using var any = await Exchange.Start(engine, "--Placard:Country=");

        Assert.Equal(["BILLABLE", "GEO", "BILLABLE"], await Verdicts(german, Germany, America, Nobody));
        Assert.Equal(["BILLABLE", "BILLABLE", "BILLABLE"], await Verdicts(any, Germany, America, Nobody));
    }

    [Theory, OnBothEngines]
    public async Task DaysAreThoseOfTheOperatorsZone(string engine)
    {
        await using var exchange = await Exchange.Start(engine, "--Placard:TimeZone=Asia/Tokyo");
        var scenario = await Scenario.On(exchange);
        await scenario.SetClock(new DateTimeOffset(2026, 1, 31, 15, 0, 0, TimeSpan.Zero));
        var shop = await ClickShop.Open(scenario);
        await scenario.Click(shop.Job.Url);

        var day = (await scenario.Operator.Get($"/v5/feeds/{shop.Feed.Id}/earnings")).Expect(200)["content"]![0]!;

        Assert.Equal("2026-02-01", (string?)day["date"]);
        Assert.Equal("2026-02-01T00:00:00+09:00", shop.Part.Date);
        await exchange.BooksAddUp();
    }

    [Theory, OnBothEngines]
    public async Task AnOperatorsOwnTablesReplaceTheShippedOnes(string engine)
    {
        var folder = Directory.CreateTempSubdirectory("placard-tables-").FullName;
        var (bots, countries) = (Path.Combine(folder, "bots.txt"), Path.Combine(folder, "countries.csv"));
        var stop = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(bots, "# ours\n(?i)chrome/131\n", stop);
        await File.WriteAllTextAsync(countries, "# ours\n24.90.0.0/16,DE\n2.160.0.0,2.160.255.255,US\n", stop);
        await using (var exchange = await Exchange.Start(
            engine, $"--Placard:BotFile={bots}", $"--Placard:CountryFile={countries}"))
        {
            var shop = await ClickShop.Open(await Scenario.On(exchange));
            const string other = "Googlebot/2.1 (+http://www.google.com/bot.html)";

            await shop.Scenario.Click(shop.Job.Url, new Visitor(Germany, Visitor.Browser));
            await shop.Scenario.Click(shop.Job.Url, new Visitor(Germany, other));
            await shop.Scenario.Click(shop.Job.Url, new Visitor(America, other));

            Assert.Equal(["BOT", "BILLABLE", "GEO"], (await shop.Rows()).Select(row => (string?)row["verdict"]));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory, OnBothEngines]
    public async Task MetricsAreForTheOperatorsNetworks(string engine)
    {
        var shared = await Exchange.Shared(engine);
        await using var narrow = await Exchange.Start(engine, "--Placard:MetricsNetworks=192.0.2.0/24");

        Assert.Equal(200, await Metrics(shared, null));
        Assert.Equal(200, await Metrics(shared, "10.1.2.3"));
        Assert.Equal(404, await Metrics(shared, Nobody));
        Assert.Equal(404, await Metrics(narrow, null));
        Assert.Equal(200, await Metrics(narrow, "192.0.2.7"));
    }

    [Theory, OnBothEngines]
    public async Task AProxyIsBelievedOnlyWhenItIsTrusted(string engine)
    {
        await using var exchange = await Exchange.Start(engine, "--Placard:TrustedProxies=192.0.2.0/24");

        // Whoever calls from loopback is no proxy here: the address it names is not its own.
        Assert.Equal(200, await Metrics(exchange, Nobody));
        Assert.Equal(["BILLABLE"], await Verdicts(exchange, Germany));
    }

    // Only XML is built; the other kinds have terms, clicks and reports of their own, but nothing to download.
    [Theory, OnBothEngines]
    public async Task AFeedOfAnotherTypeHasNothingToDownload(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var publisher = await scenario.NewPublisher();
        foreach (var type in (string[])["API", "WIDGET", "AFF_LINK"])
        {
            var feed = await publisher.NewFeed(Pricing.Share(50), only: null, new JsonObject { ["type"] = type });

            var shown = (await scenario.Operator.Get($"/v5/feeds/{feed.Id}")).Expect(200);
            Assert.Equal((type, null), ((string?)shown["type"], (string?)shown["url"]));
            Assert.Equal(
                $$"""{"message": "No feed available for {{feed.Id}}"}""", (await feed.Download()).Expect(404).Text);
            (await scenario.Operator.Post($"/v5/feeds/{feed.Id}/builds")).ExpectProblem(409);
        }
    }

    private static async Task<IEnumerable<string?>> Verdicts(Exchange exchange, params string[] addresses)
    {
        var shop = await ClickShop.Open(await Scenario.On(exchange));
        foreach (var address in addresses)
        {
            await shop.Scenario.Click(shop.Job.Url, new Visitor(address, Visitor.Browser));
        }
        return (await shop.Rows()).Select(row => (string?)row["verdict"]);
    }

    private static async Task<int> Metrics(Exchange exchange, string? from)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (from != null)
        {
            message.Headers.TryAddWithoutValidation("X-Forwarded-For", from);
        }
        return (await Answer.To(message, exchange)).Status;
    }
}
