using Placard.Events.Sending;
using Placard.Host.Serving;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Tests.Events;

/// <summary>Nodes whose clocks differ agree on who sends.</summary>
public sealed class DeliveryLeaseTests
{
    private const long Endpoint = 9_000_000_000_001;

    [Theory, OnPostgres]
    public async Task ANodeThatDiedWithItsClockAheadIsFollowedAndALivingOneIsNot(string engine)
    {
        await using var writer = await EventWriter.On(await Exchange.Shared(engine));
        var now = SystemClock.Machine.GetUtcNow();
        var (right, wrong) = (new ManualClock(now), new ManualClock(now.AddYears(1)));
        var (other, next) = (Node(writer, wrong), Node(writer, right));
        Assert.Empty(await other.Take([Endpoint], default));

        for (var second = 0; second < 60; second += 5)
        {
            Assert.Equal([Endpoint], await next.Take([Endpoint], default));
            right.Now += TimeSpan.FromSeconds(5);
            wrong.Now += TimeSpan.FromSeconds(5);
            Assert.Empty(await other.Take([Endpoint], default));
        }
        // It prolongs nothing any more.
        Assert.Equal([Endpoint], await next.Take([Endpoint], default));
        right.Now += TimeSpan.FromSeconds(11);

        Assert.Empty(await next.Take([Endpoint], default));
        await next.Release(default);
    }

    private static DeliveryLeases Node(EventWriter writer, ManualClock clock) =>
        new(writer.Get<Store>(), new MachineTime(clock), writer.Get<IdSource>());
}
