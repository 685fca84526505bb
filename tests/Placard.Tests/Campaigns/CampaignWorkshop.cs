using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Placard.Campaigns;
using Placard.Clicks;
using Placard.Clicks.Ledger;
using Placard.Engines;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Tests.Campaigns;

/// <summary>
/// Campaigns and the table of clicks that they pay for, over a store of their own, with a clock and cheapest prices
/// set by hand: for what the ledger's turn sees and partners cannot. A further node shares the database and has a
/// memory of its own.
/// </summary>
internal sealed class CampaignWorkshop : IAsyncDisposable
{
    private readonly string? database;
    private readonly DirectoryInfo folder;
    private readonly bool ownsFolder;
    private readonly List<ClickRecord> paid = [];
    private ServiceProvider services;

    private CampaignWorkshop(string? database, DirectoryInfo folder, bool ownsFolder, ManualClock clock)
    {
        this.database = database;
        this.folder = folder;
        this.ownsFolder = ownsFolder;
        Clock = clock;
        services = Compose();
    }

    public ManualClock Clock { get; }

    /// <summary>What the market would say; absent campaigns have no job.</summary>
    public ConcurrentDictionary<long, long> Cheapest { get; } = new();

    public ICampaignMoney Money => Get<ICampaignMoney>();

    public ICampaigns Campaigns => Get<ICampaigns>();

    public long NowMs => Clock.Now.ToUnixTimeMilliseconds();

    private Store Store => Get<Store>();

    private CampaignDays Days => services.GetServices<IDueWork>().OfType<CampaignDays>().Single();

    private ILedgerTurns Turns => Store.Engine.LedgerTurns(Money.VersionsSql);

    public static async Task<CampaignWorkshop> Open(string engine, DateTimeOffset? now = null)
    {
        var database = engine == StorageEngine.Postgres ? await PostgresServer.CreateDatabase() : null;
        var clock = new ManualClock(now ?? new DateTimeOffset(2026, 1, 10, 17, 0, 0, TimeSpan.Zero));
        var workshop = new CampaignWorkshop(
            database, Directory.CreateTempSubdirectory("placard-campaigns-"), ownsFolder: true, clock);
        await workshop.Get<MigrationSet>().Apply(workshop.Get<IEngine>(), default);
        await workshop.CatchUp();
        return workshop;
    }

    /// <summary>Another node of the same exchange.</summary>
    public async Task<CampaignWorkshop> SecondNode()
    {
        var node = new CampaignWorkshop(database, folder, ownsFolder: false, Clock);
        await node.CatchUp();
        return node;
    }

