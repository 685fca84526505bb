using System.Text;
using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Apply.Forms;

/// <summary>The job as every page of its application names it.</summary>
internal sealed record PageJob(string Title, string Company, string Place, bool FormsMayLeave);

/// <summary>Where a page stands among the application's pages; 1-based.</summary>
internal sealed record PageStep(int Number, int Of);

/// <summary>The frame of an application's form pages.</summary>
internal static class FormPage
{
    /// <summary>The script that fills places in and holds double taps back; forms are complete without it.</summary>
    public static readonly PageAsset Script = new(
        typeof(FormPage), "Placard.Apply.Forms.Pages.form.js", "/apply/form.js", "text/javascript; charset=utf-8");

    /// <summary>Writes the page; 422 when there are faults.</summary>
    public static Task Write(
        HttpContext context, PageJob job, PageStep step, string heading, string action, FieldHtml fields,
        FormEnd end, int status) => Of(job, step, heading, action, fields, end).Write(context, status);

    /// <summary>The page, ready to be written.</summary>
    public static WrittenPage Of(
        PageJob job, PageStep step, string heading, string action, FieldHtml fields, FormEnd end)
    {
        var summary = fields.Summary();
        var title = $"{(summary.Length > 0 ? "Please check: " : "")}{heading} - {job.Title}";
        var main = new StringBuilder(Head(job))
            .Append(summary)
            .Append("<h2>").Append(PageText.Safe(heading)).Append("</h2>")
            .Append(step.Of > 1 ? $"<p class=\"hint\">Step {step.Number} of {step.Of}</p>" : "")
            .Append(end.Note is { } note ? $"<p class=\"note\" role=\"status\">{PageText.Safe(note)}</p>" : "")
            .Append("<form method=\"post\" enctype=\"multipart/form-data\" novalidate action=\"")
            .Append(PageText.Safe(action)).Append("\">").Append(fields)
            .Append("<div class=\"steps\"><button>").Append(PageText.Safe(end.Button)).Append("</button>")
            .Append(end.BackTo is { } back ? $"<a class=\"back\" href=\"{PageText.Safe(back)}\">Back</a>" : "")
            .Append("</div></form>")
            .Append(end.KeepAddress is { } keep ? Keep(keep) : "");
        return new WrittenPage(
            title, main.ToString(), new PageTraits(Script.Address, job.FormsMayLeave, SecretAddress: true));
    }

    /// <summary>Title, company and place on top.</summary>
    public static string Head(PageJob job)
    {
        var where = job.Place.Length == 0 ? job.Company : $"{job.Company}, {job.Place}";
        return $"<h1>{PageText.Safe(job.Title)}</h1><p class=\"place\">{PageText.Safe(where)}</p>";
    }

    private static string Keep(string address) =>
        "<p class=\"hint keep\">What you sent is saved. To finish later, keep this link to yourself and open it again: "
        + $"<a href=\"{PageText.Safe(address)}\">your application</a>.</p>";
}

/// <summary>A page's title as text, its inside as HTML, and what it is like.</summary>
internal sealed record WrittenPage(string Title, string Main, PageTraits Traits)
{
    public Task Write(HttpContext context, int status) => PageText.Write(context, status, Title, Main, Traits);
}

/// <summary>How a form page ends.</summary>
internal sealed record FormEnd(string Button, string? BackTo = null, string? KeepAddress = null, string? Note = null);
