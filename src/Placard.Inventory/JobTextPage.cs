namespace Placard.Inventory;

/// <summary>
/// A job's part of a publisher feed, rendered when the job was imported (see Contract's FeedFragments):
/// <paramref name="head"/> ends before <c>referencenumber</c>, <paramref name="body"/> runs from <c>company</c> to the
/// last category, <paramref name="onDemand"/> has one rendered element a line, none when the job has none. It lasts
/// until its page is used again.
/// </summary>
public readonly ref struct JobText(
    long jobId, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> onDemand)
{
    /// <summary>Whose text it is.</summary>
    public long JobId { get; } = jobId;

    /// <summary>What stands before <c>referencenumber</c>.</summary>
    public ReadOnlySpan<byte> Head { get; } = head;

    /// <summary>From <c>company</c> to the last category.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;

    /// <summary>The elements that feeds get on demand, one a line.</summary>
    public ReadOnlySpan<byte> OnDemand { get; } = onDemand;
}

/// <summary>
/// Feed texts, ascending by job id, in one stretch of memory that is used again for the next ones: a build passes over
/// gigabytes of them, and clicks would wait for the garbage.
/// </summary>
public sealed class JobTextPage
{
    private readonly List<Place> places = [];
    private byte[] bytes = [];
    private int used;

    private readonly record struct Place(long JobId, int Start, int Head, int Body, int OnDemand);

    /// <summary>How many texts it holds.</summary>
    public int Count => places.Count;

    /// <summary>The bytes of all its texts.</summary>
    public int Length => used;

    /// <summary>Whether no text follows behind these.</summary>
    public bool IsLast { get; internal set; }

    /// <summary>One of its texts.</summary>
    public JobText this[int index]
    {
        get
        {
            var place = places[index];
            var rest = bytes.AsSpan(place.Start, place.Head + place.Body + place.OnDemand);
            return new JobText(
                place.JobId, rest[..place.Head], rest.Slice(place.Head, place.Body), rest[(place.Head + place.Body)..]);
        }
    }

    /// <summary>The job whose text stands there.</summary>
    public long JobIdOf(int index) => places[index].JobId;

    internal void Clear()
    {
        places.Clear();
        used = 0;
        IsLast = false;
    }

    internal void Add(long jobId, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> onDemand)
    {
        places.Add(new Place(jobId, used, head.Length, body.Length, onDemand.Length));
        Append(head);
        Append(body);
        Append(onDemand);
    }

    private void Append(ReadOnlySpan<byte> more)
    {
        if (bytes.Length - used < more.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, used + more.Length));
        }
        more.CopyTo(bytes.AsSpan(used));
        used += more.Length;
    }
}
