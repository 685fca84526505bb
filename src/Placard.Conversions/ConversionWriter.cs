using Placard.Clicks;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Conversions;

/// <summary>
/// Writes conversions, those that wait together in one transaction, and finds out what only the store can tell: whether
/// the click is known, and which of several reports is the one that counts.
/// </summary>
internal sealed class ConversionWriter
{
    // The look-up of clicks takes some hundred ids at once.
    private const int MostInBatch = 400;

    private readonly ConversionTable table;
    private readonly IClicks clicks;
    private readonly GroupCommit<Conversion> commits;

    public ConversionWriter(Store store, ConversionTable table, IClicks clicks)
    {
        this.table = table;
        this.clicks = clicks;
        commits = new GroupCommit<Conversion>(store, Area.Ledger, WriteBatch, _ => 1, MostInBatch);
    }

    /// <summary>When this returns, the conversion is on disk and says whether it matched and counts.</summary>
    public Task Write(Conversion conversion) => commits.Write(conversion);

    private async Task WriteBatch(DbSession session, IReadOnlyList<Conversion> batch)
    {
        var seq = await ConversionTable.TakeNumbers(session, batch.Count).ConfigureAwait(false);
        var ids = batch.Select(conversion => conversion.ClickId).Distinct().ToList();
        var known = await clicks.Find(session, ids).ConfigureAwait(false);
        var taken = new HashSet<(ClickId, int)>();
        foreach (var conversion in batch)
        {
            conversion.Seq = seq++;
            conversion.Click = known.GetValueOrDefault(conversion.ClickId);
            conversion.IsRepeat = !taken.Add((conversion.ClickId, conversion.Event));
        }
        var firsts = batch.Where(conversion => !conversion.IsRepeat).ToList();
        var counted = await table.AppendFirsts(session, firsts).ConfigureAwait(false);
        foreach (var late in firsts.Where(first => !counted.Contains(first.Seq)))
        {
            late.IsRepeat = true;
        }
        if (batch.Where(conversion => conversion.IsRepeat).ToList() is { Count: > 0 } repeats)
        {
            await table.Append(session, repeats).ConfigureAwait(false);
        }
    }
}
