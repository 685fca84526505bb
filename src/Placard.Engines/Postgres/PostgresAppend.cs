using System.Collections.Concurrent;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Engines.Postgres;

/// <summary>
/// Bulk inserts as one statement a table over arrays: one trip whatever the number of rows. Plans for very many are
/// copied instead, where the server need not build the arrays first and works while the next rows are bound; those with
/// a tail, which no copy takes, go in pieces while somebody asks.
/// </summary>
internal static class PostgresAppend
{
    private const int RowsWhileAsked = 8;

    private static readonly ConcurrentDictionary<AppendPlan, string> Texts = new(ReferenceEqualityComparer.Instance);

    public static async Task<int> Run(DbSession session, IReadOnlyList<Appending> rows)
    {
        var connection = (NpgsqlConnection)session.Connection;
        await using var batch = new NpgsqlBatch(connection, (NpgsqlTransaction?)session.Transaction);
        var written = 0;
        foreach (var part in rows.Where(part => part.Count > 0))
        {
            if (!part.Plan.IsForMany)
            {
                batch.BatchCommands.Add(Insert(part));
                continue;
            }
            written += await Execute(batch, session.Stop).ConfigureAwait(false);
            session.Stop.ThrowIfCancellationRequested();
            written += part.Plan.Tail.Length == 0
                ? PostgresCopy.Run(connection, Texts.GetOrAdd(part.Plan, CopyTextOf), part)
                : InPieces(batch, part, session.Stop);
        }
        return written + await Execute(batch, session.Stop).ConfigureAwait(false);
    }

    // The server's process knows no rests, so it is made to wait for ours: with 250 rows it computes for ten
    // milliseconds. When nobody asks, pieces would only cost time (40 % of an import that changes everything).
    private static int InPieces(NpgsqlBatch batch, Appending part, CancellationToken stop)
    {
        var written = 0;
        for (var done = 0; done < part.Count;)
        {
            stop.ThrowIfCancellationRequested();
            var first = done;
            var count = QuietThread.GivesWay ? Math.Min(RowsWhileAsked, part.Count - first) : part.Count - first;
            batch.BatchCommands.Add(Insert(new Appending(
                part.Plan, count, (row, values) => part.Bind(first + row, values))));
            written += batch.ExecuteNonQuery();
            batch.BatchCommands.Clear();
            done += count;
        }
        return written;
    }

    private static async Task<int> Execute(NpgsqlBatch batch, CancellationToken stop)
    {
        if (batch.BatchCommands.Count == 0)
        {
            return 0;
        }
        var written = await batch.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        batch.BatchCommands.Clear();
        return written;
    }

    /// <summary>The rows of one part as one statement.</summary>
    public static NpgsqlBatchCommand Insert(Appending part)
    {
        var columns = new Columns(part.Plan, part.Count);
        for (var row = 0; row < part.Count; row++)
        {
            columns.Rewind(row);
            part.Bind(row, columns);
        }
        var command = new NpgsqlBatchCommand(Texts.GetOrAdd(part.Plan, TextOf));
        columns.AddTo(command);
        return command;
    }

    private static string TextOf(AppendPlan plan)
    {
        var names = NamesOf(plan);
        // In the list of columns the arrays are taken apart row by row; behind FROM each would first fill a store of
        // its own. There are as many rows as the longest array is long: an array that is null is null in all of them.
        var values = string.Join(
            ", ", plan.Columns.Select((column, index) => $"unnest(${index + 1}::{TypeOf(column.Type)}[])"));
        return $"INSERT INTO {plan.Table} ({names}) SELECT {values} {plan.Tail}";
    }

    private static string CopyTextOf(AppendPlan plan) =>
        $"COPY {plan.Table} ({NamesOf(plan)}) FROM STDIN (FORMAT BINARY)";

    private static string NamesOf(AppendPlan plan) => string.Join(", ", plan.Columns.Select(column => column.Name));

    private static string TypeOf(ColumnType type) => type switch
    {
        ColumnType.Number => "bigint",
        ColumnType.Text => "text",
        ColumnType.Blob => "bytea",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private sealed class Columns : IRowBinder
    {
        private readonly Column[] columns;
        private int row;
        private int at;

        public Columns(AppendPlan plan, int count) =>
            columns = [.. plan.Columns.Select(column => new Column(column.Type, count))];

        public void Rewind(int next) => (row, at) = (next, 0);

        public void Number(long value)
        {
            ref var column = ref columns[at++];
            ((long[])column.Values)[row] = value;
            column.Known++;
        }

        public void Number(long? value)
        {
            if (value is { } number)
            {
                Number(number);
                return;
            }
            ref var column = ref columns[at++];
            (column.Absent ??= new bool[column.Values.Length])[row] = true;
        }

        public void Text(string? value) => Put(value);

        public void Utf8Text(ReadOnlySpan<byte> value) => Text(Encoding.UTF8.GetString(value));

        public void Blob(ReadOnlySpan<byte> value) => Blob(value.ToArray());

        public void Blob(byte[]? value) => Put(value);

        public void AddTo(NpgsqlBatchCommand command)
        {
            foreach (ref var column in columns.AsSpan())
            {
                command.Parameters.Add(new NpgsqlParameter
                {
                    // Many tables have columns that few rows fill: for those nothing is sent and nothing taken apart.
                    // One array must tell how many rows there are.
                    Value = column.Known == 0 && command.Parameters.Count > 0 ? DBNull.Value : column.Sent(),
                    NpgsqlDbType = NpgsqlDbType.Array | column.Type,
                });
            }
        }

        private void Put<T>(T? value)
            where T : class
        {
            ref var column = ref columns[at++];
            ((T?[])column.Values)[row] = value;
            column.Known += value == null ? 0 : 1;
        }
    }

    private struct Column(ColumnType type, int count)
    {
        public readonly Array Values = type switch
        {
            ColumnType.Number => new long[count],
            ColumnType.Text => new string?[count],
            ColumnType.Blob => new byte[]?[count],
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

        public readonly NpgsqlDbType Type = type switch
        {
            ColumnType.Number => NpgsqlDbType.Bigint,
            ColumnType.Text => NpgsqlDbType.Text,
            _ => NpgsqlDbType.Bytea,
        };

        /// <summary>How many values are not null.</summary>
        public int Known;

        /// <summary>Which numbers are; null as long as none is.</summary>
        public bool[]? Absent;

        public readonly Array Sent()
        {
            if (Absent is not { } absent)
            {
                return Values;
            }
            var numbers = (long[])Values;
            var sent = new long?[numbers.Length];
            for (var row = 0; row < sent.Length; row++)
            {
                sent[row] = absent[row] ? null : numbers[row];
            }
            return sent;
        }
    }
}
