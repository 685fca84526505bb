using Microsoft.Extensions.DependencyInjection;
using Placard.Engines;
using Placard.Storage;

namespace Placard.Tests.Platform;

/// <summary>An empty store of either engine inside this process, for what needs SQL but no server.</summary>
internal sealed class ScratchStore : IAsyncDisposable
{
    private readonly IEngine engine;
    private readonly string folder;

    private ScratchStore(IEngine engine, string folder)
    {
        this.engine = engine;
        this.folder = folder;
        Store = new ServiceCollection().AddStorage(engine).BuildServiceProvider().GetRequiredService<Store>();
    }

    public Store Store { get; }

    public static async Task<ScratchStore> On(string engine, params string[] statements)
    {
        var database = engine == StorageEngine.Postgres ? await PostgresServer.CreateDatabase() : null;
        var folder = Directory.CreateTempSubdirectory("placard-scratch-").FullName;
        var scratch = new ScratchStore(EngineChoice.Open(database, folder), folder);
        await scratch.Store.Write(Area.Ledger, async session =>
        {
            foreach (var statement in statements)
            {
                await session.Execute(scratch.engine.Translate(statement));
            }
        }, CancellationToken.None);
        return scratch;
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
