namespace Placard.Storage;

/// <summary>
/// See <see cref="IEngine.LedgerTurns"/>. For one thread that has nothing else to do: calls may block it, and usually
/// have finished when they return. One turn at a time.
/// </summary>
public interface ILedgerTurns
{
    /// <summary>Waits for the next turn. Dispose it.</summary>
    ValueTask<ILedgerTurn> Next();
}

/// <summary>
/// A transaction in the ledger's order. Dispose gives the turn back and rolls back what was not committed.
/// </summary>
public interface ILedgerTurn : IAsyncDisposable
{
    /// <summary>To read and write with until the commit.</summary>
    DbSession Session { get; }

    /// <summary>
    /// The versions asked for, by name, as they are inside this turn; null where no other node can have done anything.
    /// </summary>
    IReadOnlyDictionary<string, long>? News { get; }

    /// <summary>
    /// Adds these rows and puts the transaction on disk, in one trip. After this returns, nothing short of losing the
    /// disk undoes it.
    /// </summary>
    /// <param name="last">The rows, in order.</param>
    /// <param name="another">
    /// Whether <see cref="ILedgerTurns.Next"/> is called at once: then the next turn may be asked for in the same trip.
    /// Once said it must be done, because other nodes wait for that turn to end.
    /// </param>
    ValueTask Commit(IReadOnlyList<Appending> last, bool another);
}

/// <summary>Turns as the area's write transactions are, for an engine that one process has to itself.</summary>
public sealed class SingleNodeTurns(IEngine engine) : ILedgerTurns
{
    public async ValueTask<ILedgerTurn> Next() =>
        new Turn(engine, await engine.BeginWrite(Area.Ledger, CancellationToken.None).ConfigureAwait(false));

    private sealed class Turn(IEngine engine, IWriteTurn turn) : ILedgerTurn
    {
        public DbSession Session { get; } = new(engine, turn.Connection, turn.Transaction, CancellationToken.None);

        public IReadOnlyDictionary<string, long>? News => null;

        public async ValueTask Commit(IReadOnlyList<Appending> last, bool another)
        {
            await Session.Append(last).ConfigureAwait(false);
            await turn.Commit(CancellationToken.None).ConfigureAwait(false);
        }

        public ValueTask DisposeAsync() => turn.DisposeAsync();
    }
}
