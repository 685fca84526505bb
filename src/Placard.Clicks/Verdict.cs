namespace Placard.Clicks;

/// <summary>
/// What was decided about a click: a closed list, the same words for advertiser and publisher (surface, section 3.1).
/// The numbers are stored: never reuse one.
/// </summary>
public enum Verdict
{
    /// <summary>Charged and earned.</summary>
    Billable = 0,

    /// <summary>The visitor's last billable click on the job is too recent.</summary>
    Duplicate = 1,

    /// <summary>A known crawler, a tool, or no user agent.</summary>
    Bot = 2,

    /// <summary>From outside the country whose clicks pay.</summary>
    Geo = 3,

    /// <summary>The price in the click URL is too old.</summary>
    Stale = 4,

    /// <summary>The job takes no paid clicks.</summary>
    Expired = 5,

    /// <summary>The budget ran out at this click.</summary>
    Capped = 6,

    /// <summary>The token is missing, forged, or for another job or feed.</summary>
    Invalid = 7,
}

/// <summary>
/// Why, more closely. The numbers are stored: never reuse one. 100 and up are Market's reasons plus 100.
/// </summary>
public enum Reason
{
    /// <summary>Nothing objected.</summary>
    None = 0,

    /// <summary>The click URL has no spl.</summary>
    TokenMissing = 1,

    /// <summary>The spl was not sealed by this exchange.</summary>
    TokenForged = 2,

    /// <summary>The spl belongs to another job.</summary>
    TokenOfAnotherJob = 3,

    /// <summary>The spl belongs to another feed.</summary>
    TokenOfAnotherFeed = 4,

    /// <summary>The feed is archived.</summary>
    FeedArchived = 5,

    /// <summary>No user agent was sent.</summary>
    AgentMissing = 10,

    /// <summary>The user agent is on the list of crawlers and tools.</summary>
    AgentListed = 11,

    /// <summary>The address belongs to another country.</summary>
    OtherCountry = 20,

    /// <summary>The URL was shown longer ago than the feed's click expiration.</summary>
    PriceTooOld = 30,

    /// <summary>The same visitor clicked the job less than the feed's duplicate window ago.</summary>
    ClickedBefore = 40,

    /// <summary>The ledger found less money than the price.</summary>
    BudgetRanOut = 50,

    /// <summary>The job left its advertiser's feed.</summary>
    JobLeftItsFeed = 101,

    /// <summary>The advertiser's end date has passed.</summary>
    JobPastItsDate = 102,

    /// <summary>No campaign takes the job.</summary>
    JobWithoutCampaign = 103,

    /// <summary>The job's campaign is paused.</summary>
    CampaignPaused = 104,

    /// <summary>The job has no price.</summary>
    JobWithoutPrice = 105,

    /// <summary>The job's campaign cannot pay its price.</summary>
    CampaignOutOfBudget = 106,
}

/// <summary>The words of the API.</summary>
public static class VerdictWords
{
    /// <summary>Names by stored number, for lists.</summary>
    public static IReadOnlyDictionary<string, long> ByName { get; } = Enum.GetValues<Verdict>()
        .ToDictionary(verdict => verdict.Word(), verdict => (long)verdict, StringComparer.Ordinal);

    /// <summary>The contract's spelling, e.g. <c>BILLABLE</c>.</summary>
    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.Billable => "BILLABLE",
        Verdict.Duplicate => "DUPLICATE",
        Verdict.Bot => "BOT",
        Verdict.Geo => "GEO",
        Verdict.Stale => "STALE",
        Verdict.Expired => "EXPIRED",
        Verdict.Capped => "CAPPED",
        Verdict.Invalid => "INVALID",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    /// <summary>One sentence for both sides.</summary>
    public static string Sentence(this Reason reason) => reason switch
    {
        Reason.None => "The click counts.",
        Reason.TokenMissing => "The click URL has no spl.",
        Reason.TokenForged => "The spl was not made by this exchange, or was changed.",
        Reason.TokenOfAnotherJob => "The spl belongs to another job.",
        Reason.TokenOfAnotherFeed => "The spl belongs to another feed.",
        Reason.FeedArchived => "The feed is archived.",
        Reason.AgentMissing => "The visitor sent no user agent.",
        Reason.AgentListed => "The user agent is a known crawler or tool.",
        Reason.OtherCountry => "The address is outside the country whose clicks pay.",
        Reason.PriceTooOld => "The click URL is older than the feed's click expiration.",
        Reason.ClickedBefore =>
            "The same visitor made a billable click on this job inside the feed's duplicate window.",
        Reason.BudgetRanOut => "The campaign's budget ran out at this click.",
        Reason.JobLeftItsFeed => "The job left its advertiser's feed.",
        Reason.JobPastItsDate => "The job's end date has passed.",
        Reason.JobWithoutCampaign => "No campaign takes the job.",
        Reason.CampaignPaused => "The job's campaign is paused.",
        Reason.JobWithoutPrice => "The job has no price.",
        Reason.CampaignOutOfBudget => "The job's campaign cannot pay its price.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
