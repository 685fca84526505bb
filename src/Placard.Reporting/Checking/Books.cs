using Placard.Events;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Reporting.Checking;

/// <summary>All checks, one after the other, over one moment of the store.</summary>
internal sealed class Books(Store store, ExchangeCalendar calendar, IEventBooks outbox) : IBooks
{
    public async Task<BooksChecked> Check(Action<BookFinding> found, CancellationToken stop)
    {
        var lease = await store.OpenSnapshot(stop).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            return await Check(lease.Session, found).ConfigureAwait(false);
        }
    }

    /// <summary>Checks what this session sees, which must not change meanwhile.</summary>
    internal async Task<BooksChecked> Check(DbSession session, Action<BookFinding> found)
    {
        var findings = new Findings(found);
        var sums = await new LedgerCheck(findings, calendar).Run(session).ConfigureAwait(false);
        await new VisitorCheck(findings).Run(session, sums.LongestWindowMinutes).ConfigureAwait(false);
        var (campaigns, feeds) = await new OwnersCheck(findings).Run(session, sums).ConfigureAwait(false);
        await new SpendCheck(findings, calendar).Run(session, sums).ConfigureAwait(false);
        await new DaysCheck(findings).Run(session, sums).ConfigureAwait(false);
        var (conversions, dispositions) = await new AftermathCheck(findings).Run(session).ConfigureAwait(false);
        var (applications, events) = await new ApplicationCheck(findings, outbox).Run(session).ConfigureAwait(false);
        findings.Close();
        return new BooksChecked(
            sums.Clicks, campaigns, feeds, conversions, dispositions, applications, events, findings.Count);
    }
}
