using Placard.Events.Sending;
using Placard.Events.Webhooks;
using Placard.Storage;

namespace Placard.Tests.Events;

/// <summary>What sending goes by is read on the connection that is in hand.</summary>
public sealed class EndpointReaderTests
{
    // Who holds a connection and waits for a second one waits for ever once all are held that way.
    [Theory, OnBothEngines]
    public async Task ThePostUrlsSecretNeedsNoSecondConnection(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var customer = await scenario.NewCustomer();
        await using var writer = await EventWriter.On(scenario.Exchange, "Maximum Pool Size=1;Timeout=60");
        var store = writer.Get<Store>();
        var server = await store.Write(
            Area.Ledger,
            session => writer.Get<EndpointStore>().ServerOf(session, customer, "https://acme.example", 1),
            default);

        var facts = await store.Read(session => writer.Get<EndpointReader>().Read(session, server), default);

        var shown = (await scenario.Operator.Get($"/v5/customers/{customer}/signing-secret")).Expect(200);
        Assert.Equal((string?)shown["secret"], Assert.Single(facts!.Secrets));
    }
}
