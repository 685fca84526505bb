using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Placard.Market;
using Placard.Platform;
using Placard.Publishing;

namespace Placard.Clicks.Pages;

/// <summary>
/// <c>/closed/{jobId}</c>: says that a job is closed and lists live ones near by. Reached from a click it names the
/// feed, so that the publisher who sent the jobseeker earns what is clicked next.
/// </summary>
internal sealed class ClosedPage(JobLooks jobs, IFeeds feeds, ISpl spl, PublicAddress own)
{
    private const int MostJobs = 10;

    public async Task Write(HttpContext context, string jobId)
    {
        var known = long.TryParse(jobId, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await jobs.Find(number, context.RequestAborted).ConfigureAwait(false)
            : null;
        if (known is not { } job)
        {
            await NoSuchJobPage.Write(context).ConfigureAwait(false);
            return;
        }
        var terms = FeedOf(context.Request);
        var (title, main) = job.Expired == ExpiredBecause.NotExpired ? Open(job, terms) : Closed(job, terms);
        await PageText.Write(context, StatusCodes.Status200OK, title, main).ConfigureAwait(false);
    }

    private FeedTerms? FeedOf(HttpRequest request) =>
        long.TryParse(request.Query["feed"], NumberStyles.None, CultureInfo.InvariantCulture, out var feedId)
        && feeds.Find(feedId) is { IsLive: true } terms ? terms : null;

    // Budgets come back: an old address of this page may name a job that takes applications again.
    private (string Title, string Main) Open(in JobLook job, FeedTerms? terms) => ("This job is open again",
        "<h1>This job is open again</h1><ul>" + Entry(job.Inside!.Value, terms, job) + "</ul>");

    private (string Title, string Main) Closed(in JobLook job, FeedTerms? terms)
    {
        var market = job.Market;
        var nearBy = job.Similar.NearBy(market, job.NowMs, MostJobs, other =>
            terms == null || terms.PriceCents(market.PriceCents(other) ?? 0) != null);
        var main = new StringBuilder("<h1>This job is closed</h1><p>\u201c").Append(PageText.Safe(job.Title))
            .Append("\u201d no longer takes applications.</p>");
        if (nearBy.Count == 0)
        {
            main.Append("<p>There are no open jobs like it near by at the moment.</p>");
        }
        else
        {
            main.Append("<h2>Open jobs near by</h2><ul>");
            foreach (var other in nearBy)
            {
                main.Append(Entry(other, terms, job));
            }
            main.Append("</ul>");
        }
        return ("This job is closed", main.ToString());
    }

    private string Entry(in MarketJob other, FeedTerms? terms, in JobLook job) =>
        $"<li><a rel=\"nofollow\" href=\"{PageText.Safe(LinkTo(other, terms, job))}\">{PageText.Safe(other.Title)}</a>"
        + $"<br><span class=\"place\">{PageText.Safe($"{other.Company}, {PlaceOf(other)}")}</span></li>";

    private string LinkTo(in MarketJob other, FeedTerms? terms, in JobLook job)
    {
        if (terms?.PriceCents(job.Market.PriceCents(other) ?? 0) is not { } price)
        {
            return other.Url;
        }
        Span<char> token = stackalloc char[80];
        var length = spl.Seal(new SplContents(other.JobId, terms.FeedId, price, job.NowMs), token);
        return $"{own.Base}/click.php?id={other.JobId}.{terms.FeedId}&spl={token[..length]}";
    }

    private static string PlaceOf(in MarketJob job) =>
        job.City.Length > 0 ? $"{job.City}, {job.State}" : job.State.Length > 0 ? job.State : "anywhere";
}
