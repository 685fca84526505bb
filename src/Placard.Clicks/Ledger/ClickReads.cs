using Placard.Kernel;
using Placard.Storage;

namespace Placard.Clicks.Ledger;

/// <summary>Reads of the ledger for other rooms.</summary>
internal sealed class ClickReads : IClicks
{
    public async Task<IReadOnlyDictionary<ClickId, ClickSeen>> Find(
        DbSession session, IReadOnlyCollection<ClickId> ids)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<ClickId, ClickSeen>();
        }
        var list = new IdList([.. ids.Select(id => id.ToBytes())]);
        var rows = await session.Query<SeenRow>(
            $"""
            SELECT tlr_sid, seq, clicked_at_ms, job_id, feed_id, publisher_id, campaign_id, segment_id, customer_id,
                verdict FROM clicks WHERE tlr_sid IN {list.Sql}
            """, list.With()).ConfigureAwait(false);
        return rows.Select(row => row.Seen()).ToDictionary(seen => seen.Id);
    }

    public Task<long> LastSeq(DbSession session) => ClickTable.LastSeq(session);

    // Every click is read once by a fold while the next ones come in, so it goes past the mapper's boxes.
    public async IAsyncEnumerable<ClickTally> After(DbSession session, long seq, long upToSeq)
    {
        var rows = await session.Read(
            """
            SELECT seq, clicked_at_ms, feed_id, campaign_id, verdict, charged_cents, earned_micros
            FROM clicks WHERE seq > @seq AND seq <= @upToSeq ORDER BY seq
            """, new { seq, upToSeq }).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.Next(session.Stop).ConfigureAwait(false))
            {
                yield return new ClickTally(
                    rows.Number(0), rows.Number(1), rows.Number(2), rows.NumberOrNull(3), (Verdict)rows.Number(4),
                    rows.Number(5), rows.Number(6));
            }
        }
    }

    private sealed record SeenRow(
        byte[] TlrSid, long Seq, long ClickedAtMs, long JobId, long FeedId, long PublisherId, long? CampaignId,
        long? SegmentId, long CustomerId, long Verdict)
    {
        public ClickSeen Seen() => new(
            ClickId.FromBytes(TlrSid), Seq, ClickedAtMs, JobId, FeedId, PublisherId, CampaignId, SegmentId, CustomerId,
            (Verdict)Verdict);
    }
}
