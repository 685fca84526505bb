using Microsoft.Extensions.Logging.Abstractions;
using Placard.Host.Serving;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Tests.Host;

/// <summary>What falls due by the clock.</summary>
public sealed class DueRunnerTests
{
    // Mails and feeds that were made before would point nowhere.
    [Fact]
    public async Task NothingIsDoneBeforeTheExchangeKnowsItsAddress()
    {
        var work = new Work();
        var address = new PublicAddress();
        using var runner = new DueRunner(
            [work], SystemClock.Machine, new MachineTime(SystemClock.Machine), address, NullLogger<DueRunner>.Instance);

        var running = runner.RunDue(TestContext.Current.CancellationToken);
        Assert.False(running.IsCompleted);
        Assert.Equal(0, work.Runs);
        address.Base = "https://jobs.example/";
        await running;

        Assert.Equal(1, work.Runs);
    }

    private sealed class Work : IDueWork
    {
        public int Runs { get; private set; }

        public string Name => "counting";

        public Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
        {
            Runs++;
            return Task.FromResult(false);
        }
    }
}
