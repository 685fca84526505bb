using System.Data;
using System.Data.Common;

namespace Placard.Storage;

/// <summary>
/// The way to the data: reads see everything, writes are one transaction in one area. A connection may have died while
/// it lay in the pool, as all do when the server was started anew: what is read on it, and what comes first in a write,
/// is then tried once more on another. A commit never is: its answer may be lost when it is on disk.
/// </summary>
public sealed class Store(IEngine engine)
{
    /// <summary>The engine below; rooms need it only for its verbs.</summary>
    public IEngine Engine => engine;

    /// <summary>Runs reads on one connection, or once more on a second. What they see is committed.</summary>
    public async Task<T> Read<T>(Func<DbSession, Task<T>> work, CancellationToken stop)
    {
        for (var isLastTry = false; ; isLastTry = true)
        {
            var connection = await engine.OpenRead(stop).ConfigureAwait(false);
            try
            {
                return await work(new DbSession(engine, connection, null, stop)).ConfigureAwait(false);
            }
            catch (DbException) when (!isLastTry && IsDead(connection))
            {
                // Nothing was written.
            }
            finally
            {
                await engine.Close(connection).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Opens a session for reads that outlive a call, such as a streamed answer. Dispose it.</summary>
    public async Task<ReadLease> OpenRead(CancellationToken stop)
    {
        var connection = await engine.OpenRead(stop).ConfigureAwait(false);
        return new ReadLease(engine, new DbSession(engine, connection, null, stop));
    }

    /// <summary>As <see cref="OpenRead"/>, at one moment: what is committed later does not show.</summary>
    public async Task<ReadLease> OpenSnapshot(CancellationToken stop)
    {
        var connection = await engine.OpenRead(stop).ConfigureAwait(false);
        try
        {
            var moment = await engine.BeginSnapshot(connection, stop).ConfigureAwait(false);
            return new ReadLease(engine, new DbSession(engine, connection, moment, stop));
        }
        catch
        {
            await engine.Close(connection).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and commits it; an exception rolls it back. When this returns,
    /// the change is on disk.
    /// </summary>
    public Task<T> Write<T>(Area area, Func<DbSession, Task<T>> work, CancellationToken stop) =>
        InTwoSteps(area, _ => Task.CompletedTask, work, stop);

    /// <summary>As <see cref="Write{T}"/>, without a result.</summary>
    public Task Write(Area area, Func<DbSession, Task> work, CancellationToken stop) =>
        Write<bool>(area, session => Done(work(session)), stop);

    /// <summary>
    /// As <see cref="Write(Area, Func{DbSession, Task}, CancellationToken)"/>, for work that may be run a second time
    /// from its start: it leaves nothing behind but what is in the transaction.
    /// </summary>
    public Task WriteRepeatable(Area area, Func<DbSession, Task> work, CancellationToken stop) =>
        InTwoSteps(area, work, _ => Task.FromResult(true), stop);

    /// <summary>
    /// As <see cref="Write{T}"/> in the ledger, while no other transaction of any node decides about money or order.
    /// Whoever changes budgets, campaign statuses or the click ledger comes through here.
    /// </summary>
    public Task<T> WriteLedgerInOrder<T>(Func<DbSession, Task<T>> work, CancellationToken stop) =>
        InTwoSteps(Area.Ledger, engine.LockLedger, work, stop);

    private async Task<T> InTwoSteps<T>(
        Area area, Func<DbSession, Task> first, Func<DbSession, Task<T>> work, CancellationToken stop)
    {
        await using var turn = await Begin(area, first, stop).ConfigureAwait(false);
        var result = await work(SessionOf(turn, stop)).ConfigureAwait(false);
        // A caller that goes away now must not leave the outcome open: the commit is not cancelled.
        await turn.Commit(CancellationToken.None).ConfigureAwait(false);
        return result;
    }

    private async Task<IWriteTurn> Begin(Area area, Func<DbSession, Task> first, CancellationToken stop)
    {
        for (var isLastTry = false; ; isLastTry = true)
        {
            var turn = await engine.BeginWrite(area, stop).ConfigureAwait(false);
            try
            {
                await first(SessionOf(turn, stop)).ConfigureAwait(false);
                return turn;
            }
            catch (Exception fault)
            {
                // Dead before a commit was asked for: whatever was done is undone.
                var mayTryAgain = !isLastTry && fault is DbException && IsDead(turn.Connection);
                await turn.DisposeAsync().ConfigureAwait(false);
                if (!mayTryAgain)
                {
                    throw;
                }
            }
        }
    }

    private DbSession SessionOf(IWriteTurn turn, CancellationToken stop) =>
        new(engine, turn.Connection, turn.Transaction, stop);

    private static bool IsDead(DbConnection connection) => connection.State != ConnectionState.Open;

    private static async Task<bool> Done(Task work)
    {
        await work.ConfigureAwait(false);
        return true;
    }
}

/// <summary>A read connection on loan.</summary>
public sealed class ReadLease(IEngine engine, DbSession session) : IAsyncDisposable
{
    /// <summary>The session to read with.</summary>
    public DbSession Session => session;

    public async ValueTask DisposeAsync()
    {
        if (session.Transaction is { } moment)
        {
            await moment.DisposeAsync().ConfigureAwait(false);
        }
        await engine.Close(session.Connection).ConfigureAwait(false);
    }
}
