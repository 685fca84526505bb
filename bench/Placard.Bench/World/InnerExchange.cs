using Microsoft.Extensions.DependencyInjection;
using Placard.Host.Serving;
using Placard.Storage;

namespace Placard.Bench.World;

/// <summary>The rooms of an exchange inside this process, without a port and without its loops.</summary>
internal sealed class InnerExchange : IAsyncDisposable
{
    private readonly ExchangeApp app;

    private InnerExchange(ExchangeApp app) => this.app = app;

    public Store Store => Of<Store>();

    /// <summary>Opens a store as it is.</summary>
    public static InnerExchange Open(string folder, string? database, bool sandbox = false) =>
        new(ExchangeApp.Build(new ServeOptions(
            folder, null, sandbox, database == null ? [] : [$"--Placard:Database={database}"])));

    /// <summary>Opens a store, brings its schema up to date and what is kept in memory with it.</summary>
    public static async Task<InnerExchange> Load(
        string folder, string? database, CancellationToken stop, bool sandbox = false)
    {
        var exchange = Open(folder, database, sandbox);
        await exchange.Of<MigrationSet>().Apply(exchange.Store.Engine, stop);
        await exchange.Of<Followers>().CatchUp(stop);
        return exchange;
    }

    public T Of<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
