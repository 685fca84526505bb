using System.Text;
using Microsoft.AspNetCore.Http;
using Placard.Clicks;
using Placard.Platform;

namespace Placard.Apply.Forms;

/// <summary>
/// The end of an application: thanks, and live jobs like this one, or others near by where there are none. It looks the
/// same whatever the verdict: that is between the exchange and the advertiser.
/// </summary>
internal sealed class ThanksPage(INextJobs next)
{
    private const int MostJobs = 5;

    public async Task Write(HttpContext context, ApplicationRow row)
    {
        var stop = context.RequestAborted;
        var similar = await next.Similar(row.JobId, row.FeedId, MostJobs, stop).ConfigureAwait(false);
        var shown = similar.Count > 0
            ? similar
            : await next.NearBy(row.JobId, row.FeedId, MostJobs, stop).ConfigureAwait(false);
        var main = new StringBuilder("<h1>Thank you, your application was sent</h1><p>")
            .Append(PageText.Safe(row.JobCompany)).Append(" has your application for <strong>")
            .Append(PageText.Safe(row.JobTitle)).Append("</strong>")
            .Append(row.JobPlace.Length == 0 ? "" : $" in {PageText.Safe(row.JobPlace)}").Append(".</p>");
        if (row.RedirectUrl is { } url)
        {
            main.Append("<p><a class=\"button\" rel=\"noreferrer\" href=\"").Append(PageText.Safe(url))
                .Append("\">Go on to ").Append(PageText.Safe(row.JobCompany)).Append("</a></p>");
        }
        if (shown.Count > 0)
        {
            main.Append(similar.Count > 0 ? "<h2>More jobs like this</h2>" : "<h2>Jobs near by</h2>")
                .Append(JobLinks.List(shown));
        }
        await PageText.Write(
            context, StatusCodes.Status200OK, $"Application sent - {row.JobTitle}", main.ToString(),
            new PageTraits(SecretAddress: true)).ConfigureAwait(false);
    }
}
