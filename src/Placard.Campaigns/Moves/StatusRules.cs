namespace Placard.Campaigns;

/// <summary>What an advertiser may ask of a campaign.</summary>
internal enum CampaignMove
{
    Launch,
    Pause,
    Archive,
}

/// <summary>Which moves are allowed, and how money decides between live and out of budget. Pure.</summary>
internal static class StatusRules
{
    /// <summary>
    /// The status after a move, or why it is refused. Asking for what already is changes nothing and is allowed. A
    /// launched campaign is <c>LIVE</c> here; <see cref="Settled"/> then looks at its money.
    /// </summary>
    public static (string? Status, string? Refusal) After(string status, CampaignMove move, bool hasMoney)
    {
        if (move == CampaignMove.Archive)
        {
            return (StatusWords.Archived, null);
        }
        if (status == StatusWords.Archived)
        {
            return (null, "An archived campaign is over. Make a new one.");
        }
        if (move == CampaignMove.Pause)
        {
            return status == StatusWords.Draft
                ? (null, "A draft has never been live, so it cannot be paused.")
                : (StatusWords.Paused, null);
        }
        return hasMoney
            ? (StatusWords.Live, null)
            : (null, "The campaign has no money: give it a monthlyBudget or a one-time budget first.");
    }

    /// <summary>A running campaign is live as long as it can pay its cheapest job.</summary>
    public static string Settled(string status, long availableCents, long cheapestCents) =>
        status is not (StatusWords.Live or StatusWords.OutOfBudget) ? status
        : availableCents >= cheapestCents ? StatusWords.Live
        : StatusWords.OutOfBudget;
}
