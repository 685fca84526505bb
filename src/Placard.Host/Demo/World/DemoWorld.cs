using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Placard.Host.Demo.Corpus;
using Placard.Host.Demo.Hosted;
using Placard.Host.Sandbox;
using Placard.Host.Serving;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Host.Demo.World;

/// <summary>A demo campaign as the exchange numbers it.</summary>
internal sealed record MadeAdvertiser(DemoAdvertiser Advertiser, long CustomerId, long SourceId, long[] PausedInTheEnd);

/// <summary>
/// Makes the demo world: sets the clock a month back, lets advertisers and publishers sign up, lives the month, and
/// comes back to today. Everything passes through the API, so the books are as they would be.
/// </summary>
internal sealed class DemoWorld
{
    private readonly DemoCorpus corpus = DemoCorpus.Standard;
    private readonly IServiceProvider services;
    private readonly DemoApi api;
    private readonly SandboxClockStore clock;
    private readonly CancellationToken stop;
    private readonly DemoLogin operatorLogin;
    private readonly DemoReceiver receiver;

    private DemoWorld(
        IServiceProvider services, DemoApi api, DemoLogin operatorLogin, DemoReceiver receiver, CancellationToken stop)
    {
        this.services = services;
        this.api = api;
        this.operatorLogin = operatorLogin;
        this.receiver = receiver;
        this.stop = stop;
        clock = services.GetRequiredService<SandboxClockStore>();
    }

    /// <exception cref="CannotStartException">The exchange is in use, or a world in it was not finished.</exception>
    public static async Task<DemoKeys> Make(
        IServiceProvider services, string address, DemoReceiver receiver, CancellationToken stop)
    {
        using var api = new DemoApi(address);
        var login = services.GetRequiredService<OperatorLogin>().Known ?? throw NotEmpty(services);
        var operatorLogin = new DemoLogin("operator", login.ClientId, login.Secret);
        return await new DemoWorld(services, api, operatorLogin, receiver, stop).Make().ConfigureAwait(false);
    }

    // The files of a data folder are looked at before; what a database holds shows only here.
    private static CannotStartException NotEmpty(IServiceProvider services) => new(
        $"There is an exchange in {services.GetRequiredService<IEngine>().Place} already, or a demo world whose making "
        + "was interrupted. A demo world is made only in an empty database.");

    private async Task<DemoKeys> Make()
    {
        await LogIn().ConfigureAwait(false);
        foreach (var list in (string[])["/v5/customers?size=1", "/v5/publishers?size=1"])
        {
            if (DemoApi.Number(await api.Get(list, stop).ConfigureAwait(false), "totalElements") > 0)
            {
                throw NotEmpty(services);
            }
        }
        var machine = services.GetRequiredService<MachineTime>();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(machine.NowMs());
        await Console.Out.WriteLineAsync("Making the demo world ...").ConfigureAwait(false);
        var began = machine.Mark();
        var traffic = corpus.Traffic(now);
        var start = DateTimeOffset.FromUnixTimeMilliseconds(traffic.FromMs).AddMinutes(-5);
        await clock.Set(start, frozen: true, stop).ConfigureAwait(false);
        await LogIn().ConfigureAwait(false);
        var advertisers = new List<MadeAdvertiser>();
        foreach (var advertiser in corpus.Advertisers)
        {
            advertisers.Add(await SignUp(advertiser, start).ConfigureAwait(false));
        }
        var (feeds, publisherLogin) = await SignUpPublishers().ConfigureAwait(false);
        var month = new DemoMonth(services, corpus, api, clock, feeds.Select(feed => feed.FeedId).ToArray(), stop);
        await month.Live(traffic, advertisers, LogIn).ConfigureAwait(false);
        var hosted = await ComeBack(machine, advertisers, feeds).ConfigureAwait(false);
        var first = advertisers[0];
        var customerLogin = await AppClient($"/v5/customers/{first.CustomerId}/app-clients", first.Advertiser.Name)
            .ConfigureAwait(false);
        await Console.Out.WriteLineAsync(FormattableString.Invariant(
            $"... {traffic.Clicks.Count} clicks and what became of them, in {machine.Since(began).TotalSeconds:0.0} s"))
            .ConfigureAwait(false);
        return new DemoKeys(customerLogin, publisherLogin, feeds, hosted);
    }

    private Task LogIn() => api.LogIn(operatorLogin.ClientId, operatorLogin.Secret, stop);