    /// <summary>Forgets the memory and builds it anew from the rows.</summary>
    public async Task Restart()
    {
        await services.DisposeAsync();
        services = Compose();
        await CatchUp();
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public Task CatchUp() => Get<Followers>().CatchUp(default);

    /// <summary>Makes a campaign with settings as the API takes them; a draft.</summary>
    public async Task<long> NewCampaign(object settings, long poolId = 1)
    {
        var body = Body(settings);
        var row = CampaignSettings.ReadNew(body, new CampaignRow
        {
            PoolId = poolId,
            CustomerId = 1,
            CreatedAtMs = NowMs,
            UpdatedAtMs = NowMs,
            CeilingsSinceMs = NowMs,
        });
        Assert.Null(body.Refused());
        return (await Get<CampaignDesk>().Add(row, default)).Id;
    }

    /// <summary>Makes and launches a campaign.</summary>
    public async Task<long> LaunchCampaign(object settings, long poolId = 1)
    {
        var id = await NewCampaign(settings, poolId);
        await SetStatus(id, StatusWords.Live);
        return id;
    }

    public Task SetStatus(long id, string status) => Edit(id, edit =>
    {
        edit.After = edit.Before with { Status = status };
        return Task.CompletedTask;
    });

    /// <summary>Changes settings as a PATCH does.</summary>
    public Task Change(long id, object settings) => Edit(id, edit =>
    {
        var body = Body(settings);
        edit.After = CampaignSettings.ReadChange(body, edit.Before);
        Assert.Null(body.Refused());
        return Task.CompletedTask;
    });

    /// <summary>Gives a one-time budget as a POST does.</summary>
    public async Task<long> GiveOneTime(
        long id, long startDay, long cents, bool rollover = false, bool launchOnStart = false)
    {
        var budgetId = 0L;
        await Edit(id, async edit =>
        {
            budgetId = await OneTimeStore.NextIds(edit.Session, 1);
            await OneTimeStore.Add(edit.Session,
            [
                new OneTimeRow
                {
                    Id = budgetId,
                    CampaignId = id,
                    StartDay = startDay,
                    BudgetCents = cents,
                    Rollover = rollover ? 1 : 0,
                    LaunchOnStart = launchOnStart ? 1 : 0,
                    Started = startDay <= edit.Day ? 1 : 0,
                    CreatedAtMs = edit.NowMs,
                },
            ]);
            edit.PartsChanged = true;
        });
        return budgetId;
    }

    /// <summary>One turn of the ledger: what it could take is written and committed.</summary>
    public async Task<(IReadOnlyList<bool> Taken, bool StatusChanged)> Turn(
        params (long CampaignId, long Cents)[] clicks)
    {
        var (taken, statusChanged) = await Turn(() =>
            (IReadOnlyList<bool>)[.. clicks.Select(click => Pays(click.CampaignId, click.Cents, NowMs))]);
        if (statusChanged)
        {
            await Get<Followers>().Settle(default);
        }
        return (taken, statusChanged);
    }

    /// <summary>As <see cref="Turn((long, long)[])"/>, taking by hand and leaving the followers behind.</summary>
    public async Task<(T Taken, bool StatusChanged)> Turn<T>(Func<T> take)
    {
        await using var turn = await Turns.Next();
        await Money.Refresh(turn.Session, NowMs, turn.News);
        var taken = take();
        var spend = await WriteSpend(turn.Session);
        await turn.Commit(spend.Left, another: false);
        Money.Committed();
        return (taken, spend.StatusChanged);
    }

    /// <summary>Inside a turn: a click that the campaign pays, if it can.</summary>
    public bool Pays(long campaignId, long cents, long atMs)
    {
        var pays = Money.TrySpend(campaignId, cents, atMs);
        if (pays)
        {
            paid.Add(new ClickRecord
            {
                Id = Get<IdSource>().NextClickId(atMs),
                ClickedAtMs = atMs,
                JobId = 1,
                FeedId = 1,
                PublisherId = 1,
                CampaignId = campaignId,
                CustomerId = 1,
                Verdict = Verdict.Billable,
                Reason = Reason.None,
                ChargedCents = cents,
                EarnedMicros = 0,
                Visitor = 1,
                WindowMinutes = 0,
                LandingUrl = "https://jobs.example/",
            });
        }
        return pays;
    }

    /// <summary>A turn whose commit fails.</summary>
    public async Task FailedTurn(params (long CampaignId, long Cents)[] clicks)
    {
        await using (var turn = await Turns.Next())
        {
            await Money.Refresh(turn.Session, NowMs, turn.News);
            foreach (var (campaignId, cents) in clicks)
            {
                Pays(campaignId, cents, NowMs);
            }
            await turn.Session.Append((await WriteSpend(turn.Session)).Left);
        }
        Money.RolledBack();
    }

    /// <summary>Sets the clock to this New York date and time and lets due work run.</summary>
    public Task GoTo(int year, int month, int day, int hour = 12)
    {
        var local = new DateTime(year, month, day, hour, 0, 0);
        return GoTo(new DateTimeOffset(local, Get<ExchangeCalendar>().Zone.GetUtcOffset(local)));
    }

    /// <summary>Sets the clock and lets due work run.</summary>
    public async Task GoTo(DateTimeOffset now)
    {
        Clock.Now = now.ToUniversalTime();
        if (await NextDay() <= Clock.Now)
        {
            Assert.True(await Days.RunDue(Clock.Now, default));
        }
        Assert.False(await NextDay() <= Clock.Now);
    }

    /// <summary>When the next day begins that can bring a campaign something; null when none does.</summary>
    public Task<DateTimeOffset?> NextDay() => Days.NextDue(default);

    public async Task<CampaignRow> Row(long id) =>
        (await Store.Read(session => CampaignStore.Find(session, id, null), default))!;

    public async Task<string> Status(long id) => (await Row(id)).Status;

    public long Available(long id) => Money.AvailableCents(id, NowMs);

    public Task<List<T>> Query<T>(string sql, object? args = null) =>
        Store.Read(session => session.Query<T>(sql, args), default);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (ownsFolder)
        {
            folder.Delete(recursive: true);
        }
    }

    private static JsonFields Body(object settings)
    {
        var fields = JsonSerializer.SerializeToNode(settings)!.AsObject();
        fields.TryAdd("name", "Campaign");
        fields.TryAdd("adType", "JOB");
        return JsonFields.Of(JsonSerializer.SerializeToElement(fields));
    }

    private async Task<SpendWritten> WriteSpend(DbSession session)
    {
        var lastSeq = await ClickTable.LastSeq(session);
        var rows = ClickTable.Rows([.. paid], lastSeq + 1);
        paid.Clear();
        return await Money.WriteSpend(session, NowMs, lastSeq + rows.Count, rows);
    }

    private async Task Edit(long id, Func<CampaignEdit, Task> how)
    {
        var refused = await Get<CampaignDesk>().Change(null, id, async edit =>
        {
            await how(edit);
            return null;
        }, default);
        Assert.Null(refused);
    }

    private ServiceProvider Compose()
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSingleton(new MachineTime(Clock));
        collection.AddSingleton(new ExchangeCalendar(TimeZoneInfo.FindSystemTimeZoneById("America/New_York")));
        collection.AddSingleton<IdSource>();
        collection.AddSingleton<ICheapestPrices>(new HandSetPrices(Cheapest));
        collection.AddStorage(EngineChoice.Open(database, folder.FullName));
        collection.AddCampaigns();
        collection.AddMigrations(typeof(ClickTable).Assembly);
        return collection.BuildServiceProvider();
    }

    private sealed class HandSetPrices(ConcurrentDictionary<long, long> prices) : ICheapestPrices
    {
        public long? CheapestPriceCents(long campaignId) =>
            prices.TryGetValue(campaignId, out var cents) ? cents : null;
    }
}
