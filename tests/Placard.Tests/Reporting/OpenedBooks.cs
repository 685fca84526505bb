using Microsoft.Extensions.DependencyInjection;
using Placard.Engines;
using Placard.Events.Outbox;
using Placard.Kernel;
using Placard.Reporting;
using Placard.Reporting.Checking;
using Placard.Storage;

namespace Placard.Tests.Reporting;

/// <summary>The store of a stopped exchange in this process, for tests that tamper with it.</summary>
internal sealed class OpenedBooks : IAsyncDisposable
{
    private readonly IEngine engine;
    private readonly Store store;

    public OpenedBooks(Exchange exchange)
    {
        engine = EngineChoice.Open(exchange.Database, exchange.DataFolder);
        store = new ServiceCollection().AddStorage(engine).BuildServiceProvider().GetRequiredService<Store>();
    }

    /// <summary>Changes rows for good.</summary>
    public Task Change(string sql, Area area = Area.Ledger) =>
        store.Write(area, session => session.Execute(sql), default);

    /// <summary>Changes rows of the inventory, and undoes it when what is done meanwhile is done.</summary>
    public Task Undone(string sql, Func<Task> meanwhile) =>
        Assert.ThrowsAsync<UndoException>(() => store.Write(Area.Inventory, async session =>
        {
            Assert.NotEqual(0, await session.Execute(sql));
            await meanwhile();
            throw new UndoException();
        }, default));

    /// <summary>What a query that asks for one number finds.</summary>
    public Task<long> Number(string sql) => store.Read(session => session.Scalar<long>(sql), default);

    /// <summary>What a check finds after this change, which is then undone.</summary>
    public async Task<IReadOnlyList<string>> FindingsAfter(string[] changes)
    {
        var findings = new List<string>();
        var books = new Books(
            store, new ExchangeCalendar(TimeZoneInfo.FindSystemTimeZoneById("America/New_York")), new EventBooks());
        await Assert.ThrowsAsync<UndoException>(() => store.Write(Area.Ledger, async session =>
        {
            foreach (var change in changes)
            {
                Assert.NotEqual(0, await session.Execute(change));
            }
            await books.Check(session, finding => findings.Add(finding.Text));
            throw new UndoException();
        }, default));
        return findings;
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    private sealed class UndoException : Exception;
}
