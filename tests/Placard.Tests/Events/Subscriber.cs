namespace Placard.Tests.Events;

/// <summary>
/// A customer with one webhook for completed events, the receiver behind it, and the facts that are written for it.
/// </summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private readonly bool ownsExchange;

    private Subscriber(
        Receiver receiver, Scenario scenario, EventWriter writer, long customer, Hook hook, bool ownsExchange)
    {
        this.ownsExchange = ownsExchange;
        (Receiver, Scenario, Writer, Customer, Hook) = (receiver, scenario, writer, customer, hook);
    }

    public Receiver Receiver { get; }

    public Scenario Scenario { get; }

    public EventWriter Writer { get; }

    public long Customer { get; }

    public Hook Hook { get; }

    /// <summary>On the exchange that tests share; settings replace or follow the webhook's usual ones.</summary>
    public static async Task<Subscriber> OnShared(string engine, object? settings = null) =>
        await On(await Exchange.Shared(engine), settings, ownsExchange: false);

    /// <summary>On an exchange of its own, which may be killed and its clock moved.</summary>
    public static async Task<Subscriber> OnItsOwn(string engine, object? settings = null, params string[] options) =>
        await On(await Exchange.Start(engine, options), settings, ownsExchange: true);

    public void Deconstruct(
        out Receiver receiver, out Scenario scenario, out EventWriter writer, out long customer, out Hook hook) =>
        (receiver, scenario, writer, customer, hook) = (Receiver, Scenario, Writer, Customer, Hook);

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        if (ownsExchange)
        {
            await Scenario.Exchange.DisposeAsync();
        }
        await Receiver.DisposeAsync();
    }

    private static async Task<Subscriber> On(Exchange exchange, object? settings, bool ownsExchange)
    {
        var receiver = await Receiver.Start();
        var scenario = await Scenario.On(exchange);
        var writer = await EventWriter.On(exchange);
        var customer = await scenario.NewCustomer();
        var hook = await scenario.Operator.NewWebhook(customer, receiver.Address, settings);
        return new Subscriber(receiver, scenario, writer, customer, hook, ownsExchange);
    }
}
