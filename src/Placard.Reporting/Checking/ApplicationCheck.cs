using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Placard.Events;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Reporting.Checking;

/// <summary>
/// Applications and RSVPs: every valid one came from a billable click on its job and is the only one of its person
/// inside its window; what the advertiser was told is exactly what the rows owe.
/// </summary>
internal sealed class ApplicationCheck(Findings findings, IEventBooks outbox)
{
    private const long DayMs = 86_400_000;
    private const int MostOutboxFindings = 20;

    /// <summary>Seed 3: the same job reference and e-mail inside 120 days are one application.</summary>
    private const long ApplicationWindowMs = 120 * DayMs;

    /// <summary>Contract, section 7: one RSVP of a person with a company inside 30 days.</summary>
    private const long RsvpWindowMs = 30 * DayMs;

    public async Task<(long Applications, long Events)> Run(DbSession session)
    {
        await CheckEnds(session).ConfigureAwait(false);
        await CheckClicks(session).ConfigureAwait(false);
        await CheckWindow(session, "kind = 0", "customer_id, job_reference, email_mark", ApplicationWindowMs,
            "applications for one job reference").ConfigureAwait(false);
        await CheckWindow(session, "kind = 1", "customer_id, email_mark", RsvpWindowMs, "RSVPs with one company")
            .ConfigureAwait(false);
        var owed = await Owed(session).ConfigureAwait(false);
        var events = await CheckTold(session, owed).ConfigureAwait(false);
        foreach (var finding in await outbox.Findings(session, MostOutboxFindings).ConfigureAwait(false))
        {
            findings.Note("the outbox contradicts itself", finding);
        }
        return (owed.Count, events);
    }

    private async Task CheckEnds(DbSession session)
    {
        await foreach (var row in session.Stream<IdRow>(
            """
            SELECT tlr_application_id AS id FROM applications WHERE
                (status = 'COMPLETED') <> (completed_at_ms IS NOT NULL)
                OR (status = 'COMPLETED') <> (outcome IS NOT NULL)
                OR status NOT IN ('STARTED', 'COMPLETED') OR outcome NOT IN ('VALID', 'DUPLICATE', 'UNBILLABLE')
                OR completed_at_ms < started_at_ms
            """).ConfigureAwait(false))
        {
            findings.Note("applications whose status, outcome and times disagree",
                $"application {ClickId.FromBytes(row.Id)}: its status, outcome and times do not belong together");
        }
    }

    private async Task CheckClicks(DbSession session)
    {
        await foreach (var row in session.Stream<IdRow>(
            """
            SELECT a.tlr_application_id AS id FROM applications a LEFT JOIN clicks c ON c.tlr_sid = a.tlr_sid
            WHERE a.outcome = 'VALID' AND (
                c.seq IS NULL OR c.verdict <> 0 OR c.job_id <> a.job_id OR c.customer_id <> a.customer_id)
            """).ConfigureAwait(false))
        {
            findings.Note("valid applications without a billable click",
                $"application {ClickId.FromBytes(row.Id)} is valid, but came from no billable click on its job");
        }
    }

    // Forgotten people have no mark: what was theirs cannot be compared any more.
    private async Task CheckWindow(DbSession session, string kind, string person, long windowMs, string what)
    {
        await foreach (var row in session.Stream<PairRow>(
            $"""
            SELECT id, earlier, apart FROM (
                SELECT tlr_application_id AS id,
                    LAG(tlr_application_id) OVER (PARTITION BY {person} ORDER BY completed_at_ms, id) AS earlier,
                    completed_at_ms - LAG(completed_at_ms) OVER (
                        PARTITION BY {person} ORDER BY completed_at_ms, id) AS apart
                FROM applications WHERE {kind} AND outcome = 'VALID' AND email_mark IS NOT NULL) pairs
            WHERE apart < @windowMs
            """, new { windowMs }).ConfigureAwait(false))
        {
            findings.Note("duplicates that count as valid",
                $"applications {ClickId.FromBytes(row.Earlier)} and {ClickId.FromBytes(row.Id)} are both valid, of one "
                + $"person, {what}, and {row.Apart / 1000} s apart");
        }
    }

    private static async Task<Dictionary<ClickId, Owing>> Owed(DbSession session)
    {
        var owed = new Dictionary<ClickId, Owing>();
        await foreach (var row in session.Stream<OwingRow>(
            """
            SELECT tlr_application_id AS id, customer_id, CASE WHEN kind = 0 THEN 1 ELSE 0 END AS started,
                CASE WHEN outcome = 'VALID' THEN 1 ELSE 0 END AS completed FROM applications
            """).ConfigureAwait(false))
        {
            owed[ClickId.FromBytes(row.Id)] = new Owing(row.CustomerId, (int)row.Started, (int)row.Completed);
        }
        return owed;
    }

    private async Task<long> CheckTold(DbSession session, Dictionary<ClickId, Owing> owed)
    {
        long events = 0;
        await foreach (var entry in outbox.Entries(session).ConfigureAwait(false))
        {
            events++;
            Take(entry, owed);
        }
        foreach (var (id, left) in owed.Where(entry => entry.Value is not { Started: 0, Completed: 0 }))
        {
            findings.Note("applications that were told wrongly", $"application {id}: "
                + string.Join(" and ", new[] { Wrong("started", left.Started), Wrong("completed", left.Completed) }
                    .OfType<string>()));
        }
        return events;
    }

    private void Take(EventEntry entry, Dictionary<ClickId, Owing> owed)
    {
        var isStarted = entry.Type == EventTypes.ApplicationStarted;
        if (!isStarted && entry.Type != EventTypes.ApplicationCompleted)
        {
            return;
        }
        var id = ClickId.TryParse(entry.Subject, out var parsed) ? parsed : default;
        ref var left = ref CollectionsMarshal.GetValueRefOrNullRef(owed, id);
        if (Unsafe.IsNullRef(ref left) || left.CustomerId != entry.CustomerId)
        {
            findings.Note("events about nothing",
                $"event {entry.Seq} ({entry.Type}) is about {entry.Subject}, which is no application of its customer");
            return;
        }
        left = isStarted ? left with { Started = left.Started - 1 } : left with { Completed = left.Completed - 1 };
    }

    private static string? Wrong(string what, int left) => left switch
    {
        0 => null,
        > 0 => $"its {what} event is missing",
        _ => $"it has {-left} {what} event{(left == -1 ? "" : "s")} too many",
    };

    /// <summary>How many events of each kind are still owed; below zero there were too many.</summary>
    private readonly record struct Owing(long CustomerId, int Started, int Completed);

    private sealed record IdRow(byte[] Id);

    private sealed record PairRow(byte[] Id, byte[] Earlier, long Apart);

    private sealed record OwingRow(byte[] Id, long CustomerId, long Started, long Completed);
}
