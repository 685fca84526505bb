namespace Placard.Tests.Harness;

/// <summary>
/// A clock that stands still until a test moves it, for pure rules that are tested without a program.
/// </summary>
public sealed class ManualClock(DateTimeOffset now) : TimeProvider
{
    /// <summary>The moment it shows.</summary>
    public DateTimeOffset Now { get; set; } = now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;
}
