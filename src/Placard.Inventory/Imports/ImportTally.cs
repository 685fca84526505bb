using Placard.Inventory.Reading;

namespace Placard.Inventory.Imports;

/// <summary>
/// What an import counts: fed jobs. <c>read = accepted + rejected</c>, <c>accepted = created + updated + unchanged</c>.
/// Rejections and notes are all counted; the first <see cref="MostFindings"/> of each are kept.
/// </summary>
internal sealed class ImportTally
{
    public const int MostFindings = 10_000;

    private readonly List<FeedRejection> rejections = [];
    private readonly List<FeedNote> notes = [];

    public long Rejected { get; private set; }

    public long Noted { get; private set; }

    public long Created { get; set; }

    /// <summary>Fed anew with other bytes, or back in the feed.</summary>
    public long Updated { get; set; }

    public long Unchanged { get; set; }

    public long Removed { get; set; }

    public long Accepted => Created + Updated + Unchanged;

    public long Read => Accepted + Rejected;

    public IReadOnlyList<FeedRejection> Rejections => rejections;

    public IReadOnlyList<FeedNote> Notes => notes;

    public IReadOnlyDictionary<string, long> UnknownElements { get; set; } = new Dictionary<string, long>();

    public void Reject(FeedRejection rejection)
    {
        Rejected++;
        if (rejections.Count < MostFindings)
        {
            rejections.Add(rejection);
        }
    }

    public void Note(FeedNote note)
    {
        Noted++;
        if (notes.Count < MostFindings)
        {
            notes.Add(note);
        }
    }
}
