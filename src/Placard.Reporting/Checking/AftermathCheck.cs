using Placard.Contract.Dispositions;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Reporting.Checking;

/// <summary>
/// What advertisers reported back: of a click's conversions of one event exactly one counts, no disposition is there
/// twice, and what is said to belong to a click belongs to that click.
/// </summary>
internal sealed class AftermathCheck(Findings findings)
{
    public async Task<(long Conversions, long Dispositions)> Run(DbSession session)
    {
        await CheckCounting(session).ConfigureAwait(false);
        await CheckConversions(session).ConfigureAwait(false);
        await CheckRepeats(session, "tlr_sid", "AND by_click IS NOT NULL").ConfigureAwait(false);
        await CheckRepeats(session, "tlr_application_id", "").ConfigureAwait(false);
        await CheckDispositions(session).ConfigureAwait(false);
        return (
            await session.Scalar<long>("SELECT COUNT(*) FROM conversions").ConfigureAwait(false),
            await session.Scalar<long>("SELECT COUNT(*) FROM dispositions").ConfigureAwait(false));
    }

    private async Task CheckCounting(DbSession session)
    {
        await foreach (var row in session.Stream<CountedRow>(
            """
            SELECT tlr_sid, event, CAST(SUM(CASE WHEN repeat_seq = 0 THEN 1 ELSE 0 END) AS BIGINT) AS counted,
                COUNT(*) AS reported FROM conversions
            GROUP BY tlr_sid, event HAVING SUM(CASE WHEN repeat_seq = 0 THEN 1 ELSE 0 END) <> 1
            """).ConfigureAwait(false))
        {
            findings.Note("conversions counted wrongly",
                $"conversion event {row.Event} of click {ClickId.FromBytes(row.TlrSid)} was reported {row.Reported} "
                + $"times and counts {row.Counted} times instead of once");
        }
    }

    private async Task CheckRepeats(DbSession session, string id, string and)
    {
        await foreach (var row in session.Stream<RepeatRow>(
            $"""
            SELECT {id} AS id, event, COUNT(*) AS stored FROM dispositions WHERE {id} IS NOT NULL {and}
            GROUP BY {id}, event, event_time_ms HAVING COUNT(*) > 1
            """).ConfigureAwait(false))
        {
            findings.Note("dispositions stored twice",
                $"disposition {DispositionWords.Events[(int)row.Event]} of {ClickId.FromBytes(row.Id)} "
                + $"is stored {row.Stored} times");
        }
    }

    private Task CheckConversions(DbSession session) => CheckOwners(
        session, "conversion", "conversions", "SELECT t.tlr_sid AS id, t.event FROM conversions t", "t.tlr_sid");

    // An application that was hosted here names the click, whatever click id was sent along.
    private Task CheckDispositions(DbSession session) => CheckOwners(
        session, "disposition", "dispositions",
        """
        SELECT COALESCE(a.tlr_sid, t.tlr_sid, t.tlr_application_id) AS id, t.event FROM dispositions t
        LEFT JOIN applications a ON a.tlr_application_id = t.tlr_application_id
        """,
        "COALESCE(a.tlr_sid, t.tlr_sid)");

    // Outer joins both ways in one: a row must point at its click, and a row of a known click must point at all.
    private async Task CheckOwners(DbSession session, string what, string table, string rows, string clickId)
    {
        await foreach (var row in session.Stream<OwnerRow>(
            $"""
            {rows} LEFT JOIN clicks c ON c.tlr_sid = {clickId}
            WHERE COALESCE(t.click_seq, 0) <> COALESCE(c.seq, 0)
                OR COALESCE(t.campaign_id, 0) <> COALESCE(c.campaign_id, 0)
                OR COALESCE(t.customer_id, 0) <> COALESCE(c.customer_id, 0)
                OR COALESCE(t.publisher_id, 0) <> COALESCE(c.publisher_id, 0)
            """).ConfigureAwait(false))
        {
            findings.Note($"{table} that do not match their click",
                $"a {what} (event {row.Event}) of click {ClickId.FromBytes(row.Id)} does not name that click "
                + "and its owners");
        }
    }

    private sealed record CountedRow(byte[] TlrSid, long Event, long Counted, long Reported);

    private sealed record RepeatRow(byte[] Id, long Event, long Stored);

    private sealed record OwnerRow(byte[] Id, long Event);
}
