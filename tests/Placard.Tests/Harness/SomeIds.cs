using Placard.Kernel;

namespace Placard.Tests.Harness;

/// <summary>Well-formed ids that no click has, the same in every run for the same seed.</summary>
public sealed class SomeIds(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>Another id. Safe to call from several tasks.</summary>
    public string Next()
    {
        var bytes = new byte[16];
        lock (random)
        {
            random.NextBytes(bytes);
        }
        return ClickId.FromBytes(bytes).ToString();
    }
}
