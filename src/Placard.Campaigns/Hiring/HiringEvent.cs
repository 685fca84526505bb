namespace Placard.Campaigns;

/// <summary>
/// A campaign of <c>adType</c> EVENT, as whoever takes its RSVPs needs it. What was never given is null or empty:
/// campaigns are complete only once they were launched.
/// </summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="Name">The campaign's name.</param>
/// <param name="IsOpen">Neither a draft nor archived.</param>
/// <param name="IsOnline">Attended at <paramref name="Url"/>; else at <paramref name="Location"/>.</param>
/// <param name="Start">First day.</param>
/// <param name="End">Last day.</param>
/// <param name="Frames">When it is open, on the wall clock of the exchange's zone.</param>
/// <param name="Location">Physical address.</param>
/// <param name="Url">Where an online event is attended.</param>
/// <param name="MaxRsvps">The most people, over all slots; null without end.</param>
/// <param name="MaxRsvpsPerSlot">The most people of one half hour; null without end.</param>
/// <param name="EmailAddress">Who gets the daily summary and the final list.</param>
public sealed record HiringEvent(
    long CampaignId,
    long CustomerId,
    string Name,
    bool IsOpen,
    bool IsOnline,
    DateOnly? Start,
    DateOnly? End,
    IReadOnlyList<TimeFrame> Frames,
    string? Location,
    string? Url,
    long? MaxRsvps,
    long? MaxRsvpsPerSlot,
    string? EmailAddress);
