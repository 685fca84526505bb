using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Placard.Kernel;

/// <summary>
/// A thread of its own for seconds of work, such as an import's or a build's. It gives way to the threads that answer
/// somebody, which the pool's threads, all alike, would not. A loop that waits for others asks its way back with every
/// turn: <c>await quiet.Enter()</c>. A loop that computes breathes with every turn: <see cref="Breathe"/>.
/// </summary>
public sealed class QuietThread : IDisposable
{
    // The system pays a thread back what it had to wait, milliseconds at a time in which a click waits: with 10 a tenth
    // of the time, with 19 a sixtieth; Breathe cuts the rest into pieces. The idle policy would do without, but was
    // tried and starves: on a machine whose processors are busy with other things a start did not end, nor an import,
    // and collections of garbage wait for this thread to come to a halt.
    private const int Niceness = 19;

    private const uint BatchPolicy = 3;

    // The system adds half as much again to so short a sleep.
    private const int RestNanoseconds = 150_000;

    private static readonly long TurnTicks = Stopwatch.Frequency / 10_000;

    // While a thread has the processor to itself for once, nobody can ask: longer than what the system pays back.
    private static readonly long LatelyTicks = Stopwatch.Frequency / 100;

    // Not counted exactly: what counts is that it is another number than before.
    private static volatile int asked;

    [ThreadStatic]
    private static Turn? turn;

    // A queue of the library's lets its reader spin a while before it sleeps: with three such threads in a row, an
    // import spent a twelfth of its processor on that, which the thread it waited for could have used.
    private readonly Queue<Action> due = [];
    private readonly Thread thread;
    private bool isLetGo;

    /// <summary>Starts the thread; it ends when this is disposed and nothing is left to do.</summary>
    public QuietThread(string name)
    {
        thread = new Thread(Loop) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <summary>Runs work without any awaiting on a quiet thread of its own.</summary>
    public static Task<T> Run<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            GiveWay();
            return work();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously,
        TaskScheduler.Default);

    /// <summary>As <see cref="Run{T}"/>, without a result.</summary>
    public static Task Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <summary>
    /// To be awaited: what follows runs on this thread, until it awaits something that is not done. Whoever awaits the
    /// result of such work goes on here too; <see cref="Task.Yield"/> leads back to the pool. Not after
    /// <see cref="Dispose"/>: nobody would catch that fault.
    /// </summary>
    public Entrance Enter() => new(this);

    /// <summary>Somebody waits for an answer of this program.</summary>
    public static void SomebodyAsks() => asked++;

    /// <summary>
    /// For loops whose turns take microseconds: when somebody asked within ten milliseconds, the thread rests for two
    /// tenths of a millisecond after each tenth that it worked. So whatever the system thinks it owes the thread, the
    /// others wait for a tenth at most; and where nobody asks, it costs nothing. Only quiet threads rest.
    /// </summary>
    /// <returns>Whether it rested.</returns>
    public static bool Breathe() => turn is { MayRest: true } mine && mine.Rest();

    /// <summary>
    /// Whether somebody asked lately, and this is a quiet thread: what it hands to others, who compute for it without a
    /// rest, should then be little at a time.
    /// </summary>
    public static bool GivesWay => turn is { MayRest: true };

    public void Dispose()
    {
        lock (due)
        {
            isLetGo = true;
            Monitor.Pulse(due);
        }
    }

    private void Loop()
    {
        GiveWay();
        while (Next() is { } work)
        {
            work();
        }
    }

    private void Add(Action work)
    {
        lock (due)
        {
            ObjectDisposedException.ThrowIf(isLetGo, this);
            due.Enqueue(work);
            Monitor.Pulse(due);
        }
    }

    /// <summary>Null when the thread was let go and nothing is left to do.</summary>
    private Action? Next()
    {
        lock (due)
        {
            while (due.Count == 0 && !isLetGo)
            {
                Monitor.Wait(due);
            }
            return due.TryDequeue(out var work) ? work : null;
        }
    }

    // The runtime passes no priorities on to Linux, whose threads have a niceness each.
    private static void GiveWay()
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
            return;
        }
        if (!TakeShortTurns())
        {
            _ = SetPriority(which: 0, who: 0, Niceness); // refused: then it stays as it was
        }
        turn = new Turn();
    }

    // A thread that wakes up does not interrupt another before its turn is over, however nice that is: three
    // milliseconds, and a click takes several turns. A batch thread of short turns is in the way for a tenth of one.
    private static bool TakeShortTurns()
    {
        var number = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 314,
            Architecture.Arm64 => 274,
            _ => 0,
        };
        var wanted = new Scheduling
        {
            Size = (uint)Marshal.SizeOf<Scheduling>(),
            Policy = BatchPolicy,
            Nice = Niceness,
            TurnNanoseconds = 100_000,
        };
        return number != 0 && SystemCall(number, thread: 0, ref wanted, flags: 0) == 0;
    }

    /// <summary>A thread's work from one rest to the next.</summary>
    private sealed class Turn
    {
        private int seen = asked;
        private long seenAt;
        private long began;
        private bool isAskedLately;

        public bool MayRest => isAskedLately || seen != asked;

        public bool Rest()
        {
            var now = Stopwatch.GetTimestamp();
            if (seen != asked)
            {
                (seen, seenAt) = (asked, now);
            }
            isAskedLately = now - seenAt < LatelyTicks;
            if (!isAskedLately || now - began < TurnTicks)
            {
                return false;
            }
            var time = new Duration { Nanoseconds = RestNanoseconds };
            _ = Sleep(ref time, rest: 0); // a signal that ends it early does no harm
            began = Stopwatch.GetTimestamp();
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sleep(ref Duration time, nint rest);

    [StructLayout(LayoutKind.Sequential)]
    private struct Duration
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int niceness);

    // sched_setattr, which libc has no name for.
    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SystemCall(nint number, nint thread, ref Scheduling wanted, nint flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct Scheduling
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong TurnNanoseconds;
        public ulong Deadline;
        public ulong Period;
    }

    /// <summary>The way onto a quiet thread.</summary>
    public readonly struct Entrance(QuietThread quiet) : ICriticalNotifyCompletion
    {
        /// <summary>Whether this is the thread already.</summary>
        public bool IsCompleted => Thread.CurrentThread == quiet.thread;

        /// <summary>For the compiler.</summary>
        public Entrance GetAwaiter() => this;

        /// <summary>For the compiler.</summary>
        public void GetResult()
        {
        }

        /// <summary>For the compiler.</summary>
        public void OnCompleted(Action continuation) => quiet.Add(continuation);

        /// <summary>For the compiler: it carries the execution context itself.</summary>
        public void UnsafeOnCompleted(Action continuation) => quiet.Add(continuation);
    }
}
