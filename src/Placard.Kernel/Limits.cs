namespace Placard.Kernel;

/// <summary>Ceilings that several rooms share, each with the sentence it came from.</summary>
public static class Limits
{
    /// <summary>Job ids have 11 digits (surface, section 6).</summary>
    public const long FirstJobId = 10_000_000_000;

    /// <summary>The last number of 11 digits.</summary>
    public const long LastJobId = 99_999_999_999;

    /// <summary>At most 1,000 spls per status call (surface, section 3.5).</summary>
    public const int SplsPerCall = 1000;

    /// <summary>A maximum of 100 events in a single disposition call (seed 4).</summary>
    public const int DispositionsPerCall = 100;

    /// <summary>Anything else was never given to a job.</summary>
    public static bool CouldBeJobId(long number) => number is >= FirstJobId and <= LastJobId;
}
