using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Placard.Accounts;
using Placard.Engines;
using Placard.Events;
using Placard.Host.Serving;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Tests.Events;

/// <summary>
/// Writes facts into the store of a running exchange, or of one that is to be started: the room composed without what
/// sends. So what is sent was found by the program itself, on disk.
/// </summary>
internal sealed class EventWriter : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private EventWriter(ServiceProvider services) => this.services = services;

    /// <summary>Ready to write; <paramref name="further"/> settings follow those of the PostgreSQL database.</summary>
    public static async Task<EventWriter> On(Exchange exchange, string further = "")
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(SystemClock.Machine);
        collection.AddSingleton(new MachineTime(SystemClock.Machine));
        collection.AddSingleton<IdSource>().AddSingleton<PublicAddress>();
        collection.AddSingleton(new DataFolder(exchange.DataFolder));
        collection.AddStorage(EngineChoice.Open(
            exchange.Database is { } database ? $"{database};{further}" : null, exchange.DataFolder));
        collection.AddAccounts();
        collection.AddEvents(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Placard:Data", exchange.DataFolder), new("Placard:Sandbox", "true")]).Build());
        var writer = new EventWriter(collection.BuildServiceProvider());
        await writer.Get<Followers>().CatchUp(default);
        return writer;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A completed application; answers the event's id.</summary>
    public Task<string> Complete(
        long customerId, string subject, string? postUrl = null, string answer = "yes", int padding = 0) =>
        Append(SomeEvent.Completed(customerId, subject, answer, padding) with { PostUrl = postUrl });

    /// <summary>A started application.</summary>
    public Task<string> Begin(long customerId, string subject, string? postUrl = null) =>
        Append(SomeEvent.Started(customerId, subject) with { PostUrl = postUrl });

    /// <summary>Writes one event in a transaction of its own.</summary>
    public async Task<string> Append(NewEvent made) =>
        (await Append([made]))[0];

    /// <summary>Writes events in one transaction.</summary>
    public Task<string[]> Append(IReadOnlyList<NewEvent> made) => Get<Store>().WriteLedgerInOrder(async session =>
    {
        var ids = new List<string>();
        foreach (var one in made)
        {
            ids.Add(await Get<IEvents>().Append(session, one));
        }
        return ids.ToArray();
    }, default);

    /// <summary>Queues a mail.</summary>
    public Task Mail(NewMail mail) => Get<Store>().Write(
        Area.Ledger, session => Get<IMail>().Append(session, mail), default);

    /// <summary>Erases a person.</summary>
    public Task Forget(string subject) => Get<Store>().WriteLedgerInOrder(async session =>
    {
        await Get<IEvents>().Forget(session, subject);
        return true;
    }, default);

    public Task<List<T>> Query<T>(string sql, object? args = null) =>
        Get<Store>().Read(session => session.Query<T>(sql, args), default);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

/// <summary>Plausible data of events, small unless padded.</summary>
internal static class SomeEvent
{
    public static NewEvent Completed(long customerId, string subject, string answer = "yes", int padding = 0)
    {
        var head = $"{{\"id\":1,\"tlrApplicationId\":\"{subject}\",\"applicant\":{{\"firstName\":\"Zoë\","
            + $"\"resume\":\"{new string('x', padding)}\"}},\"questionsAndAnswers\":";
        var questions = $"[{{\"answer\":\"{answer}\",\"question\":{{\"id\":\"q1\",\"type\":\"text\"}}}}]";
        return new NewEvent(
            customerId,
            EventTypes.ApplicationCompleted,
            subject,
            Encoding.UTF8.GetBytes(head + questions + ",\"qualifyingQuestionAnswers\":[]}"),
            new Range(Encoding.UTF8.GetByteCount(head), Encoding.UTF8.GetByteCount(head + questions)),
            null);
    }

    public static NewEvent Started(long customerId, string subject) => new(
        customerId,
        EventTypes.ApplicationStarted,
        subject,
        Encoding.UTF8.GetBytes($$"""{"id":1,"tlrApplicationId":"{{subject}}","questionsAndAnswers":[]}"""),
        null,
        null);
}
