using Placard.Host.Demo.Corpus.Feeds;
using Placard.Host.Demo.Corpus.Traffic;

namespace Placard.Host.Demo.Corpus;

/// <summary>
/// The demo world as plain values: who advertises what, who publishes it, and what a month of visitors did.
/// Pure: it opens no file, socket or database, and the same seed and clock always give the same bytes.
/// </summary>
internal sealed class DemoCorpus
{
    private readonly int _seed;

    public DemoCorpus(int seed)
    {
        _seed = seed;
        Advertisers = AdvertiserList.Build(seed);
        Publishers = PublisherList.Build();
        Feeds = [.. Publishers.SelectMany(publisher => publisher.Feeds)];
    }

    /// <summary>The world that <c>demo</c> starts.</summary>
    public static DemoCorpus Standard { get; } = new(seed: 1847);

    public IReadOnlyList<DemoAdvertiser> Advertisers { get; }

    public IReadOnlyList<DemoPublisher> Publishers { get; }

    /// <summary>Every publisher's feeds in one row; <see cref="ClickIntent.FeedIndex"/> counts along it.</summary>
    public IReadOnlyList<DemoFeed> Feeds { get; }

    /// <summary>What visitors did in the thirty days before <paramref name="now"/>, oldest first.</summary>
    public DemoTraffic Traffic(DateTimeOffset now) => new TrafficPlan(_seed, Feeds).Month(now);
}
