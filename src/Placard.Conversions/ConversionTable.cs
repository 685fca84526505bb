using Placard.Kernel;
using Placard.Storage;

namespace Placard.Conversions;

/// <summary>The SQL of conversions.</summary>
internal sealed class ConversionTable(ExchangeCalendar calendar) : IConversions
{
    private static readonly AppendPlan Plan = new(
        "conversions",
        [
            ("seq", ColumnType.Number), ("tlr_sid", ColumnType.Blob), ("event", ColumnType.Number),
            ("repeat_seq", ColumnType.Number), ("occurred_at_ms", ColumnType.Number), ("day", ColumnType.Number),
            ("click_seq", ColumnType.Number), ("job_id", ColumnType.Number), ("feed_id", ColumnType.Number),
            ("publisher_id", ColumnType.Number), ("campaign_id", ColumnType.Number),
            ("customer_id", ColumnType.Number),
        ],
        "ON CONFLICT (tlr_sid, event, repeat_seq) DO NOTHING");

    public async Task<IReadOnlyList<ConversionDay>> CountedByDay(
        DbSession session, long campaignId, int fromDay, int toDay) =>
        await session.Query<ConversionDay>(
            """
            SELECT day, event, COUNT(*) AS count FROM conversions
            WHERE campaign_id = @campaignId AND day >= @fromDay AND day <= @toDay AND repeat_seq = 0
            GROUP BY day, event
            """, new { campaignId, fromDay = (long)fromDay, toDay = (long)toDay }).ConfigureAwait(false);

    /// <summary>
    /// Numbers for a batch. The counter's row stays locked until the commit, so that numbers show in their order and
    /// batches of several nodes pass one after the other.
    /// </summary>
    public static Task<long> TakeNumbers(DbSession session, int count) =>
        session.NextIds(Area.Ledger, "conversions", count: count);

    /// <summary>Writes those that may count; answers the numbers of those that do.</summary>
    public async Task<HashSet<long>> AppendFirsts(DbSession session, List<Conversion> firsts)
    {
        var written = await Append(session, firsts).ConfigureAwait(false);
        if (written == firsts.Count)
        {
            return [.. firsts.Select(first => first.Seq)];
        }
        var landed = await session.Query<long>(
            "SELECT seq FROM conversions WHERE seq >= @low AND seq <= @high",
            new { low = firsts.Min(first => first.Seq), high = firsts.Max(first => first.Seq) }).ConfigureAwait(false);
        return [.. landed];
    }

    /// <summary>Writes conversions as they are: repeats under their own number.</summary>
    public Task<int> Append(DbSession session, List<Conversion> conversions) =>
        session.Append(Plan, conversions.Count, (row, to) => Bind(conversions[row], to));

    private void Bind(Conversion conversion, IRowBinder to)
    {
        to.Number(conversion.Seq);
        to.Blob(conversion.ClickId.ToBytes());
        to.Number(conversion.Event);
        to.Number(conversion.IsRepeat ? conversion.Seq : 0);
        to.Number(conversion.OccurredAtMs);
        to.Number(calendar.DayOf(conversion.OccurredAtMs));
        to.Number(conversion.Click?.Seq);
        to.Number(conversion.Click?.JobId);
        to.Number(conversion.Click?.FeedId);
        to.Number(conversion.Click?.PublisherId);
        to.Number(conversion.Click?.CampaignId);
        to.Number(conversion.Click?.CustomerId);
    }
}
