using Npgsql;
using Placard.Storage;

namespace Placard.Engines.Postgres;

/// <summary>
/// The ledger's turns of one writer, in few trips. A turn's rows and its commit go together, and with them, when the
/// next turn is wanted at once, its lock and its questions: the server says that the commit is on disk before it goes
/// on to them. It does not wait for the lock there: only where another node has it, the turn takes one more trip, in
/// which it queues. Every call blocks its thread: a thread that sleeps in the socket is woken once by an answer, where
/// awaiting it would pass through two others.
/// </summary>
internal sealed class PostgresTurns(IEngine engine, NpgsqlDataSource source, long ledgerLock, string ask) : ILedgerTurns
{
    private Ahead? begun;

    public ValueTask<ILedgerTurn> Next()
    {
        var ahead = begun;
        begun = null;
        try
        {
            return ValueTask.FromResult<ILedgerTurn>(Take(ahead ?? Begin()));
        }
        catch (NpgsqlException fault) when (fault.InnerException is not TimeoutException)
        {
            // A connection that had died while it lay in the pool, as all do when the server was started anew. A turn
            // that has not begun wrote nothing, so it is begun once more; a server that is gone says so again.
            return ValueTask.FromResult<ILedgerTurn>(Take(Begin()));
        }
    }

    private Turn Take(Ahead ahead)
    {
        try
        {
            return new Turn(this, ahead.Connection, ahead.Answers());
        }
        catch
        {
            ahead.Dispose();
            throw;
        }
    }

    private DbSession SessionOn(NpgsqlConnection connection) => new(engine, connection, null, CancellationToken.None);

    private Ahead Begin()
    {
        var connection = source.OpenConnection();
        try
        {
            var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED"));
            AddQuestions(batch, waiting: false);
            return new Ahead(this, batch, batch.ExecuteReader());
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Two statements: the second has a snapshot of its own, taken once the lock is held.
    private void AddQuestions(NpgsqlBatch batch, bool waiting)
    {
        var take = waiting ? "pg_advisory_xact_lock($1)" : "pg_try_advisory_xact_lock($1)";
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT {take}, {PostgresEngine.LetGoOfIdle}")
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = ledgerLock } },
            // The server sends what it has at a barrier.
            AppendErrorBarrier = !waiting,
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ask));
    }

    private Dictionary<string, long> WaitAndAsk(NpgsqlConnection connection)
    {
        using var batch = new NpgsqlBatch(connection);
        AddQuestions(batch, waiting: true);
        using var reader = batch.ExecuteReader();
        return AnswersIn(reader);
    }

    // The lock's own result comes first.
    private static Dictionary<string, long> AnswersIn(NpgsqlDataReader reader)
    {
        reader.NextResult();
        var answers = new Dictionary<string, long>(StringComparer.Ordinal);
        while (reader.Read())
        {
            answers[reader.GetString(0)] = reader.GetInt64(1);
        }
        return answers;
    }

    /// <summary>A turn that was asked for without waiting: the first result says whether it is ours.</summary>
    private sealed class Ahead(PostgresTurns turns, NpgsqlBatch batch, NpgsqlDataReader reader) : IDisposable
    {
        public NpgsqlConnection Connection { get; } = batch.Connection!;

        public Dictionary<string, long> Answers()
        {
            using (batch)
            using (reader)
            {
                reader.Read();
                if (reader.GetBoolean(0))
                {
                    return AnswersIn(reader);
                }
            }
            return turns.WaitAndAsk(Connection);
        }

        // What is still open on a connection that goes back to the pool is rolled back.
        public void Dispose() => Connection.Dispose();
    }

    private sealed class Turn(PostgresTurns turns, NpgsqlConnection connection, IReadOnlyDictionary<string, long> news)
        : ILedgerTurn
    {
        private bool handedOn;

        public DbSession Session { get; } = turns.SessionOn(connection);

        public IReadOnlyDictionary<string, long>? News => news;

        public ValueTask Commit(IReadOnlyList<Appending> last, bool another)
        {
            var batch = new NpgsqlBatch(connection);
            foreach (var part in last.Where(part => part.Count > 0))
            {
                batch.BatchCommands.Add(PostgresAppend.Insert(part));
            }
            // A statement that fails takes the rest of its batch with it, up to a barrier: nothing is committed then.
            if (!another)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
                batch.ExecuteNonQuery();
                return ValueTask.CompletedTask;
            }
            batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT AND CHAIN"));
            // The driver stops at rows only: the lock's answer comes with the commit's.
            turns.AddQuestions(batch, waiting: false);
            (turns.begun, handedOn) = (new Ahead(turns, batch, batch.ExecuteReader()), true);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (!handedOn)
            {
                connection.Dispose();
            }
            return ValueTask.CompletedTask;
        }
    }
}
