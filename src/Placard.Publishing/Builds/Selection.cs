using Placard.Campaigns;
using Placard.Market;

namespace Placard.Publishing.Builds;

/// <summary>
/// A job that the feed gets, at the feed's price. <paramref name="Ordinal"/> is its place among all jobs of the
/// snapshot: it tells how many lie between two that were chosen.
/// </summary>
internal readonly record struct SelectedJob(MarketJob Job, int PriceCents, int Ordinal);

/// <summary>What a feed gets of a market: live jobs that its filters admit and that it has a price for.</summary>
internal static class Selection
{
    public static List<SelectedJob> Of(MarketSnapshot market, FeedTerms terms, JobFilters filters, long nowMs)
    {
        var selected = new List<SelectedJob>();
        var seen = new PricedJob();
        var ordinal = -1;
        foreach (var job in market.JobsInOrder())
        {
            ordinal++;
            if (market.StateOf(job, nowMs) == JobState.Live
                && market.PriceCents(job) is { } jobPriceCents
                && terms.PriceCents(jobPriceCents) is { } priceCents
                && (filters.IsEmpty || filters.Matches(seen.At(job, jobPriceCents))))
            {
                selected.Add(new SelectedJob(job, checked((int)priceCents), ordinal));
            }
        }
        return selected;
    }

    /// <summary>
    /// A job as feeds' filters see it: its price is what the advertiser pays, wherever that came from.
    /// </summary>
    private sealed class PricedJob : IJobFacts
    {
        private MarketJob job;

        public long? CpcCents { get; private set; }

        public string Title => job.Title;

        public string Company => job.Company;

        public string City => job.City;

        public string State => job.State;

        public string Zipcode => job.Zipcode;

        public string ReferenceNumber => job.ReferenceNumber;

        public IReadOnlyList<string> MajorCategories => job.MajorCategories;

        public IReadOnlyList<string> MinorCategories => job.MinorCategories;

        public long SourceId => job.SourceId;

        public string JobType => job.JobType;

        public bool TalrooApply => job.TalrooApply;

        public PricedJob At(in MarketJob next, long priceCents)
        {
            job = next;
            CpcCents = priceCents;
            return this;
        }
    }
}
