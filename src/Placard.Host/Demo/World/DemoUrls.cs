using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Placard.Campaigns;
using Placard.Host.Demo.Corpus;
using Placard.Host.Demo.Corpus.Traffic;
using Placard.Market;
using Placard.Publishing;

namespace Placard.Host.Demo.World;

/// <summary>The click URLs that each demo feed's readers hold: sealed as the feed would have sealed them.</summary>
internal sealed class DemoUrls(IServiceProvider services, DemoCorpus corpus, long[] feedIds)
{
    private sealed record Shown(long JobId, long PriceCents);

    private readonly IMarket market = services.GetRequiredService<IMarket>();
    private readonly IFeeds feeds = services.GetRequiredService<IFeeds>();
    private readonly ISpl spl = services.GetRequiredService<ISpl>();
    private readonly Shown[][] inFeed = new Shown[feedIds.Length][];
    private readonly Shown[][] gone = new Shown[feedIds.Length][];
    private readonly Dictionary<long, Shown>[] seen = [.. feedIds.Select(_ => new Dictionary<long, Shown>())];

    /// <summary>Notes which jobs each feed has now, and which of those it had are gone.</summary>
    public void Look()
    {
        for (var feed = 0; feed < feedIds.Length; feed++)
        {
            var terms = feeds.Find(feedIds[feed])!;
            var admits = JobFilters.FromJson(corpus.Feeds[feed].JobFilters);
            inFeed[feed] = [.. JobsOf(terms, admits)];
            foreach (var shown in inFeed[feed])
            {
                seen[feed][shown.JobId] = shown;
            }
            var now = inFeed[feed].Select(shown => shown.JobId).ToHashSet();
            gone[feed] = [.. seen[feed].Values.Where(shown => !now.Contains(shown.JobId))];
        }
    }

    /// <summary>The URL that this visitor follows; null when the feed has no job to follow.</summary>
    public string? Of(ClickIntent intent)
    {
        var jobs = intent.WantsClosedJob && gone[intent.FeedIndex].Length > 0
            ? gone[intent.FeedIndex]
            : inFeed[intent.FeedIndex];
        if (jobs.Length == 0)
        {
            return null;
        }
        var shown = jobs[(int)(intent.JobPick * jobs.Length)];
        var feedId = feedIds[intent.FeedIndex];
        // A forged click carries a token that was sealed for another job.
        var sealedFor = intent.Kind == ClickKind.Forged ? shown.JobId + 1 : shown.JobId;
        var shownAtMs = intent.AtMs - (intent.AgeOfUrlHours * 3_600_000L);
        Span<char> token = stackalloc char[80];
        var length = spl.Seal(new SplContents(sealedFor, feedId, shown.PriceCents, shownAtMs), token);
        var url = new StringBuilder($"/click.php?id={shown.JobId}.{feedId}&spl={token[..length]}");
        Add(url, "t1", intent.T1);
        Add(url, "t2", intent.T2);
        Add(url, "t3", intent.T3);
        Add(url, "referrer", intent.Referrer);
        Add(url, corpus.Feeds[intent.FeedIndex].ClickIdParameter, intent.PublisherClickId);
        return url.ToString();
    }

    private IEnumerable<Shown> JobsOf(FeedTerms terms, JobFilters filters)
    {
        var snapshot = market.Current;
        foreach (var job in snapshot.JobsInOrder())
        {
            if (snapshot.PriceCents(job) is { } price && terms.PriceCents(price) is { } shown && filters.Matches(job))
            {
                yield return new Shown(job.JobId, shown);
            }
        }
    }

    private static void Add(StringBuilder url, string? name, string? value)
    {
        if (name != null && value != null)
        {
            url.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
