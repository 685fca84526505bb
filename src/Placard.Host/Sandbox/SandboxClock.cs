using System.Globalization;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Host.Sandbox;

/// <summary>
/// The exchange's clock in a sandbox: the machine's, shifted, or stopped. What it is set to is stored, so it survives
/// a restart and other nodes follow it.
/// </summary>
internal sealed class SandboxClock(TimeProvider system) : TimeProvider
{
    private volatile Setting setting = new(0, null);

    public bool Frozen => setting.FrozenAtMs != null;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        var now = setting;
        return now.FrozenAtMs is { } frozen
            ? DateTimeOffset.FromUnixTimeMilliseconds(frozen)
            : system.GetUtcNow().AddMilliseconds(now.OffsetMs);
    }

    /// <summary>What to store for this moment; it takes effect with <see cref="Take"/>.</summary>
    public string SettingFor(DateTimeOffset now, bool frozen)
    {
        var ms = now.ToUnixTimeMilliseconds();
        return frozen
            ? string.Create(CultureInfo.InvariantCulture, $"frozen {ms}")
            : string.Create(CultureInfo.InvariantCulture,
                $"offset {ms - system.GetUtcNow().ToUnixTimeMilliseconds()}");
    }

    /// <summary>Sets this node's clock to what is stored.</summary>
    public void Take(string stored)
    {
        var number = long.Parse(stored.AsSpan(stored.IndexOf(' ', StringComparison.Ordinal) + 1),
            CultureInfo.InvariantCulture);
        setting = stored.StartsWith("frozen", StringComparison.Ordinal)
            ? new Setting(0, number)
            : new Setting(number, null);
    }

    private sealed record Setting(long OffsetMs, long? FrozenAtMs);
}

/// <summary>Stores the sandbox clock and follows what other nodes stored.</summary>
internal sealed class SandboxClockStore(Store store, SandboxClock clock) : IFollower
{
    private readonly Lock taking = new();
    private string? taken;
    private volatile bool passing;

    // First of all followers: what the others do may depend on the time.
    public int Order => -10;

    public async Task Set(DateTimeOffset now, bool frozen, CancellationToken stop)
    {
        var value = clock.SettingFor(now, frozen);
        await store.Write(Area.Ledger, session => session.Execute(
            """
            INSERT INTO settings (name, value) VALUES ('sandbox_clock', @value)
            ON CONFLICT (name) DO UPDATE SET value = @value
            """, new { value }), stop).ConfigureAwait(false);
        passing = false;
        Take(value);
    }

    /// <summary>
    /// Sets this node's clock only, without a write: for the demo, which lives a month in seconds. A later
    /// <see cref="Set"/> makes the time common again.
    /// </summary>
    public void Pass(long atMs)
    {
        passing = true;
        clock.Take(clock.SettingFor(DateTimeOffset.FromUnixTimeMilliseconds(atMs), frozen: true));
    }

    public async Task CatchUp(CancellationToken stop)
    {
        while (!passing)
        {
            var before = Volatile.Read(ref taken);
            var value = await store.Read(session => session.Scalar<string>(
                "SELECT value FROM settings WHERE name = 'sandbox_clock'"), stop).ConfigureAwait(false);
            lock (taking)
            {
                if (value == null || value == taken)
                {
                    return;
                }
                if (taken == before)
                {
                    Take(value);
                    return;
                }
                // Somebody set or read the clock meanwhile: what was read here may be older than that.
            }
        }
    }

    private void Take(string value)
    {
        lock (taking)
        {
            clock.Take(value);
            taken = value;
        }
    }
}