    private async Task<MadeAdvertiser> SignUp(DemoAdvertiser advertiser, DateTimeOffset start)
    {
        var customer = await Post("/v5/customers", new JsonObject { ["name"] = advertiser.Name }).ConfigureAwait(false);
        var pool = await Post($"/v5/customers/{customer}/pools", new JsonObject { ["name"] = advertiser.PoolName })
            .ConfigureAwait(false);
        var source = await Post($"/v5/pools/{pool}/sources", new JsonObject { ["name"] = advertiser.SourceName })
            .ConfigureAwait(false);
        var paused = new List<long>();
        foreach (var demo in advertiser.Campaigns)
        {
            var campaign = await Post($"/v5/pools/{pool}/campaigns", Settings(demo)).ConfigureAwait(false);
            foreach (var segment in demo.Segments)
            {
                await api.Post($"/v5/campaigns/{campaign}/segments", new JsonObject
                {
                    ["name"] = segment.Name,
                    ["talrooBasicCpc"] = segment.TalrooBasicCpcCents,
                    ["jobFilters"] = JsonNode.Parse(segment.JobFilters),
                }, stop).ConfigureAwait(false);
            }
            await api.Post($"/v5/campaigns/{campaign}/launch", [], stop).ConfigureAwait(false);
            if (demo.PausedInTheEnd)
            {
                paused.Add(campaign);
            }
        }
        await api.Import(source, advertiser.Feed(start), advertiser.Gzipped, stop).ConfigureAwait(false);
        return new MadeAdvertiser(advertiser, customer, source, [.. paused]);
    }

    private static JsonObject Settings(DemoCampaign demo)
    {
        var settings = new JsonObject
        {
            ["name"] = demo.Name,
            ["adType"] = "JOB",
            ["talrooBasicCpc"] = demo.TalrooBasicCpcCents,
            ["monthlyBudget"] = demo.MonthlyBudgetDollars,
            ["applyOrder"] = demo.ApplyOrder,
            ["jobFilters"] = JsonNode.Parse(demo.JobFilters),
            ["pacing"] = demo.Pacing,
        };
        if (demo.DailyBudgetCents is { } daily)
        {
            settings["dailyBudgetCents"] = daily;
        }
        if (demo.PacingDom is { } day)
        {
            settings["pacingDom"] = day;
        }
        return settings;
    }

    private async Task<(IReadOnlyList<DemoFeedAddress> Feeds, DemoLogin Login)> SignUpPublishers()
    {
        var feeds = new List<DemoFeedAddress>();
        DemoLogin? login = null;
        foreach (var demo in corpus.Publishers)
        {
            var publisher = await Post("/v5/publishers", new JsonObject { ["name"] = demo.Name }).ConfigureAwait(false);
            login ??= await AppClient($"/v5/publishers/{publisher}/app-clients", demo.Name).ConfigureAwait(false);
            foreach (var feed in demo.Feeds)
            {
                var made = await api.Post($"/v5/publishers/{publisher}/feeds", Terms(feed), stop).ConfigureAwait(false);
                var id = DemoApi.Number(made, "id");
                feeds.Add(new DemoFeedAddress(
                    $"{demo.Name}: {feed.Name}", id, $"/download?id={id}&pass={DemoApi.Text(made, "pass")}&part=1"));
            }
        }
        return (feeds, login!);
    }

    private static JsonObject Terms(DemoFeed feed)
    {
        var terms = new JsonObject
        {
            ["name"] = feed.Name,
            ["type"] = "XML",
            ["pricing"] = feed.SharePercent is { } share
                ? new JsonObject { ["model"] = "DYNAMIC", ["sharePercent"] = share }
                : new JsonObject { ["model"] = "FLAT", ["cpcCents"] = feed.FlatCpcCents },
            ["clickExpirationHours"] = feed.ClickExpirationHours,
            ["duplicateClickMinutes"] = feed.DuplicateClickMinutes,
            ["jobFilters"] = JsonNode.Parse(feed.JobFilters),
            ["onDemandFields"] = new JsonArray([.. feed.OnDemandFields.Select(name => (JsonNode)name)]),
        };
        if (feed.ClickIdParameter is { } parameter)
        {
            terms["clickIdParameter"] = parameter;
        }
        return terms;
    }

    private async Task<HostedKeys> ComeBack(
        MachineTime machine, List<MadeAdvertiser> advertisers, IReadOnlyList<DemoFeedAddress> feeds)
    {
        await clock.Set(DateTimeOffset.FromUnixTimeMilliseconds(machine.NowMs()), frozen: false, stop)
            .ConfigureAwait(false);
        await LogIn().ConfigureAwait(false);
        foreach (var made in advertisers)
        {
            foreach (var campaign in made.PausedInTheEnd)
            {
                await api.Post($"/v5/campaigns/{campaign}/pause", [], stop).ConfigureAwait(false);
            }
        }
        var now = DateTimeOffset.FromUnixTimeMilliseconds(machine.NowMs());
        var hosted = await HostedAdvertiser.Make(api, receiver, now, stop).ConfigureAwait(false);
        await services.GetRequiredService<DueRunner>().RunDue(stop).ConfigureAwait(false);
        // The runner looks every second: since the clock came back it may have built feeds without what came after.
        foreach (var feed in feeds)
        {
            await api.Post($"/v5/feeds/{feed.FeedId}/builds", [], stop).ConfigureAwait(false);
        }
        return hosted;
    }

    private async Task<DemoLogin> AppClient(string path, string account)
    {
        var made = await api.Post(path, new JsonObject { ["name"] = "Demo" }, stop).ConfigureAwait(false);
        return new DemoLogin(account, DemoApi.Text(made, "id"), DemoApi.Text(made, "secret"));
    }

    private async Task<long> Post(string path, JsonObject body) =>
        DemoApi.Number(await api.Post(path, body, stop).ConfigureAwait(false), "id");
}
