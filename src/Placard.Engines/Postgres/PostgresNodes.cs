using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using Npgsql;

namespace Placard.Engines.Postgres;

/// <summary>
/// The nodes that share a database, known by the connections on which they listen. Each holds a lock there that all may
/// hold at once, so that whoever changed something sees who must follow and hears from each that it has. When a node's
/// connection ends, so does its lock: nobody waits for the dead.
/// </summary>
internal sealed class PostgresNodes(NpgsqlDataSource source, string listening)
{
    private const long Presence = 0x506C_6163_0003;
    private const string Channel = "placard";

    private readonly ConcurrentDictionary<long, Call> calls = new();

    // Who let a call pass is not waited for until it answers one: a node that hangs must not slow every change.
    private readonly ConcurrentDictionary<int, bool> silent = new();
    private long lastCall;
    private volatile int self;

    /// <summary>Tells the others, without waiting.</summary>
    public Task Wake(CancellationToken stop) => Tell(Channel, "", stop);

    /// <summary>
    /// Tells the others and waits until each has followed, or for as long as <paramref name="patience"/> lasts;
    /// answers how many it was not heard from. A node that is deaf itself at the moment only tells.
    /// </summary>
    public async Task<int> BringAlong(TimeSpan patience)
    {
        var me = self;
        if (me == 0)
        {
            await Wake(CancellationToken.None).ConfigureAwait(false);
            return 0;
        }
        var number = Interlocked.Increment(ref lastCall);
        var call = calls[number] = new Call();
        try
        {
            var others = await Ask($"{me} {number}").ConfigureAwait(false);
            Forget(others);
            call.Expect(others.Where(pid => pid != me && !silent.ContainsKey(pid)));
            await call.Heard.WaitAsync(patience).ConfigureAwait(false);
            return 0;
        }
        catch (TimeoutException)
        {
            var missing = call.Missing();
            foreach (var pid in missing)
            {
                silent[pid] = true;
            }
            return missing.Count;
        }
        finally
        {
            calls.TryRemove(number, out _);
        }
    }

    /// <summary>
    /// Calls <paramref name="woken"/> with who waits for this node, or null when nobody does; the first time when it
    /// can be called, for what it missed until then.
    /// </summary>
    public async Task Listen(Action<string?> woken, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(listening);
        await connection.OpenAsync(stop).ConfigureAwait(false);
        var me = connection.ProcessID;
        connection.Notification += (_, told) =>
        {
            if (told.Channel != Channel)
            {
                Hear(told.Payload);
            }
            else if (Pair(told.Payload) is not { } caller)
            {
                woken(null);
            }
            else if (caller.Pid != me)
            {
                woken($"{told.Payload} {me}");
            }
        };
        // Ears first: whoever sees the lock counts on being heard.
        await connection.ExecuteAsync($"LISTEN {Channel}; LISTEN {AnswersTo(me)}").ConfigureAwait(false);
        await connection.ExecuteAsync("SELECT pg_advisory_lock_shared(@Presence)", new { Presence })
            .ConfigureAwait(false);
        self = me;
        try
        {
            woken(null);
            while (true)
            {
                await connection.WaitAsync(stop).ConfigureAwait(false);
            }
        }
        finally
        {
            self = 0;
        }
    }

    /// <summary>Tells those who wait that this node has followed.</summary>
    public async Task Answer(IEnumerable<string> waiting, CancellationToken stop)
    {
        foreach (var told in waiting)
        {
            // caller, its number, and who we were when it called
            var words = told.Split(' ');
            await Tell($"{Channel}_{words[0]}", $"{words[2]} {words[1]}", stop).ConfigureAwait(false);
        }
    }

    private static string AnswersTo(int pid) => $"{Channel}_{pid.ToString(CultureInfo.InvariantCulture)}";

    private async Task Tell(string channel, string words, CancellationToken stop)
    {
        await using var command = source.CreateCommand("SELECT pg_notify($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = channel });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = words });
        await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
    }

    // The list is read before the words leave: a node that comes in between has yet to read what is on disk.
    private async Task<int[]> Ask(string words)
    {
        await using var command = source.CreateCommand(
            """
            SELECT ARRAY(
                SELECT pid FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND mode = 'ShareLock'
                AND classid = ($1 >> 32)::oid AND objid = ($1 & 4294967295)::oid
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())),
                pg_notify($2, $3)
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Presence });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = words });
        return (int[])(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
    }

    private void Hear(string answer)
    {
        if (Pair(answer) is not { } heard)
        {
            return;
        }
        silent.TryRemove(heard.Pid, out _);
        if (calls.TryGetValue(heard.Number, out var call))
        {
            call.HeardFrom(heard.Pid);
        }
    }

    private void Forget(int[] present)
    {
        foreach (var gone in silent.Keys.Except(present))
        {
            silent.TryRemove(gone, out _);
        }
    }

    // Anybody may send on a channel: what is not ours only wakes.
    private static (int Pid, long Number)? Pair(string words)
    {
        var blank = words.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0
            && int.TryParse(words.AsSpan(0, blank), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && long.TryParse(words.AsSpan(blank + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (pid, number) : null;
    }

    /// <summary>One change, and who has not followed it yet. Answers may come before the list is known.</summary>
    private sealed class Call
    {
        private readonly Lock changing = new();
        private readonly HashSet<int> early = [];
        private readonly TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private HashSet<int>? missing;

        public Task Heard => heard.Task;

        public void Expect(IEnumerable<int> pids)
        {
            lock (changing)
            {
                missing = [.. pids.Except(early)];
                EndWhenAllAre();
            }
        }

        public void HeardFrom(int pid)
        {
            lock (changing)
            {
                early.Add(pid);
                missing?.Remove(pid);
                EndWhenAllAre();
            }
        }

        public IReadOnlyCollection<int> Missing()
        {
            lock (changing)
            {
                return [.. missing!];
            }
        }

        private void EndWhenAllAre()
        {
            if (missing is { Count: 0 })
            {
                heard.TrySetResult();
            }
        }
    }
}
