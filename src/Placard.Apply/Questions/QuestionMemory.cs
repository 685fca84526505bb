namespace Placard.Apply.Questions;

/// <summary>
/// This node's questions documents. Bounded: what was not asked for the longest goes first, and is read from the store
/// when it is needed again.
/// </summary>
internal sealed class QuestionMemory
{
    private const int MostDocuments = 5_000;
    private const long MostCharacters = 16 << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> byUrl = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> latestFirst = [];
    private long characters;

    public KnownQuestions? Find(string url)
    {
        lock (gate)
        {
            if (!byUrl.TryGetValue(url, out var kept))
            {
                return null;
            }
            latestFirst.Remove(kept);
            latestFirst.AddFirst(kept);
            return kept.Value.Known;
        }
    }

    public void Keep(string url, KnownQuestions known)
    {
        lock (gate)
        {
            Drop(url);
            byUrl[url] = latestFirst.AddFirst(new Kept(url, known));
            characters += SizeOf(known);
            while ((characters > MostCharacters || byUrl.Count > MostDocuments) && byUrl.Count > 1)
            {
                Drop(latestFirst.Last!.Value.Url);
            }
        }
    }

    private void Drop(string url)
    {
        if (byUrl.Remove(url, out var kept))
        {
            latestFirst.Remove(kept);
            characters -= SizeOf(kept.Value.Known);
        }
    }

    private static long SizeOf(KnownQuestions known) => known.Good?.Json.Length ?? 0;

    private sealed record Kept(string Url, KnownQuestions Known);
}
