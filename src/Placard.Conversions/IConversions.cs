using Placard.Storage;

namespace Placard.Conversions;

/// <summary>
/// How many conversions of one event count on one day. <paramref name="Day"/> is yyyymmdd in the exchange's zone,
/// <paramref name="Event"/> 1 to 3.
/// </summary>
public sealed record ConversionDay(long Day, long Event, long Count);

/// <summary>What other rooms may ask of Conversions.</summary>
public interface IConversions
{
    /// <summary>
    /// Counted conversions (no repeats) of clicks of this campaign, by the day they were reported, both days included.
    /// Days and events without any are left out.
    /// </summary>
    Task<IReadOnlyList<ConversionDay>> CountedByDay(DbSession session, long campaignId, int fromDay, int toDay);
}
