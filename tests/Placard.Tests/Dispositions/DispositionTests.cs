using System.Text.Json.Nodes;

namespace Placard.Tests.Dispositions;

/// <summary>An advertiser tells what became of its applicants; everybody reads what concerns him.</summary>
public sealed class DispositionTests
{
    private const string Time = "2026-01-10T15:04:05Z";

    [Theory, OnBothEngines]
    public async Task AdvertiserTellsTheWholeWayOfAnApplicant(string engine)
    {
        var sold = await SoldJob.On(await Scenario.OnShared(engine));
        var tlrSid = await sold.Click();
        var sent = new JsonArray(
            Event(tlrSid, "application_completed", "2026-01-10T15:00:00Z"),
            Event(tlrSid, "rejected", "2026-01-12T10:30:00-05:00", ("reason", "uncertified"), ("raw_event", "KO #3")));
        sent[1]!["meta_data"] = new JsonObject { ["detail"] = new JsonArray("forklift", 2, null) };

        Assert.Equal("""{"num_succeeded_events":2}""", (await sold.Scenario.SendDispositions(sent)).Expect(200).Text);

        var rows = await sold.Scenario.Operator.List("/v5/dispositions", $"tlrSid={tlrSid}", "eventTime,asc");
        Assert.Equal(["application_completed", "rejected"], rows.Select(row => (string)row["event"]!));
        var rejected = rows[1];
        Assert.Equal("uncertified", (string?)rejected["reason"]);
        Assert.Equal("KO #3", (string?)rejected["rawEvent"]);
        Assert.Equal("""{"detail":["forklift",2,null]}""", rejected["metaData"]!.ToJsonString());
        Assert.Equal("2026-01-12T15:30:00Z", (string?)rejected["eventTime"]);
        Assert.Null(rejected["tlrApplicationId"]);
        Assert.True((bool)rejected["matched"]!);
    }

    [Theory, OnBothEngines]
    public async Task SendingTheSameEventAgainChangesNothing(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var tlrSid = new SomeIds(3_000 + engine.Length).Next();
        var first = Event(tlrSid, "hired", Time, ("raw_event", "first"));
        var undashed = tlrSid.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

        await SendOne(scenario, first);
        await SendOne(scenario, first);
        await SendOne(scenario, Event(tlrSid, "hired", Time, ("raw_event", "second")));
        await SendOne(scenario, Event(undashed, "hired", "2026-01-10T10:04:05-05:00"));
        var row = Assert.Single(await scenario.Operator.List("/v5/dispositions", $"tlrSid={tlrSid}"));
        Assert.Equal("first", (string?)row["rawEvent"]);
        Assert.False((bool)row["matched"]!);

        await SendOne(scenario, Event(tlrSid, "hired", "2026-01-10T15:04:05.001Z"));
        await SendOne(scenario, Event(tlrSid, "onboarded", Time));
        Assert.Equal(3, (await scenario.Operator.List("/v5/dispositions", $"tlrSid={tlrSid}")).Count);
    }

    [Theory, OnBothEngines]
    public async Task AnApplicationIsAnIdOfItsOwn(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var ids = new SomeIds(4_000 + engine.Length);
        var (click, one, other) = (ids.Next(), ids.Next(), ids.Next());

        await SendOne(scenario, Event(click, "hired", Time));
        await SendOne(scenario, Event(click, "hired", Time, ("tlr_application_id", one)));
        await SendOne(scenario, Event(null, "hired", Time, ("tlr_application_id", one)));
        await SendOne(scenario, Event(click, "hired", Time, ("tlr_application_id", other)));

        Assert.Equal(3, (await scenario.Operator.List("/v5/dispositions", $"tlrSid={click}")).Count);
        var row = Assert.Single(await scenario.Operator.List("/v5/dispositions", $"tlrApplicationId={one}"));
        Assert.Equal(click, (string?)row["tlrSid"]);
        Assert.Single(await scenario.Operator.List("/v5/dispositions", $"tlrApplicationId={other} AND event=hired"));
    }

    [Theory, OnBothEngines]
    public async Task OneEventTooManyStoresNothingOfTheCall(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var tlrSid = new SomeIds(5_000 + engine.Length).Next();
        var events = Enumerable.Range(0, 101).Select(second => Event(
            tlrSid, "contacted", $"2026-01-10T15:{second / 60:00}:{second % 60:00}Z")).ToList();

        (await scenario.SendDispositions(new JsonArray([.. events]))).Expect(400);

        Assert.Empty(await scenario.Operator.List("/v5/dispositions", $"tlrSid={tlrSid}"));
    }

