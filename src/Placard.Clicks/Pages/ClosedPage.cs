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
internal sealed class ClosedPage(JobLooks jobs, NextJobs next)
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
            ? next.FeedOf(feedId)
            : null;

    // Budgets come back: an old address of this page may name a job that takes applications again.
    private (string Title, string Main) Open(in JobLook job, FeedTerms? terms) => ("This job is open again",
        "<h1>This job is open again</h1>" + JobLinks.List([next.Entry(job.Inside!.Value, terms, job)]));

    private (string Title, string Main) Closed(in JobLook job, FeedTerms? terms)
    {
        var nearBy = next.NearBy(job, terms, MostJobs);
        var main = new StringBuilder("<h1>This job is closed</h1><p>\u201c").Append(PageText.Safe(job.Title))
            .Append("\u201d no longer takes applications.</p>")
            .Append(nearBy.Count == 0
                ? "<p>There are no open jobs like it near by at the moment.</p>"
                : "<h2>Open jobs near by</h2>" + JobLinks.List(nearBy));
        return ("This job is closed", main.ToString());
    }
}
