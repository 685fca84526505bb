using System.Data.Common;
using Microsoft.Data.Sqlite;
using Placard.Storage;
using SQLitePCL;

namespace Placard.Engines.Sqlite;

/// <summary>
/// A file's one writer: turns are given in order of asking. Where <paramref name="tidiesAside"/>, what was committed to
/// the log moves into the file after the turn, while its caller goes on: after an import that is hundreds of megabytes,
/// and they are as safe in the log. The next turn waits for it.
/// </summary>
internal sealed class SqliteLane(SqliteConnection connection, bool tidiesAside) : IAsyncDisposable
{
    /// <summary>As many as SQLite waits for by itself.</summary>
    private const int PagesInLog = 1_000;

    private readonly SemaphoreSlim turn = new(1, 1);
    private int pages;

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

    private void End()
    {
        if (!tidiesAside || (pages += PagesWritten()) < PagesInLog)
        {
            turn.Release();
            return;
        }
        _ = Task.Run(() =>
        {
            try
            {
                // A reader of an old moment may keep it from getting through: then the next turn's end tries again.
                pages = raw.sqlite3_wal_checkpoint_v2(
                    connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var inLog, out var moved)
                    == raw.SQLITE_OK && inLog == moved ? 0 : PagesInLog;
            }
            finally
            {
                turn.Release();
            }
        });
    }

    private int PagesWritten()
    {
        raw.sqlite3_db_status(connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, resetFlg: 1);
        return written;
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
                lane.End();
            }
        }
    }
}
