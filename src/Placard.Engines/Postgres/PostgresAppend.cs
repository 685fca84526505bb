using System.Collections.Concurrent;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Placard.Storage;

namespace Placard.Engines.Postgres;

/// <summary>Bulk inserts as one statement a table over arrays: one trip whatever the number of rows.</summary>
internal static class PostgresAppend
{
    private static readonly ConcurrentDictionary<AppendPlan, string> Texts = new(ReferenceEqualityComparer.Instance);

    public static async Task<int> Run(DbSession session, IReadOnlyList<Appending> rows)
    {
        await using var batch = new NpgsqlBatch(
            (NpgsqlConnection)session.Connection, (NpgsqlTransaction?)session.Transaction);
        foreach (var part in rows)
        {
            batch.BatchCommands.Add(Insert(part));
        }
        return await batch.ExecuteNonQueryAsync(session.Stop).ConfigureAwait(false);
    }

    private static NpgsqlBatchCommand Insert(Appending part)
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
        var names = string.Join(", ", plan.Columns.Select(column => column.Name));
        var arrays = string.Join(
            ", ", plan.Columns.Select((column, index) => $"${index + 1}::{TypeOf(column.Type)}[]"));
        return $"INSERT INTO {plan.Table} ({names}) SELECT * FROM unnest({arrays}) AS rows ({names}) {plan.Tail}";
    }

    private static string TypeOf(ColumnType type) => type switch
    {
        ColumnType.Number => "bigint",
        ColumnType.Text => "text",
        ColumnType.Blob => "bytea",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private sealed class Columns : IRowBinder
    {
        private readonly Array[] values;
        private int row;
        private int at;

        public Columns(AppendPlan plan, int count) =>
            values = [.. plan.Columns.Select(column => column.Type switch
            {
                ColumnType.Number => new long?[count],
                ColumnType.Text => new string?[count],
                ColumnType.Blob => (Array)new byte[]?[count],
                _ => throw new ArgumentOutOfRangeException(nameof(plan)),
            })];

        public void Rewind(int next) => (row, at) = (next, 0);

        public void Number(long value) => ((long?[])values[at++])[row] = value;

        public void Number(long? value) => ((long?[])values[at++])[row] = value;

        public void Text(string? value) => ((string?[])values[at++])[row] = value;

        public void Utf8Text(ReadOnlySpan<byte> value) => Text(Encoding.UTF8.GetString(value));

        public void Blob(ReadOnlySpan<byte> value) => Blob(value.ToArray());

        public void Blob(byte[]? value) => ((byte[]?[])values[at++])[row] = value;

        public void AddTo(NpgsqlBatchCommand command)
        {
            foreach (var column in values)
            {
                command.Parameters.Add(new NpgsqlParameter
                {
                    Value = column,
                    NpgsqlDbType = NpgsqlDbType.Array | column switch
                    {
                        long?[] => NpgsqlDbType.Bigint,
                        string?[] => NpgsqlDbType.Text,
                        _ => NpgsqlDbType.Bytea,
                    },
                });
            }
        }
    }
}
