using System.Runtime.InteropServices;
using Placard.Clicks;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Reporting.Checking;

/// <summary>
/// One pass over every click: each must be consistent with its own verdict, and their sums are kept. The auditor reads
/// any table by SQL, Clicks' among them: asking a room whether its own books are right would prove nothing.
/// </summary>
internal sealed class LedgerCheck(Findings findings, ExchangeCalendar calendar)
{
    private const string Sql =
        """
        SELECT seq, tlr_sid, feed_id, campaign_id, verdict, charged_cents, earned_micros, sent_back, window_minutes,
            clicked_at_ms, publisher_id, customer_id
        FROM clicks
        """;

    public async Task<ClickSums> Run(DbSession session)
    {
        var sums = new ClickSums
        {
            Cursor = await session.Scalar<long?>("SELECT seq FROM fold_cursors WHERE name = 'clicks'")
                .ConfigureAwait(false) ?? 0,
        };
        var reader = await session.Read(Sql).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.Next(session.Stop).ConfigureAwait(false))
            {
                var click = LedgerRow.Of(reader);
                Judge(click, reader);
                Add(sums, click);
            }
        }
        CheckOrder(sums);
        return sums;
    }

    private void Judge(LedgerRow click, RowReader reader)
    {
        var id = ClickId.FromBytes(reader.Blob(1));
        if (Objection(click) is { } objection)
        {
            findings.Note("clicks at odds with their verdict", $"click {id} (number {click.Seq}): {objection}");
        }
        // An id carries the moment of its click, and the reports' days and months go by that moment.
        if (id.UnixMs != click.ClickedAtMs)
        {
            findings.Note("clicks at another time than their id's",
                $"click {id} (number {click.Seq}): its time is {click.ClickedAtMs - id.UnixMs} ms off its id's");
        }
    }

    /// <summary>What is wrong with a click, seen for itself; null when nothing is.</summary>
    internal static string? Objection(LedgerRow click)
    {
        if (!Enum.IsDefined((Verdict)click.Verdict))
        {
            return $"there is no verdict {click.Verdict}";
        }
        var verdict = (Verdict)click.Verdict;
        return verdict switch
        {
            Verdict.Billable when click.CampaignId == null => "billable without a campaign that pays",
            Verdict.Billable when click.ChargedCents < 1 => $"billable, but charged {click.ChargedCents} cents",
            not Verdict.Billable when click.ChargedCents != 0 =>
                $"{verdict.Word()}, but charged {click.ChargedCents} cents",
            Verdict.Duplicate or Verdict.Bot or Verdict.Geo or Verdict.Invalid when click.EarnedMicros != 0 =>
                $"{verdict.Word()}, but earned {click.EarnedMicros} micros",
            Verdict.Stale or Verdict.Expired or Verdict.Capped when click is { SentBack: true, EarnedMicros: not 0 } =>
                $"{verdict.Word()} and sent back to the publisher, but earned {click.EarnedMicros} micros",
            _ => click.EarnedMicros < 0 ? $"earned {click.EarnedMicros} micros" : null,
        };
    }

    private void Add(ClickSums sums, LedgerRow click)
    {
        sums.Clicks++;
        sums.FeedOwners.Add((click.FeedId, click.PublisherId));
        sums.FirstSeq = Math.Min(sums.FirstSeq, click.Seq);
        sums.LastSeq = Math.Max(sums.LastSeq, click.Seq);
        sums.LongestWindowMinutes = Math.Max(sums.LongestWindowMinutes, click.WindowMinutes);
        var verdict = (Verdict)click.Verdict;
        var paid = verdict == Verdict.Billable ? 1 : 0;
        var isFolded = click.Seq <= sums.Cursor;
        var day = ExchangeCalendar.Counts(click.ClickedAtMs) ? calendar.DayOf(click.ClickedAtMs) : 0;
        if (isFolded)
        {
            ref var feed = ref CollectionsMarshal.GetValueRefOrAddDefault(sums.Feeds, (click.FeedId, day), out _);
            feed += new FeedTotal(
                1,
                verdict is Verdict.Expired or Verdict.Capped ? 1 : 0,
                verdict == Verdict.Stale ? 1 : 0,
                paid,
                click.EarnedMicros);
        }
        if (click.CampaignId is not { } campaignId)
        {
            return;
        }
        sums.CampaignOwners.Add((campaignId, click.CustomerId));
        CollectionsMarshal.GetValueRefOrAddDefault(sums.ChargedCents, (campaignId, day), out _) += click.ChargedCents;
        if (isFolded)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums.Campaigns, (campaignId, day), out _);
            sum += new CampaignTotal(1, paid, click.ChargedCents);
        }
    }

    // The number is the table's key, so no two clicks share one: it is enough to count.
    private void CheckOrder(ClickSums sums)
    {
        if (sums.Clicks > 0 && (sums.FirstSeq != 1 || sums.LastSeq != sums.Clicks))
        {
            findings.Note("gaps in the ledger",
                $"the ledger has {sums.Clicks} clicks, but their numbers go from {sums.FirstSeq} to {sums.LastSeq}: "
                + "some are missing");
        }
        if (sums.Cursor > sums.LastSeq)
        {
            findings.Note("days ahead of the ledger",
                $"the days include click number {sums.Cursor}, but the ledger ends with {sums.LastSeq}");
        }
    }
}

/// <summary>What the checks look at in one click.</summary>
internal readonly record struct LedgerRow(
    long Seq,
    long FeedId,
    long? CampaignId,
    long Verdict,
    long ChargedCents,
    long EarnedMicros,
    bool SentBack,
    long WindowMinutes,
    long ClickedAtMs,
    long PublisherId,
    long CustomerId)
{
    public static LedgerRow Of(RowReader reader) => new(
        reader.Number(0),
        reader.Number(2),
        reader.NumberOrNull(3),
        reader.Number(4),
        reader.Number(5),
        reader.Number(6),
        reader.Number(7) != 0,
        reader.Number(8),
        reader.Number(9),
        reader.Number(10),
        reader.Number(11));
}
