using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Placard.Apply.Forms;
using Placard.Apply.Questions;
using Placard.Campaigns;
using Placard.Events;
using Placard.Kernel;
using Placard.Platform;

namespace Placard.Apply.Hiring;

/// <summary>What is said about an RSVP: as a question and its answer, in mails, in a calendar.</summary>
internal sealed class RsvpTexts(ExchangeCalendar calendar, PublicAddress own)
{
    /// <summary>The id of the question that an RSVP answers, and the name of its field.</summary>
    public const string SlotQuestion = "event_slot";

    /// <summary>The question itself.</summary>
    public const string Asked = "When will you come?";

    /// <summary>How long before the appointment people are reminded.</summary>
    public const long ReminderMs = 86_400_000;

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The slot as a select question: the half hours of its day are the options.</summary>
    public static QuestionsDocument Question(IReadOnlyList<EventSlot> slots, EventSlot chosen)
    {
        var day = chosen.Value[..chosen.Value.IndexOf('T', StringComparison.Ordinal)];
        var options = slots.Where(slot => slot.Value.StartsWith(day, StringComparison.Ordinal))
            .Select(slot => new { label = slot.Label, value = slot.Value });
        var question = new { id = SlotQuestion, type = "select", question = Asked, options, required = true };
        var json = JsonSerializer.SerializeToUtf8Bytes(new[] { question }, Plain);
        return QuestionsDocument.TryRead(json, out var document, out var faults)
            ? document
            : throw new InvalidOperationException($"The slots are no question: {faults[0].Message}");
    }

    /// <summary>The answer to it.</summary>
    public static Answers Answer(string slot) => Answers.None.With(SlotQuestion, new TextAnswer(slot));

    /// <summary>Where people go, in one line.</summary>
    public static string Where(HiringEvent made) =>
        (made.IsOnline ? made.Url : made.Location) ?? made.Location ?? made.Url ?? "";

    /// <summary>The appointment as a calendar file.</summary>
    public byte[] CalendarOf(ApplicationRow row, HiringEvent made) => CalendarFile.Write(new Appointment(
        $"{row.PublicId}@{Host()}",
        row.StartedAtMs,
        row.SlotAtMs!.Value,
        row.SlotAtMs.Value + (TimeFrame.SlotMinutes * 60_000L),
        $"Hiring event: {row.JobTitle}, {row.JobCompany}",
        $"{(made.IsOnline ? "Attend online" : "Come to")}: {Where(made)}",
        made.IsOnline ? null : made.Location,
        made.IsOnline ? made.Url : null));

    /// <summary>The mail that leaves at once.</summary>
    public NewMail Confirmation(ApplicationRow row, Person person, HiringEvent made, string secret) => new(
        [person.EmailAddress],
        $"Your RSVP: {row.JobTitle} at {row.JobCompany}",
        $"""
        Hello {person.FirstName},

        {row.JobCompany} expects you at its hiring event for {row.JobTitle}.

        {Appointment(row, made)}

        The appointment is attached as a calendar file. Your RSVP: {own.Base}/apply/rsvp/{secret}
        """,
        row.PublicId,
        new MailAttachment(CalendarFile.Name, CalendarFile.MediaType, CalendarOf(row, made)));

    /// <summary>The mail of the day before; null when that has passed.</summary>
    public NewMail? Reminder(ApplicationRow row, Person person, HiringEvent made, long nowMs) =>
        row.SlotAtMs!.Value - ReminderMs <= nowMs ? null : new NewMail(
            [person.EmailAddress],
            $"Tomorrow: {row.JobTitle} at {row.JobCompany}",
            $"""
            Hello {person.FirstName},

            a reminder of the hiring event of {row.JobCompany} for {row.JobTitle}.

            {Appointment(row, made)}
            """,
            row.PublicId,
            NotBeforeMs: row.SlotAtMs.Value - ReminderMs);

    /// <summary>What the advertiser gets in the morning after new RSVPs.</summary>
    public static NewMail Summary(HiringEvent made, long fresh, long total) => new(
        [made.EmailAddress!],
        $"{made.Name}: {fresh} new RSVP{(fresh == 1 ? "" : "s")}",
        $"""
        Hiring event: {made.Name}
        New RSVPs since the last summary: {fresh}
        RSVPs in total: {total}
        """);

    /// <summary>The final list, by half hour.</summary>
    public NewMail List(HiringEvent made, IReadOnlyList<(long SlotAtMs, Person? Person)> guests)
    {
        var text = new StringBuilder();
        text.Append("Hiring event: ").AppendLine(made.Name);
        text.Append("RSVPs in total: ").Append(guests.Count).AppendLine();
        foreach (var slot in guests.GroupBy(guest => guest.SlotAtMs))
        {
            text.AppendLine().AppendLine(EventSlots.LabelOf(slot.Key, calendar));
            foreach (var (_, person) in slot)
            {
                text.Append("- ").AppendLine(person == null
                    ? "somebody who asked to be forgotten"
                    : $"{person.FirstName} {person.LastName}, {person.EmailAddress}, {person.Phone}");
            }
        }
        return new NewMail(
            [made.EmailAddress!], $"{made.Name}: the final RSVP list", text.ToString(), ListOf(made.CampaignId));
    }

    /// <summary>What an event's final list is about, to be recalled by.</summary>
    public static string ListOf(long campaignId) =>
        string.Create(CultureInfo.InvariantCulture, $"final list of campaign {campaignId}");

    private string Appointment(ApplicationRow row, HiringEvent made) =>
        $"When: {EventSlots.LabelOf(row.SlotAtMs!.Value, calendar)}\nWhere: {Where(made)}";

    private string Host() => Uri.TryCreate(own.Base, UriKind.Absolute, out var address) ? address.Host : "placard";
}
