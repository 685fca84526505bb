using Placard.Kernel;
using Placard.Storage;

namespace Placard.Apply.Records;

/// <summary>Reads of applications for other rooms.</summary>
internal sealed class ApplicationReads : IApplications
{
    public async Task<IReadOnlyDictionary<ClickId, ClickId>> ClicksOf(
        DbSession session, IReadOnlyCollection<ClickId> applications)
    {
        var list = new IdList([.. applications.Select(id => id.ToBytes())]);
        var rows = await session.Query<Row>(
            $"""
            SELECT tlr_application_id, tlr_sid FROM applications
            WHERE tlr_application_id IN {list.Sql} AND tlr_sid IS NOT NULL
            """, list.With()).ConfigureAwait(false);
        return rows.ToDictionary(row => ClickId.FromBytes(row.TlrApplicationId), row => ClickId.FromBytes(row.TlrSid));
    }

    private sealed record Row(byte[] TlrApplicationId, byte[] TlrSid);

    public Task<long?> FirstStartedAtMs(DbSession session, long campaignId) => session.Scalar<long?>(
        "SELECT MIN(started_at_ms) FROM applications WHERE campaign_id = @campaignId", new { campaignId });

    public IAsyncEnumerable<ApplicationTimes> Between(DbSession session, long campaignId, long fromMs, long toMs) =>
        session.Stream<ApplicationTimes>(
            """
            SELECT started_at_ms, CASE WHEN outcome = 'VALID' THEN completed_at_ms END AS valid_at_ms
            FROM applications WHERE campaign_id = @campaignId AND (
                (started_at_ms >= @fromMs AND started_at_ms < @toMs)
                OR (outcome = 'VALID' AND completed_at_ms >= @fromMs AND completed_at_ms < @toMs))
            """, new { campaignId, fromMs, toMs });
}
