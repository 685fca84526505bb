using Placard.Apply;
using Placard.Clicks;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Dispositions.Storing;

/// <summary>
/// Puts good events on disk, those of all requests that wait together in one transaction. Clicks are looked up before,
/// outside it: a click that was ever handed out is on disk and stays, so nothing can change meanwhile.
/// </summary>
internal sealed class DispositionWriter
{
    // More rows make better use of a commit, and let the clicks of the same SQLite file wait longer.
    private const int MostInBatch = 4_000;

    private readonly Store store;
    private readonly IClicks clicks;
    private readonly IApplications applications;
    private readonly DispositionMetrics metrics;
    private readonly GroupCommit<List<ReceivedDisposition>> commits;

    public DispositionWriter(Store store, IClicks clicks, IApplications applications, DispositionMetrics metrics)
    {
        this.store = store;
        this.clicks = clicks;
        this.applications = applications;
        this.metrics = metrics;
        commits = new(store, Area.Ledger, WriteBatch, events => events.Count, MostInBatch);
    }

    /// <summary>When this returns, every one of the events is on disk, once.</summary>
    public async Task Write(List<Disposition> events, long receivedAtMs, CancellationToken stop)
    {
        await Match(events, stop).ConfigureAwait(false);
        await commits.Write(events.ConvertAll(good => new ReceivedDisposition(good, receivedAtMs)))
            .ConfigureAwait(false);
    }

    // An application that was hosted here names its click; where both ids came, the application's word counts.
    private Task Match(List<Disposition> events, CancellationToken stop) => store.Read(async session =>
    {
        var hosted = events.Select(good => good.ApplicationId).OfType<UInt128>().Distinct()
            .Select(id => new ClickId(id)).ToList();
        var clickOf = hosted.Count == 0
            ? new Dictionary<ClickId, ClickId>()
            : await applications.ClicksOf(session, hosted).ConfigureAwait(false);
        ClickId? ClickIdOf(Disposition good) =>
            good.ApplicationId is { } id && clickOf.TryGetValue(new ClickId(id), out var click) ? click : good.ClickId;
        var ids = events.Select(ClickIdOf).OfType<ClickId>().Distinct().ToList();
        var known = await clicks.Find(session, ids).ConfigureAwait(false);
        foreach (var good in events)
        {
            good.Click = ClickIdOf(good) is { } id ? known.GetValueOrDefault(id) : null;
        }
        return true;
    }, stop);

    private async Task WriteBatch(DbSession session, IReadOnlyList<List<ReceivedDisposition>> requests)
    {
        // Rows in key order touch each page of the index once.
        var rows = requests.SelectMany(events => events).Order(KeyOrder.Instance).ToList();
        var written = await DispositionTable.Append(session, rows).ConfigureAwait(false);
        metrics.Written(written, rows.Count - written);
    }
}
