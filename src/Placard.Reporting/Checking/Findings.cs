namespace Placard.Reporting.Checking;

/// <summary>Gathers what does not add up. A kind of fault that is everywhere must not hide the others.</summary>
internal sealed class Findings(Action<BookFinding> found)
{
    private const int MostOfAKind = 20;

    private readonly Dictionary<string, long> kinds = new(StringComparer.Ordinal);

    /// <summary>All findings so far.</summary>
    public long Count => kinds.Values.Sum();

    /// <summary>Notes one finding; <paramref name="kind"/> names its sort in the closing line.</summary>
    public void Note(string kind, string text)
    {
        var count = kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        if (count <= MostOfAKind)
        {
            found(new BookFinding(text));
        }
    }

    /// <summary>Says how many were not shown.</summary>
    public void Close()
    {
        foreach (var (kind, count) in kinds.Where(entry => entry.Value > MostOfAKind))
        {
            found(new BookFinding($"... and {count - MostOfAKind} more: {kind}"));
        }
    }
}
