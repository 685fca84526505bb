namespace Placard.Publishing;

/// <summary>How a feed is paid.</summary>
public enum PricingModel
{
    /// <summary>A share of the job's price, sealed into the click URL.</summary>
    Dynamic,

    /// <summary>A fixed fee a click; only jobs that cost at least as much.</summary>
    Flat,
}

/// <summary>
/// A feed's terms as clicks and builds need them, in memory. <paramref name="SharePercent"/> counts for a dynamic feed,
/// <paramref name="FlatCpcCents"/> for a flat one.
/// </summary>
public sealed record FeedTerms(
    long FeedId,
    long PublisherId,
    string Name,
    bool IsLive,
    PricingModel Pricing,
    long SharePercent,
    long FlatCpcCents,
    long ClickExpirationHours,
    long DuplicateClickMinutes,
    long ExpiredClickCents,
    long StaleClickCents,
    string? ClickIdParameter)
{
    /// <summary>
    /// What a click on a job of this price earns the feed, in cents: its share rounded down, at least 1, or its fee;
    /// null when a flat feed does not get the job.
    /// </summary>
    public long? PriceCents(long jobPriceCents) => Pricing switch
    {
        PricingModel.Dynamic => Math.Max(1, jobPriceCents * SharePercent / 100),
        _ => jobPriceCents >= FlatCpcCents ? FlatCpcCents : null,
    };
}

/// <summary>What other rooms may ask of Publishing. Answers come from memory.</summary>
public interface IFeeds
{
    /// <summary>A feed's terms, archived ones included; null when there never was such a feed.</summary>
    FeedTerms? Find(long feedId);

    /// <summary>
    /// The longest duplicate window of any feed, in minutes: how far back the click writer remembers.
    /// </summary>
    long LongestDuplicateMinutes { get; }
}

/// <summary>What a click URL's token says once it is opened.</summary>
public readonly record struct SplContents(long JobId, long FeedId, long PriceCents, long ShownAtMs);

/// <summary>
/// Seals and opens the <c>spl</c> of click URLs: AES-256-GCM under the key ring's <c>spl</c> keys, URL-safe base64
/// without padding, at most 80 characters.
/// </summary>
public interface ISpl
{
    /// <summary>Writes a fresh token; answers the characters written (the span needs 80).</summary>
    int Seal(in SplContents contents, Span<char> into);

    /// <summary>
    /// False for anything that was not sealed by this exchange. Never throws; cheap on plain garbage.
    /// </summary>
    bool TryOpen(ReadOnlySpan<char> token, out SplContents contents);
}
