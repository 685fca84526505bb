using Npgsql;
using Placard.Storage;

namespace Placard.Engines.Postgres;

/// <summary>
/// The ledger's turns of one writer, in few trips. A turn's rows and its commit go together, and with them, when the
/// next turn is wanted at once, its lock and its questions: the server says that the commit is on disk before it goes
/// on to them. Every call blocks its thread: a thread that sleeps in the socket is woken once by an answer, where
/// awaiting it would pass through two others.
/// </summary>
internal sealed class PostgresTurns(IEngine engine, NpgsqlDataSource source, long ledgerLock, string ask) : ILedgerTurns
{
    private Ahead? begun;

    public ValueTask<ILedgerTurn> Next()
    {
        var ahead = begun ?? Begin();
        begun = null;
        try
        {
            return ValueTask.FromResult<ILedgerTurn>(new Turn(this, ahead.Connection, ahead.Answers()));
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
            AddQuestions(batch);
            return new Ahead(batch, batch.ExecuteReader(), resultsBefore: 1);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Two statements: the second has a snapshot of its own, taken once the lock is held.
    private void AddQuestions(NpgsqlBatch batch)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock($1)")
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = ledgerLock } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ask));
    }

    /// <summary>A turn that was asked for; so many results come before its answers.</summary>
    private sealed class Ahead(NpgsqlBatch batch, NpgsqlDataReader reader, int resultsBefore) : IDisposable
    {
        public NpgsqlConnection Connection { get; } = batch.Connection!;

        public Dictionary<string, long> Answers()
        {
            using (batch)
            using (reader)
            {
                var answers = new Dictionary<string, long>(StringComparer.Ordinal);
                for (var result = 0; result < resultsBefore; result++)
                {
                    reader.NextResult();
                }
                while (reader.Read())
                {
                    answers[reader.GetString(0)] = reader.GetInt64(1);
                }
                return answers;
            }
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
            // The driver stops at rows only, and the server sends what it has at a barrier.
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 1") { AppendErrorBarrier = true });
            turns.AddQuestions(batch);
            (turns.begun, handedOn) = (new Ahead(batch, batch.ExecuteReader(), resultsBefore: 2), true);
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
