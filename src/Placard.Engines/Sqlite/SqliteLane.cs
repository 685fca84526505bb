using System.Data.Common;
using Microsoft.Data.Sqlite;
using Placard.Kernel;
using Placard.Storage;
using SQLitePCL;

namespace Placard.Engines.Sqlite;

/// <summary>
/// A file's one writer: turns are given in order of asking. With a <paramref name="disk"/> it is a lane for bulk: what
/// a transaction writes goes to the disk steadily, and what was committed to the log moves into the file after the
/// turn, while its caller goes on: after an import that is hundreds of megabytes, and they are as safe in the log. The
/// next turn waits for it.
/// </summary>
internal sealed class SqliteLane(SqliteConnection connection, SteadyFiles? disk) : IAsyncDisposable
{
    /// <summary>As many as SQLite waits for by itself.</summary>
    private const int MostPagesInLog = 1_000;

    /// <summary>One megabyte: the disk takes it in a fraction of a millisecond.</summary>
    private const int PagesAtOnce = 64;

    private readonly SemaphoreSlim turn = new(1, 1);
    private int pagesInLog;
    private int pagesUnpushed;
    private int piecesOfTurn;

    public async ValueTask<IWriteTurn> Begin(CancellationToken stop)
    {
        await turn.WaitAsync(stop).ConfigureAwait(false);
        (pagesUnpushed, piecesOfTurn) = (0, 0);
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

    /// <summary>To be called between the pieces of a bulk write: holds it back while the disk is behind.</summary>
    public void KeepPace(DbConnection writing)
    {
        if (disk == null || writing != connection)
        {
            return;
        }
        piecesOfTurn++;
        CountPages();
        if (pagesUnpushed >= PagesAtOnce)
        {
            pagesUnpushed = 0;
            disk.PushLogBeside();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync().ConfigureAwait(false);
        SqliteStatements.Forget(connection);
        await connection.DisposeAsync().ConfigureAwait(false);
        disk?.Dispose();
        turn.Dispose();
    }

    private void Commit(SqliteTransaction transaction)
    {
        if (disk == null || piecesOfTurn < 2)
        {
            transaction.Commit();
            return;
        }
        // It writes what the cache still holds, up to 64 MB.
        disk.During(transaction.Commit);
    }

    private void End()
    {
        if (disk == null || !IsLogLong())
        {
            turn.Release();
            return;
        }
        _ = QuietThread.Run(() =>
        {
            try
            {
                disk.During(Tidy);
            }
            finally
            {
                turn.Release();
            }
        });
    }

    // A reader of an old moment may keep it from getting through: then the next turn's end tries again.
    private void Tidy()
    {
        var isDone = raw.sqlite3_wal_checkpoint_v2(
            connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var inLog, out var moved) == raw.SQLITE_OK
            && inLog == moved;
        pagesInLog = isDone ? 0 : MostPagesInLog;
    }

    private bool IsLogLong()
    {
        CountPages();
        return pagesInLog >= MostPagesInLog;
    }

    private void CountPages()
    {
        raw.sqlite3_db_status(connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, resetFlg: 1);
        pagesInLog += written;
        pagesUnpushed += written;
    }

    private sealed class Turn(SqliteLane lane, SqliteTransaction transaction) : IWriteTurn
    {
        public DbConnection Connection => transaction.Connection!;

        public DbTransaction Transaction => transaction;

        public ValueTask Commit(CancellationToken stop)
        {
            lane.Commit(transaction);
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
