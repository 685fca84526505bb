using System.Diagnostics;

namespace Placard.Tests.Harness;

/// <summary>
/// For what a second step does soon after the answer: asks until it holds, fails when it never does. The patience only
/// ends a test that would hang; no machine is so busy that it needs as long.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until the question is answered with true.</summary>
    public static async Task Holds(Func<Task<bool>> question, string what, TimeSpan? patience = null)
    {
        var waited = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await question())
        {
            Assert.True(waited.Elapsed < (patience ?? Patience), $"It never came true that {what}");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Asks until the answer is the expected one; fails showing the last.</summary>
    public static async Task Becomes<T>(T expected, Func<Task<T>> question)
    {
        var waited = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        for (var answer = await question(); !Equals(expected, answer); answer = await question())
        {
            if (waited.Elapsed > Patience)
            {
                Assert.Equal(expected, answer);
            }
            await timer.WaitForNextTickAsync();
        }
    }
}
