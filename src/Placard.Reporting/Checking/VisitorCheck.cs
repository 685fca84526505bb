using Placard.Kernel;
using Placard.Storage;

namespace Placard.Reporting.Checking;

/// <summary>
/// No two billable clicks of one visitor on one job lie closer than the later one's duplicate window. Clicks come in
/// the order of their ids, which is the order of time; what no window reaches any more is forgotten.
/// </summary>
internal sealed class VisitorCheck(Findings findings)
{
    private const string Sql =
        "SELECT seq, tlr_sid, visitor, job_id, window_minutes FROM clicks WHERE verdict = 0 ORDER BY tlr_sid";

    private Dictionary<(long Visitor, long JobId), Seen> young = [];
    private Dictionary<(long Visitor, long JobId), Seen> old = [];
    private long youngSinceMs = long.MinValue;

    private readonly record struct Seen(long Seq, ClickId Id, long WindowMinutes);

    public async Task Run(DbSession session, long longestWindowMinutes)
    {
        if (longestWindowMinutes == 0)
        {
            return;
        }
        var reader = await session.Read(Sql).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.Next(session.Stop).ConfigureAwait(false))
            {
                var id = ClickId.FromBytes(reader.Blob(1));
                Look(
                    (reader.Number(2), reader.Number(3)),
                    new Seen(reader.Number(0), id, reader.Number(4)),
                    longestWindowMinutes * 60_000);
            }
        }
    }

    private void Look((long Visitor, long JobId) key, Seen click, long longestWindowMs)
    {
        if (youngSinceMs == long.MinValue || click.Id.UnixMs - youngSinceMs > longestWindowMs)
        {
            (old, young) = (young, []);
            youngSinceMs = click.Id.UnixMs;
        }
        if (young.TryGetValue(key, out var before) || old.TryGetValue(key, out before))
        {
            Compare(key.JobId, before, click);
        }
        young[key] = click;
    }

    private void Compare(long jobId, Seen before, Seen click)
    {
        // Of two requests of one moment the ledger may have taken the younger first: the one it took last was judged.
        var judgedMinutes = click.Seq > before.Seq ? click.WindowMinutes : before.WindowMinutes;
        var apartMs = click.Id.UnixMs - before.Id.UnixMs;
        if (apartMs < judgedMinutes * 60_000)
        {
            findings.Note("duplicates that were billed",
                $"clicks {before.Id} and {click.Id} on job {jobId} are billable, of one visitor, and "
                + $"{apartMs / 1000} s apart: the window is {judgedMinutes} minutes");
        }
    }
}
