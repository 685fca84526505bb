using System.Diagnostics;
using System.Globalization;
using Placard.Kernel;

namespace Placard.Tests.Kernel;

/// <summary>Long work leaves the pool's threads alone, and gives way to them.</summary>
[Collection(nameof(QuietThread))] // whether somebody asked is known to the whole process
public sealed class QuietThreadTests
{
    /// <summary>Many times as long as a turn.</summary>
    private static readonly TimeSpan Moments = TimeSpan.FromMilliseconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task WhatFollowsTheEntranceRunsOnTheThreadUntilItWaitsForOthers()
    {
        using var quiet = new QuietThread("quiet");
        var others = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        await quiet.Enter();
        var first = Thread.CurrentThread;
        await quiet.Enter();
        var stillThere = Thread.CurrentThread;
        _ = Answer(); // on the same thread, so not before this one waits
        await others.Task;
        var away = Thread.CurrentThread;
        await quiet.Enter();
        var back = Thread.CurrentThread;

        Assert.Equal("quiet", first.Name);
        Assert.Same(first, stillThere);
        Assert.NotSame(first, away);
        Assert.Same(first, back);

        async Task Answer()
        {
            await Task.Yield();
            await quiet.Enter();
            others.SetResult();
        }
    }

    [Fact]
    public async Task AFaultComesToWhoeverAwaitsTheWork()
    {
        using var quiet = new QuietThread("quiet");

        await Assert.ThrowsAsync<FormatException>(Work);
        Assert.Equal("alive", await Alive());

        async Task Work()
        {
            await quiet.Enter();
            throw new FormatException();
        }

        async Task<string> Alive()
        {
            await quiet.Enter();
            return "alive";
        }
    }

    [Fact]
    public async Task TheThreadEndsWhenItIsLetGo()
    {
        Thread thread;
        using (var quiet = new QuietThread("quiet"))
        {
            await quiet.Enter();
            thread = Thread.CurrentThread;
            await Task.Yield();
        }

        Assert.True(thread.Join(Patience));
    }

    [Fact]
    public async Task WhatIsDueWhenItIsLetGoIsDoneAndNothingIsTakenAfterwards()
    {
        using var letGo = new ManualResetEventSlim();
        var quiet = new QuietThread("quiet");
        var busy = Work(() => letGo.Wait(Patience));
        var due = Enumerable.Range(0, 3).Select(_ => Work(() => Thread.CurrentThread.Name == "quiet")).ToArray();

        quiet.Dispose();
        Assert.Throws<ObjectDisposedException>(() => quiet.Enter().OnCompleted(() => { }));
        letGo.Set();

        Assert.True(await busy);
        Assert.All(await Task.WhenAll(due).WaitAsync(Patience), Assert.True);

        async Task<bool> Work(Func<bool> work)
        {
            await quiet.Enter();
            return work();
        }
    }

    [Fact]
    public async Task OnLinuxItIsNicerThanTheOthers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the runtime's own priorities say it.");

        using var quiet = new QuietThread("quiet");
        var ofTheProcess = NicenessOf("self");
        var onPool = await Task.Run(NicenessHere);
        var ofItsOwn = await QuietThread.Run(NicenessHere);
        await quiet.Enter();

        Assert.Equal(19, NicenessHere());
        Assert.Equal(19, ofItsOwn);
        Assert.Equal(ofTheProcess, onPool);
    }

    [Fact]
    public async Task ItRestsAsLongAsSomebodyAskedLately()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the runtime's own priorities say it.");

        using var quiet = new QuietThread("quiet");
        await quiet.Enter();
        Assert.False(RestsWithin(Moments));
        QuietThread.SomebodyAsks();
        Assert.True(RestsWithin(Patience));
        Assert.True(SpinWait.SpinUntil(() => !RestsWithin(Moments), Patience));
        QuietThread.SomebodyAsks();
        Assert.True(RestsWithin(Patience));
    }

    [Fact]
    public async Task OthersNeverRest()
    {
        QuietThread.SomebodyAsks();

        Assert.False(await Task.Run(() => RestsWithin(Moments)));
    }

    private static bool RestsWithin(TimeSpan limit)
    {
        var began = Stopwatch.GetTimestamp();
        while (!QuietThread.Breathe())
        {
            if (Stopwatch.GetElapsedTime(began) > limit)
            {
                return false;
            }
        }
        return true;
    }

    private static int NicenessHere() => NicenessOf("thread-self");

    // Behind the name in brackets, which may hold anything: state is the first field, niceness the seventeenth.
    private static int NicenessOf(string whose)
    {
        var stat = File.ReadAllText($"/proc/{whose}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