    [Theory, OnBothEngines]
    public async Task TheGoodEventsOfACallAreStoredBesideTheBad(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var tlrSid = new SomeIds(6_000 + engine.Length).Next();
        var call = new JsonArray(
            Event(tlrSid, "lead", Time), Event(tlrSid, "promoted", Time), Event(tlrSid, "other", Time));

        for (var turn = 0; turn < 2; turn++)
        {
            var answer = (await scenario.SendDispositions(call)).Expect(400);
            Assert.Equal(2, (int)answer["num_succeeded_events"]!);
            Assert.Equal(tlrSid, (string?)Assert.Single(answer["failed_events"]!.AsArray())!["tlr_sid"]);
        }

        var rows = await scenario.Operator.List("/v5/dispositions", $"tlrSid={tlrSid}");
        Assert.Equal(["lead", "other"], rows.Select(row => (string)row["event"]!).Order(StringComparer.Ordinal));
    }

    // What can be sent can be shown: the first and the last year, odd characters, numbers as they were written.
    [Theory, OnBothEngines]
    public async Task OperatorReadsTheOddestOfWhatWasTaken(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var tlrSid = new SomeIds(7_000 + engine.Length).Next();
        foreach (var file in (string[])["meta-data", "raw-events", "times-of-every-form", "escaped-names-and-words"])
        {
            var call = Golden.Read($"disposition/supplemental/{file}.request.json")
                .Replace("9dc3d611-e014-4ddb-a87f-d36e3e10a813", tlrSid, StringComparison.Ordinal);
            await scenario.SendDispositions(call);
        }

        var rows = await scenario.Operator.List("/v5/dispositions", $"tlrSid={tlrSid}", "eventTime,asc");

        Assert.Equal(14, rows.Count);
        Assert.Equal("0001-01-01T00:00:00Z", (string?)rows[0]["eventTime"]);
        Assert.Equal("9999-12-31T23:59:59Z", (string?)rows[^1]["eventTime"]);
        Assert.Contains(rows, row => (string?)row["rawEvent"] == "\U0001F600 \"done\"");
        Assert.Contains(rows, row =>
            row["metaData"]?.ToJsonString() == """{"nested":{"list":[1,2.50,null,"\u0000"]}}""");
    }

    [Theory, OnBothEngines]
    public async Task EachPartnerSeesItsOwnAndThePublisherNotTheAdvertisersWords(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var (mine, theirs) = (await SoldJob.On(scenario), await SoldJob.On(scenario));
        var (myClick, theirClick) = (await mine.Click(), await theirs.Click());
        foreach (var click in (string[])[myClick, theirClick])
        {
            var told = Event(click, "offered", Time, ("raw_event", "salary agreed"));
            told["meta_data"] = new JsonObject { ["note"] = "likes cats" };
            await SendOne(scenario, told);
        }

        var customer = await mine.Advertiser.LogIn();
        var publisher = await mine.Publisher.LogIn();

        var own = Assert.Single(await customer.List("/v5/dispositions"));
        Assert.Equal((myClick, "salary agreed"), ((string?)own["tlrSid"], (string?)own["rawEvent"]));
        var seen = Assert.Single(await publisher.List("/v5/dispositions"));
        Assert.Equal((myClick, "offered"), ((string?)seen["tlrSid"], (string?)seen["event"]));
        Assert.Null(seen["rawEvent"]);
        Assert.Null(seen["metaData"]);
        Assert.Empty(await customer.List("/v5/dispositions", $"tlrSid={theirClick}"));
        Assert.Empty(await publisher.List("/v5/dispositions", "matched=false"));
        (await publisher.Get("/v5/dispositions?search=rawEvent~salary")).ExpectProblem(422);
        (await scenario.Get("/v5/dispositions")).ExpectProblem(401);
    }

    internal static JsonObject Event(
        string? tlrSid, string name, string time, params (string Name, string Value)[] further)
    {
        var sent = new JsonObject { ["tlr_sid"] = tlrSid, ["event"] = name, ["event_time"] = time };
        foreach (var (field, value) in further)
        {
            sent[field] = value;
        }
        return sent;
    }

    private static async Task SendOne(Scenario scenario, JsonObject sent) =>
        Assert.Equal("""{"success":true}""", (await scenario.SendDispositions(sent)).Expect(200).Text);
}
