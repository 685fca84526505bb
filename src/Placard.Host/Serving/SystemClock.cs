#pragma warning disable RS0030 // The one place that hands out the machine's clock.
namespace Placard.Host.Serving;

/// <summary>The machine's clock, for the composition root alone.</summary>
internal static class SystemClock
{
    public static TimeProvider Machine => TimeProvider.System;
}
