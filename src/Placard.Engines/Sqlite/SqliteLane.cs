using System.Data.Common;
using Microsoft.Data.Sqlite;
using Placard.Storage;

namespace Placard.Engines.Sqlite;

/// <summary>A file's one writer: turns are given in order of asking.</summary>
internal sealed class SqliteLane(SqliteConnection connection) : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    public async ValueTask<IWriteTurn> Begin(CancellationToken stop)
    {
        await turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            return new Turn(this, connection.BeginTransaction(deferred: false));
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync().ConfigureAwait(false);
        SqliteStatements.Forget(connection);
        await connection.DisposeAsync().ConfigureAwait(false);
        turn.Dispose();
    }

    private sealed class Turn(SqliteLane lane, SqliteTransaction transaction) : IWriteTurn
    {
        public DbConnection Connection => transaction.Connection!;

        public DbTransaction Transaction => transaction;

        public ValueTask Commit(CancellationToken stop)
        {
            transaction.Commit();
            return ValueTask.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                await transaction.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                lane.turn.Release();
            }
        }
    }
}
