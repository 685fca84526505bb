namespace Placard.Storage;

/// <summary>The way to the data: reads see everything, writes are one transaction in one area.</summary>
public sealed class Store(IEngine engine)
{
    /// <summary>The engine below; rooms need it only for its verbs.</summary>
    public IEngine Engine => engine;

    /// <summary>Runs reads on one connection. What it sees is committed.</summary>
    public async Task<T> Read<T>(Func<DbSession, Task<T>> work, CancellationToken stop)
    {
        var connection = await engine.OpenRead(stop).ConfigureAwait(false);
        try
        {
            return await work(new DbSession(engine, connection, null, stop)).ConfigureAwait(false);
        }
        finally
        {
            await engine.Close(connection).ConfigureAwait(false);
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
    public async Task<T> Write<T>(Area area, Func<DbSession, Task<T>> work, CancellationToken stop)
    {
        await using var turn = await engine.BeginWrite(area, stop).ConfigureAwait(false);
        var session = new DbSession(engine, turn.Connection, turn.Transaction, stop);
        var result = await work(session).ConfigureAwait(false);
        // A caller that goes away now must not leave the outcome open: the commit is not cancelled.
        await turn.Commit(CancellationToken.None).ConfigureAwait(false);
        return result;
    }

    /// <summary>As <see cref="Write{T}"/>, without a result.</summary>
    public Task Write(Area area, Func<DbSession, Task> work, CancellationToken stop) =>
        Write(area, async session =>
        {
            await work(session).ConfigureAwait(false);
            return true;
        }, stop);

    /// <summary>
    /// As <see cref="Write{T}"/> in the ledger, while no other transaction of any node decides about money or order.
    /// Whoever changes budgets, campaign statuses or the click ledger comes through here.
    /// </summary>
    public Task<T> WriteLedgerInOrder<T>(Func<DbSession, Task<T>> work, CancellationToken stop) =>
        Write(Area.Ledger, async session =>
        {
            await engine.LockLedger(session).ConfigureAwait(false);
            return await work(session).ConfigureAwait(false);
        }, stop);
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
