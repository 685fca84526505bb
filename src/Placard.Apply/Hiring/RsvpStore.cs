using Placard.Apply.Forms;
using Placard.Storage;

namespace Placard.Apply.Hiring;

/// <summary>People who have a place in one half hour.</summary>
internal sealed record TakenRow(long SlotAtMs, long Taken);

/// <summary>A valid RSVP as the final list names it; the person is sealed, null once forgotten.</summary>
internal sealed record GuestRow(byte[] TlrApplicationId, byte[]? Person, long SlotAtMs);

/// <summary>What was told of an event.</summary>
internal sealed record SummaryRow(long CampaignId, long ToldUntilMs, long? FirstNewMs, long? ListForDay);

/// <summary>
/// The SQL of RSVPs beside the rows themselves. Places are taken by valid RSVPs, those that the advertiser is told of:
/// others would use its event up without bringing anybody. A place is a person's, not a row's; what is forgotten keeps
/// its place.
/// </summary>
internal static class RsvpStore
{
    private const string OfOthers =
        """
        FROM applications WHERE campaign_id = @campaignId AND slot_at_ms IS NOT NULL AND outcome = 'VALID'
            AND (email_mark IS NULL OR email_mark <> @mark)
        """;

    private const string People =
        "COUNT(DISTINCT email_mark) + CAST(COALESCE(SUM(CASE WHEN email_mark IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT)";

    /// <summary>
    /// Places taken by half hour, and people in all; those of <paramref name="mark"/> are not counted.
    /// </summary>
    public static async Task<(Dictionary<long, long> BySlot, long InAll)> Taken(
        DbSession session, long campaignId, byte[] mark)
    {
        var slots = await session.Query<TakenRow>(
            $"SELECT slot_at_ms, {People} AS taken {OfOthers} GROUP BY slot_at_ms", new { campaignId, mark })
            .ConfigureAwait(false);
        var inAll = await session.Scalar<long>($"SELECT {People} {OfOthers}", new { campaignId, mark })
            .ConfigureAwait(false);
        return (slots.ToDictionary(slot => slot.SlotAtMs, slot => slot.Taken), inAll);
    }

    /// <summary>Whether the person made a valid RSVP with this company after the moment.</summary>
    public static async Task<bool> HasAnswered(DbSession session, long customerId, byte[] mark, long afterMs) =>
        await session.Scalar<long>(
            """
            SELECT COUNT(*) FROM applications
            WHERE email_mark = @mark AND completed_at_ms > @afterMs AND customer_id = @customerId AND kind = 1
                AND outcome = 'VALID'
            """, new { customerId, mark, afterMs }).ConfigureAwait(false) > 0;

    /// <summary>Makes a valid RSVP part of the event's next summary.</summary>
    public static Task NoteNew(DbSession session, long campaignId, long nowMs) => session.Execute(
        """
        INSERT INTO event_summaries (campaign_id, told_until_ms, first_new_ms) VALUES (@campaignId, 0, @nowMs)
        ON CONFLICT (campaign_id) DO UPDATE SET first_new_ms = COALESCE(event_summaries.first_new_ms, @nowMs)
        """, new { campaignId, nowMs });

    public static async Task<Dictionary<long, SummaryRow>> Summaries(DbSession session) =>
        (await session.Query<SummaryRow>(
            "SELECT campaign_id, told_until_ms, first_new_ms, list_for_day FROM event_summaries")
            .ConfigureAwait(false)).ToDictionary(row => row.CampaignId);

    public static Task<SummaryRow?> Summary(DbSession session, long campaignId) => session.First<SummaryRow>(
        """
        SELECT campaign_id, told_until_ms, first_new_ms, list_for_day FROM event_summaries
        WHERE campaign_id = @campaignId
        """, new { campaignId });

    /// <summary>Valid RSVPs of an event after a moment.</summary>
    public static Task<long> CountAfter(DbSession session, long campaignId, long afterMs) => session.Scalar<long>(
        """
        SELECT COUNT(*) FROM applications
        WHERE campaign_id = @campaignId AND slot_at_ms IS NOT NULL AND outcome = 'VALID' AND completed_at_ms > @afterMs
        """, new { campaignId, afterMs });

    public static Task MarkTold(DbSession session, long campaignId, long nowMs) => session.Execute(
        "UPDATE event_summaries SET told_until_ms = @nowMs, first_new_ms = NULL WHERE campaign_id = @campaignId",
        new { campaignId, nowMs });

    public static Task MarkListed(DbSession session, long campaignId, long day) => session.Execute(
        """
        INSERT INTO event_summaries (campaign_id, told_until_ms, list_for_day) VALUES (@campaignId, 0, @day)
        ON CONFLICT (campaign_id) DO UPDATE SET list_for_day = @day
        """, new { campaignId, day });

    /// <summary>The event whose list an RSVP may stand on; null when it is none.</summary>
    public static Task<long?> EventOf(DbSession session, long applicationId) => session.Scalar<long?>(
        "SELECT campaign_id FROM applications WHERE id = @applicationId AND kind = 1 AND outcome = 'VALID'",
        new { applicationId });

    /// <summary>The final list has not left after all.</summary>
    public static Task MarkUnlisted(DbSession session, long campaignId) => session.Execute(
        "UPDATE event_summaries SET list_for_day = NULL WHERE campaign_id = @campaignId", new { campaignId });

    /// <summary>Valid RSVPs of an event, by half hour.</summary>
    public static Task<List<GuestRow>> Guests(DbSession session, long campaignId) => session.Query<GuestRow>(
        """
        SELECT tlr_application_id, person, slot_at_ms FROM applications
        WHERE campaign_id = @campaignId AND slot_at_ms IS NOT NULL AND outcome = 'VALID' ORDER BY slot_at_ms, id
        """, new { campaignId });
}
