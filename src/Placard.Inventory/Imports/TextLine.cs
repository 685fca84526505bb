using Placard.Kernel;
using Placard.Storage;

namespace Placard.Inventory.Imports;

/// <summary>
/// Writes texts in order by a session of its own, on a thread of its own, while whoever adds them goes on: neither
/// connection waits for the other page by page. For one caller at a time.
/// </summary>
internal sealed class TextLine(DbSession session) : IAsyncDisposable
{
    /// <summary>How many pages may be added before they are written.</summary>
    public const int MostWaiting = 4;

    private readonly QuietThread quiet = new("import, texts");
    private Task last = Task.CompletedTask;
    private int waiting;

    /// <summary>Done when the rows are written and no longer looked at; null when the line is too long.</summary>
    /// <remarks>Throws what kept earlier rows from being written: these would not be either.</remarks>
    public Task? TryAdd(Appending texts)
    {
        if (last.IsFaulted)
        {
            last.GetAwaiter().GetResult();
        }
        if (Volatile.Read(ref waiting) == MostWaiting)
        {
            return null;
        }
        Interlocked.Increment(ref waiting);
        return last = Write(last, texts);
    }

    /// <summary>Done when all that was added is written; tells what kept it from that.</summary>
    public Task End() => last;

    /// <summary>Waits, so that nobody uses the session any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        quiet.Dispose();
    }

    private async Task Write(Task before, Appending texts)
    {
        await before.ConfigureAwait(false);
        await quiet.Enter();
        await session.Append([texts]).ConfigureAwait(false);
        Interlocked.Decrement(ref waiting);
    }
}
