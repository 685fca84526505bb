namespace Placard.Reporting;

/// <summary>Something in the books that does not add up, in one line that a bookkeeper understands.</summary>
public sealed record BookFinding(string Text)
{
    public override string ToString() => Text;
}

/// <summary>What was checked. <paramref name="Findings"/> counts all of them, reported or not.</summary>
public sealed record BooksChecked(
    long Clicks,
    long Campaigns,
    long Feeds,
    long Conversions,
    long Dispositions,
    long Applications,
    long Events,
    long Findings);

/// <summary>
/// Proves from stored rows alone that the books add up (surface, section 9; <c>docs/contract/books.md</c>). Reads one
/// moment of the store and writes nothing, so it may run beside servers that go on working.
/// </summary>
public interface IBooks
{
    /// <summary>
    /// Checks everything. <paramref name="found"/> hears findings as they come: of one kind at most twenty, then how
    /// many more there are.
    /// </summary>
    Task<BooksChecked> Check(Action<BookFinding> found, CancellationToken stop);
}
