using System.Runtime.InteropServices;
using Placard.Market;
using Placard.Publishing;

namespace Placard.Clicks;

/// <summary>What is wrong with a click URL's token, if anything.</summary>
internal enum TokenFault
{
    None,
    Missing,
    Forged,
    OfAnotherJob,
    OfAnotherFeed,
}

/// <summary>Everything the rules look at. Pure values: the same facts always give the same verdict.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClickFacts(
    TokenFault Token,
    bool FeedIsLive,
    bool AgentMissing,
    bool AgentListed,
    bool OtherCountry,
    ExpiredBecause Expired,
    Reason Unpaid,
    bool IsStale);

/// <summary>
/// The rules, in the order of the surface: INVALID BOT GEO EXPIRED STALE; the first that objects names the verdict.
/// DUPLICATE and CAPPED come after them and are the ledger's, because only order decides them.
/// </summary>
internal static class ClickRules
{
    public static (Verdict Verdict, Reason Reason) Decide(in ClickFacts facts) => facts switch
    {
        { Token: TokenFault.Missing } => (Verdict.Invalid, Reason.TokenMissing),
        { Token: TokenFault.Forged } => (Verdict.Invalid, Reason.TokenForged),
        { Token: TokenFault.OfAnotherJob } => (Verdict.Invalid, Reason.TokenOfAnotherJob),
        { Token: TokenFault.OfAnotherFeed } => (Verdict.Invalid, Reason.TokenOfAnotherFeed),
        { FeedIsLive: false } => (Verdict.Invalid, Reason.FeedArchived),
        { AgentMissing: true } => (Verdict.Bot, Reason.AgentMissing),
        { AgentListed: true } => (Verdict.Bot, Reason.AgentListed),
        { OtherCountry: true } => (Verdict.Geo, Reason.OtherCountry),
        // The ledger found the budget empty, or the campaign paused, before the market had heard of it.
        { Unpaid: Reason.BudgetRanOut } => (Verdict.Capped, Reason.BudgetRanOut),
        { Unpaid: not Reason.None } => (Verdict.Expired, facts.Unpaid),
        { Expired: not ExpiredBecause.NotExpired } => (Verdict.Expired, (Reason)(100 + (int)facts.Expired)),
        { IsStale: true } => (Verdict.Stale, Reason.PriceTooOld),
        _ => (Verdict.Billable, Reason.None),
    };

    /// <summary>Whether a URL that was shown then is too old for its price now.</summary>
    public static bool IsStale(long shownAtMs, FeedTerms terms, long nowMs) =>
        nowMs - shownAtMs >= terms.ClickExpirationHours * 3_600_000;

    /// <summary>
    /// What the publisher earns, in millionths of a dollar. <paramref name="priceCents"/> is the sealed price (or, for
    /// a job that the click was moved to, what that job would have earned the feed).
    /// </summary>
    public static long EarnedMicros(Verdict verdict, FeedTerms terms, long priceCents, bool sentBack) =>
        10_000 * verdict switch
        {
            Verdict.Billable => terms.Pricing == PricingModel.Flat ? terms.FlatCpcCents : priceCents,
            Verdict.Expired or Verdict.Capped when !sentBack => terms.ExpiredClickCents,
            Verdict.Stale when !sentBack => terms.StaleClickCents,
            _ => 0,
        };
}
