using System.Text;

namespace Placard.Host.Demo.Corpus.Feeds;

/// <summary>
/// Jobs as a home-made script writes them: bare ampersands and <c>&amp;nbsp;</c> throughout, which can be repaired, and
/// here and there a fault that costs the job. One of each kind, so that the rejections page shows them all.
/// </summary>
internal static class SloppyFeed
{
    /// <summary>What is wrong with the job in a slot, besides the ampersands.</summary>
    public static SloppyFault FaultOf(int slot) => slot switch
    {
        5 => SloppyFault.NoTitle,
        17 => SloppyFault.NoUrl,
        26 => SloppyFault.UnreadableDate,
        34 => SloppyFault.NoReference,
        47 => SloppyFault.UnknownState,
        55 => SloppyFault.UnclosedCompany,
        63 => SloppyFault.ControlCharacter,
        71 => SloppyFault.ReferenceTwice,
        79 => SloppyFault.CityWithoutState,
        90 => SloppyFault.RelativeUrl,
        101 => SloppyFault.EmptyDescription,
        112 => SloppyFault.WrongWeekday,
        120 => SloppyFault.WrongZip,
        _ => SloppyFault.None,
    };

    public static void WriteJob(StringBuilder xml, DemoJob job, FeedHabits habits)
    {
        var fault = FaultOf(job.Slot);
        var reference = FeedWriter.Reference(job, habits);
        WriteOne(xml, job, habits, fault, reference);
        // The script went twice over one of its rows.
        if (fault == SloppyFault.ReferenceTwice) WriteOne(xml, job, habits, fault, reference);
    }

    private static void WriteOne(StringBuilder xml, DemoJob job, FeedHabits habits, SloppyFault fault, string reference)
    {
        xml.Append("<job>");
        Line(xml, "title", fault == SloppyFault.NoTitle ? "" : job.Title);
        Line(xml, "date", Date(job, habits, fault));
        if (fault != SloppyFault.NoReference) Line(xml, "referencenumber", reference);
        if (fault != SloppyFault.NoUrl) Line(xml, "url", Url(job, habits, reference, fault));
        if (fault == SloppyFault.UnclosedCompany) xml.Append("  <company>").Append(job.Company).Append('\n');
        else Line(xml, "company", job.Company);
        Line(xml, "city", job.City.Name);
        var state = fault == SloppyFault.UnknownState ? "QX" : job.City.State;
        if (fault != SloppyFault.CityWithoutState) Line(xml, "state", state);
        Line(xml, habits.ZipElement, fault == SloppyFault.WrongZip ? "00000" : job.City.Zip);
        Line(xml, "description", Description(job, fault));
        Line(xml, "salary", PayText.Salary(job.Pay, habits.Salary) ?? "");
        Line(xml, "jobtype", job.Role.Text.Single("type"));
        Line(xml, "category", job.Categories[0]);
        xml.Append("</job>\n");
    }

    private static string Date(DemoJob job, FeedHabits habits, SloppyFault fault)
    {
        var text = FeedDates.Text(job.PostedAt, habits.Dates, job.City.State);
        return fault switch
        {
            SloppyFault.UnreadableDate => "as soon as possible",
            // Two days on: the name of the day no longer belongs to the date.
            SloppyFault.WrongWeekday =>
                FeedDates.Text(job.PostedAt.AddDays(2), habits.Dates, job.City.State)[..3] + text[3..],
            _ => text,
        };
    }

    private static string Url(DemoJob job, FeedHabits habits, string reference, SloppyFault fault)
    {
        var url = habits.Landing(job, reference);
        return fault == SloppyFault.RelativeUrl ? url[habits.Site.Length..] : url;
    }

    private static string Description(DemoJob job, SloppyFault fault)
    {
        if (fault == SloppyFault.EmptyDescription) return "";
        // Escaped once, as text; the script's author then added his indents by hand.
        var html = DescriptionWriter.Html(job.Text).Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("&lt;li&gt;", "&lt;li&gt;&nbsp;", StringComparison.Ordinal);
        return fault == SloppyFault.ControlCharacter ? html.Insert(html.Length / 2, "\u000b") : html;
    }

    private static void Line(StringBuilder xml, string name, string value) =>
        xml.Append("  <").Append(name).Append('>').Append(value).Append("</").Append(name).Append(">\n");
}

/// <summary>The ways in which a job of the sloppy feed is broken.</summary>
internal enum SloppyFault
{
    None,
    NoTitle,
    NoUrl,
    UnreadableDate,
    NoReference,
    UnknownState,
    UnclosedCompany,
    ControlCharacter,
    ReferenceTwice,
    CityWithoutState,
    RelativeUrl,
    EmptyDescription,
    WrongWeekday,
    WrongZip,
}
