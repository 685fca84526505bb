using System.Net;
using System.Runtime.InteropServices;
using Placard.Clicks.Judging;
using Placard.Clicks.Ledger;
using Placard.Kernel;
using Placard.Market;
using Placard.Platform;
using Placard.Publishing;

namespace Placard.Clicks;

/// <summary>Who clicked, as far as the rules care.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Visit(IPAddress Address, string UserAgent, long Number, string RequestHost);

/// <summary>
/// A click that is decided as far as memory can: the row for the ledger and where the jobseeker goes. The address
/// still lacks the click's id when <paramref name="CarriesClickId"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClickPlan(ClickRecord Record, bool CarriesClickId)
{
    /// <summary>Where the jobseeker goes, still without the click's id.</summary>
    public string Destination => Record.LandingUrl;
}

/// <summary>
/// Looks and decides. The market's snapshot, the feed's terms and the balances are memory; only a job that left its
/// feed is asked of the store.
/// </summary>
internal sealed class ClickDesk(
    IFeeds feeds, ISpl spl, JobLooks jobs, BotJudge bots, Countries countries, IdSource ids, PublicAddress own)
{
    private const int MostMoves = 3;

    /// <summary>
    /// Plans a click; null when the job or the feed does not exist. <paramref name="refused"/> are jobs that
    /// nobody paid for when this very click came to the ledger, and why.
    /// </summary>
    public ValueTask<ClickPlan?> Plan(
        in ClickAsk ask, string query, in Visit visit, IReadOnlyDictionary<long, Reason> refused,
        CancellationToken stop)
    {
        if (feeds.Find(ask.FeedId) is not { } terms)
        {
            return default;
        }
        var finding = jobs.Find(ask.JobId, stop);
        return finding.IsCompletedSuccessfully
            ? new ValueTask<ClickPlan?>(Plan(finding.Result, terms, ask, query, visit, refused))
            : Later(finding, terms, ask, query, visit, refused);
    }

    private async ValueTask<ClickPlan?> Later(
        ValueTask<JobLook?> finding, FeedTerms terms, ClickAsk ask, string query, Visit visit,
        IReadOnlyDictionary<long, Reason> refused) =>
        Plan(await finding.ConfigureAwait(false), terms, ask, query, visit, refused);

    private ClickPlan? Plan(
        in JobLook? found, FeedTerms terms, in ClickAsk ask, string query, in Visit visit,
        IReadOnlyDictionary<long, Reason> refused)
    {
        if (found is not { } asked)
        {
            return null;
        }
        var token = Open(ask, out var sealedUrl);
        var rdr = Landing.UsableRdr(ask.Rdr, own.Base, visit.RequestHost);
        var isStale = token == TokenFault.None && ClickRules.IsStale(sealedUrl.ShownAtMs, terms, asked.NowMs);
        var target = Target(asked, terms, rdr, refused);
        var moved = target.JobId != asked.JobId;
        var unpaid = refused.GetValueOrDefault(target.JobId);
        var isGone = target.Expired != ExpiredBecause.NotExpired || unpaid != Reason.None;
        var country = countries.Of(visit.Address);
        var (verdict, reason) = ClickRules.Decide(new ClickFacts(
            token,
            terms.IsLive,
            visit.UserAgent.Length == 0,
            bots.IsBot(visit.UserAgent),
            countries.IsOutside(country),
            target.Expired,
            unpaid,
            isStale));
        var sentBack = rdr != null && (isGone || isStale);
        var priceCents = target.Inside is { } job ? target.Market.PriceCents(job) ?? 0 : 0;
        var earnedCents = moved ? terms.PriceCents(priceCents) ?? 0 : sealedUrl.PriceCents;
        var record = new ClickRecord
        {
            Id = ids.NextClickId(asked.NowMs),
            ClickedAtMs = asked.NowMs,
            JobId = target.JobId,
            AskedJobId = moved ? asked.JobId : null,
            FeedId = terms.FeedId,
            PublisherId = terms.PublisherId,
            CampaignId = target.CampaignId,
            SegmentId = target.SegmentId,
            CustomerId = target.CustomerId,
            Verdict = verdict,
            Reason = reason,
            ChargedCents = verdict == Verdict.Billable ? priceCents : 0,
            EarnedMicros = ClickRules.EarnedMicros(verdict, terms, earnedCents, sentBack),
            Visitor = visit.Number,
            WindowMinutes = terms.DuplicateClickMinutes,
            SentBack = sentBack,
            FromDataCentre = bots.IsDataCentre(visit.Address),
            Country = country,
            LandingUrl = Destination(target, terms, rdr, isGone, isStale),
            T1 = ask.T1,
            T2 = ask.T2,
            T3 = ask.T3,
            Referrer = ask.Referrer,
            PublisherClickId = terms.ClickIdParameter is { } name ? ClickAsk.Parameter(query, name) : null,
        };
        return new ClickPlan(record, CarriesClickId: !sentBack && !isGone);
    }

    /// <summary>The publisher's own page for a job that cannot be reached; null when it gave none.</summary>
    public string? WayBack(in ClickAsk ask, in Visit visit) =>
        Landing.UsableRdr(ask.Rdr, own.Base, visit.RequestHost) is { } rdr ? Landing.WithStatus(rdr, "expired") : null;

    private TokenFault Open(in ClickAsk ask, out SplContents contents)
    {
        contents = default;
        return ask.Spl.IsEmpty ? TokenFault.Missing
            : !spl.TryOpen(ask.Spl.Span, out contents) ? TokenFault.Forged
            : contents.JobId != ask.JobId ? TokenFault.OfAnotherJob
            : contents.FeedId != ask.FeedId ? TokenFault.OfAnotherFeed
            : TokenFault.None;
    }

    /// <summary>The asked job, or, when it is gone and the publisher gave no way back, the one most like it.</summary>
    private static JobLook Target(
        in JobLook asked, FeedTerms terms, string? rdr, IReadOnlyDictionary<long, Reason> refused)
    {
        var isGone = asked.Expired != ExpiredBecause.NotExpired || refused.ContainsKey(asked.JobId);
        // After some moves the asked job's closed page is the honest answer.
        return !isGone || rdr != null || refused.Count >= MostMoves ? asked : MostLike(asked, terms, refused);
    }

    // By itself, because what its lambda sees is put on the heap as soon as a method begins.
    private static JobLook MostLike(in JobLook asked, FeedTerms terms, IReadOnlyDictionary<long, Reason> refused)
    {
        var market = asked.Market;
        var similar = asked.Similar.Best(market, asked.NowMs, job =>
            !refused.ContainsKey(job.JobId) && terms.PriceCents(market.PriceCents(job) ?? 0) != null);
        // Balances move while we look: what cannot pay any more is no better than the asked job.
        return similar is { } job && new JobLook(market, job, null, asked.NowMs) is var found
            && found.Expired == ExpiredBecause.NotExpired ? found : asked;
    }

    private string Destination(in JobLook target, FeedTerms terms, string? rdr, bool isGone, bool isStale) =>
        rdr != null && isGone ? Landing.WithStatus(rdr, "expired")
        : rdr != null && isStale ? Landing.WithStatus(rdr, "stale")
        : isGone ? $"{own.Base}/closed/{target.JobId}?feed={terms.FeedId}"
        : target.IsHosted ? ApplyAddress.Of(own, target.JobId)
        : Landing.Of(target.Url);
}
