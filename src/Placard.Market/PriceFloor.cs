namespace Placard.Market;

/// <summary>
/// The cheapest prices of some jobs, and until when: the cheapest job may be past its end date while dearer ones go on.
/// Jobs that were fed no price are kept apart. Immutable.
/// </summary>
internal sealed class PriceFloor
{
    private readonly (long Cents, long UntilMs)[] steps;
    private readonly long unpricedUntilMs;

    private PriceFloor((long Cents, long UntilMs)[] steps, long unpricedUntilMs)
    {
        this.steps = steps;
        this.unpricedUntilMs = unpricedUntilMs;
    }

    /// <summary>The lowest price among jobs that have not ended; null when none of them has one.</summary>
    public long? CheapestCents(long nowMs)
    {
        foreach (var (cents, untilMs) in steps)
        {
            if (nowMs < untilMs)
            {
                return cents;
            }
        }
        return null;
    }

    /// <summary>Gathers jobs; keeps of each price only what a cheaper one does not outlast.</summary>
    public sealed class Builder
    {
        // Ascending by price and by end: a dearer job counts only once the cheaper ones are over.
        private readonly List<(long Cents, long UntilMs)> steps = [];
        private long unpricedUntilMs = long.MinValue;

        /// <summary>A job without a price of its own.</summary>
        public void AddUnpriced(long untilMs) => unpricedUntilMs = Math.Max(unpricedUntilMs, untilMs);

        /// <summary>A price of 0 is none: such a job is never live.</summary>
        public void Add(long cents, long untilMs)
        {
            var at = steps.FindIndex(step => step.Cents >= cents);
            at = at < 0 ? steps.Count : at;
            if (cents <= 0 || (at > 0 && steps[at - 1].UntilMs >= untilMs)
                || (at < steps.Count && steps[at].Cents == cents && steps[at].UntilMs >= untilMs))
            {
                return;
            }
            var outlasted = at;
            while (outlasted < steps.Count && steps[outlasted].UntilMs <= untilMs)
            {
                outlasted++;
            }
            steps.RemoveRange(at, outlasted - at);
            steps.Insert(at, (cents, untilMs));
        }

        /// <summary>Another floor's jobs; those without a price cost what their segment or campaign bids.</summary>
        public void AddAll(PriceFloor floor, long? bidCents)
        {
            foreach (var (cents, untilMs) in floor.steps)
            {
                Add(cents, untilMs);
            }
            if (bidCents is { } bid && floor.unpricedUntilMs > long.MinValue)
            {
                Add(bid, floor.unpricedUntilMs);
            }
        }

        public PriceFloor Build() => new([.. steps], unpricedUntilMs);
    }
}
