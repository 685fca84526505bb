using System.Text;
using Placard.Platform;

namespace Placard.Clicks;

/// <summary>Jobs as a list of links.</summary>
public static class JobLinks
{
    /// <summary>The list as HTML.</summary>
    public static string List(IReadOnlyList<NextJob> jobs)
    {
        var html = new StringBuilder("<ul class=\"jobs\">");
        foreach (var job in jobs)
        {
            html.Append("<li><a rel=\"nofollow\" href=\"").Append(PageText.Safe(job.Url)).Append("\">")
                .Append(PageText.Safe(job.Title)).Append("</a><span class=\"place\">")
                .Append(PageText.Safe($"{job.Company}, {job.Place}")).Append("</span></li>");
        }
        return html.Append("</ul>").ToString();
    }
}
