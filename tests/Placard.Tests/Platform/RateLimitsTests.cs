using Microsoft.Extensions.Configuration;
using Placard.Platform;

namespace Placard.Tests.Platform;

/// <summary>What an operator writes about limits, and what a caller beyond them hears.</summary>
public sealed class RateLimitsTests
{
    [Fact]
    public void TheShippedSettingsNameEveryGroupWithItsDefault()
    {
        var shipped = new ConfigurationBuilder()
            .AddJsonFile(RepositoryRoot.At("src", "Placard.Host", "appsettings.json")).Build();

        Assert.Equal(
            RateLimits.Defaults.Keys.Order(),
            shipped.GetSection("Placard:RateLimits").GetChildren().Select(setting => setting.Key).Order());
        Assert.Equal(RateLimits.Defaults, RateLimits.Read(shipped).PerMinute);
    }

    [Fact]
    public void ASettingReplacesTheDefaultOfItsGroupOnly()
    {
        var limits = RateLimits.Read(Settings(("click", "7"), ("Token", "0")));

        Assert.Equal(7, limits.PerMinute[RateGroups.Click]);
        Assert.Equal(0, limits.PerMinute[RateGroups.Token]);
        Assert.Equal(RateLimits.Defaults[RateGroups.Status], limits.PerMinute[RateGroups.Status]);
    }

    [Theory]
    [InlineData("Clik", "5", "Placard:RateLimits:Clik")]
    [InlineData("Click", "-1", "Placard:RateLimits:Click must be")]
    [InlineData("Click", "lots", "Placard:RateLimits:Click must be")]
    [InlineData("Click", "2000001", "Placard:RateLimits:Click must be")]
    public void AMistakeIsNamedAtStart(string key, string value, string named)
    {
        var fault = Assert.Throws<InvalidOperationException>(() => RateLimits.Read(Settings((key, value))));

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Theory, OnBothEngines]
    public async Task SomebodyGuessingSecretsHasToWait(string engine)
    {
        await using var exchange = await Exchange.Start(engine, "--Placard:RateLimits:Token=3");
        var guesser = () => Ask(exchange, "/v5/oauth2/token", "203.0.113.9");

        for (var i = 0; i < 3; i++)
        {
            Assert.NotEqual(429, (await guesser()).Status);
        }
        var refused = (await guesser()).ExpectProblem(429);

        Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 120);
        Assert.NotEqual(429, (await Ask(exchange, "/v5/oauth2/token", "203.0.113.10")).Status);
        Assert.NotEqual(429, (await Ask(exchange, "/v5/oauth2/token", null)).Status);
    }

    [Theory, OnBothEngines]
    public async Task AJobseekerWhoIsTooFastReadsAPage(string engine)
    {
        await using var exchange = await Exchange.Start(
            engine, "--Placard:RateLimits:Click=1", "--Placard:RateLimits:Page=1");

        foreach (var path in (string[])["/click.php?id=99999999997.1000", "/closed/99999999997"])
        {
            Assert.Equal(404, (await Look(exchange, path)).Status);
            var refused = (await Look(exchange, path)).Expect(429);

            Assert.Equal("text/html", refused.MediaType);
            Assert.Contains("Please wait a minute", refused.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("entered", refused.Text, StringComparison.Ordinal);
            Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 120);
        }
    }

    // The advertiser's page must not break; whoever calls as a program is told.
    [Theory, OnBothEngines]
    public async Task APixelThatIsTooOftenFetchedStaysAPixel(string engine)
    {
        await using var exchange = await Exchange.Start(engine, "--Placard:RateLimits:Conversion=1");
        const string pixel = "/conversion2.php?tlr_sid=b2719d91-a7b4-4957-8f7b-6b1d8c9b1a26";
        var first = (await Look(exchange, pixel)).Expect(200);

        var refused = (await Look(exchange, pixel)).Expect(200);
        Assert.Equal(("image/gif", "no-store"), (refused.MediaType, refused.Header("Cache-Control")));
        Assert.Equal(first.Body, refused.Body);
        var told = (await Look(exchange, pixel + "&Link=true")).Expect(429);
        Assert.InRange(int.Parse(told.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 120);
        var counters = (await Ask(exchange, "/metrics", null, "none")).Expect(200).Text;
        Assert.Contains("placard_conversions_unrecorded_total 1\n", counters, StringComparison.Ordinal);
    }

    // A subscriber has 2^64 addresses to call from; they are one caller.
    [Theory, OnBothEngines]
    public async Task ANetworkOfAddressesIsOneCaller(string engine)
    {
        await using var exchange = await Exchange.Start(engine, "--Placard:RateLimits:Token=2");

        Assert.NotEqual(429, (await Ask(exchange, "/v5/oauth2/token", "2001:db8:1:2::1")).Status);
        Assert.NotEqual(429, (await Ask(exchange, "/v5/oauth2/token", "2001:db8:1:2:ffff::2")).Status);
        Assert.Equal(429, (await Ask(exchange, "/v5/oauth2/token", "2001:db8:1:2::3")).Status);
        Assert.NotEqual(429, (await Ask(exchange, "/v5/oauth2/token", "2001:db8:1:3::1")).Status);
    }

    [Theory, OnBothEngines]
    public async Task AClientsTokensShareItsLimit(string engine)
    {
        await using var exchange = await Exchange.Start(engine, "--Placard:RateLimits:Platform=4");
        var (first, second) = (await Token(exchange), await Token(exchange));
        // The first use of a token counts for the address: nobody knows yet whose it is.
        await Ask(exchange, "/v5/customers", "203.0.113.1", first);
        await Ask(exchange, "/v5/customers", "203.0.113.2", second);

        for (var i = 0; i < 4; i++)
        {
            (await Ask(exchange, "/v5/customers", $"203.0.113.{10 + i}", i % 2 == 0 ? first : second)).Expect(200);
        }

        (await Ask(exchange, "/v5/customers", "203.0.113.20", first)).ExpectProblem(429);
        (await Ask(exchange, "/v5/customers", "203.0.113.20", second)).ExpectProblem(429);
    }

    private static async Task<string> Token(Exchange exchange)
    {
        var (clientId, secret) = await exchange.OperatorCredentials();
        return (string)(await PlatformApi.AskForToken(exchange, clientId, secret)).Expect(200)["accessToken"]!;
    }

    private static async Task<Answer> Ask(Exchange exchange, string path, string? from, string? token = null)
    {
        using var message = new HttpRequestMessage(token == null ? HttpMethod.Post : HttpMethod.Get, path);
        if (from != null)
        {
            message.Headers.Add("X-Forwarded-For", from);
        }
        message.Headers.Authorization = token == null ? null : new("Bearer", token);
        return await Answer.To(message, exchange);
    }

    private static async Task<Answer> Look(Exchange exchange, string path)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, path);
        message.Headers.Add("X-Forwarded-For", "203.0.113.30");
        return await Answer.To(message, exchange);
    }

    private static IConfiguration Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting =>
            KeyValuePair.Create($"Placard:RateLimits:{setting.Key}", (string?)setting.Value))).Build();
}
