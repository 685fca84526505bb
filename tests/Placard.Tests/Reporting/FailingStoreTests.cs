namespace Placard.Tests.Reporting;

/// <summary>The store fails under what advertisers report: they are told, and calling again works.</summary>
public sealed class FailingStoreTests
{
    [Theory, OnBothEngines]
    public async Task ReportsAreRefusedWhileTheyCannotBeKept(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        await using var store = new OpenedBooks(exchange);
        var tlrSid = new SomeIds(1).Next();
        var told = $$"""{"tlr_sid":"{{tlrSid}}","event":"hired","event_time":"2026-01-10T15:04:05Z"}""";

        await store.Change("ALTER TABLE conversions RENAME TO conversions_away");
        await store.Change("ALTER TABLE dispositions RENAME TO dispositions_away");
        var call = (await scenario.Convert(tlrSid)).Expect(500);
        var pixel = (await scenario.Convert(tlrSid, 1, link: false)).Expect(200);
        var disposition = (await scenario.SendDispositions(told)).Expect(500);
        var metrics = (await scenario.Get("/metrics")).Expect(200).Text;
        await store.Change("ALTER TABLE conversions_away RENAME TO conversions");
        await store.Change("ALTER TABLE dispositions_away RENAME TO dispositions");

        const string failed = """{"message":"Internal server error"}""";
        Assert.Equal((failed, failed), (call.Text, disposition.Text));
        Assert.Equal("image/gif", pixel.MediaType);
        Assert.Contains("placard_conversions_unrecorded_total 1\n", metrics, StringComparison.Ordinal);
        Assert.False((bool)(await scenario.Convert(tlrSid)).Expect(200)["duplicate"]!);
        (await scenario.SendDispositions(told)).Expect(200);
        Assert.Single(await scenario.Operator.List("/v5/conversions"));
        Assert.Single(await scenario.Operator.List("/v5/dispositions"));
    }
}
