using System.Globalization;
using Placard.Kernel;
using Placard.Platform;

namespace Placard.Campaigns;

/// <summary>What a hiring event's settings must be: by themselves, together, and to be launched. Pure.</summary>
internal static class HiringRules
{
    public const string InPerson = "IN_PERSON";
    public const string Online = "ONLINE";

    private static readonly string[] Fields =
    [
        "eventType", "eventStart", "eventEnd", "eventTimes", "eventLocation", "eventUrl", "maxRsvps",
        "maxRsvpsPerSlot", "emailAddress",
    ];

    /// <summary>
    /// The settings of the body over those of the row. Faults go to the body; a campaign that has been launched must
    /// stay complete.
    /// </summary>
    public static CampaignRow Read(JsonFields body, CampaignRow row)
    {
        var after = row with
        {
            EventType = Over(body, "eventType", row.EventType, (fields, name) => fields.Word(name, [InPerson, Online])),
            EventStart = Over(body, "eventStart", row.EventStart, Day),
            EventEnd = Over(body, "eventEnd", row.EventEnd, Day),
            EventTimes = Over(body, "eventTimes", row.EventTimes, Times),
            EventLocation = Over(body, "eventLocation", row.EventLocation, (fields, name) => Filled(
                fields.Text(name, max: 500))),
            EventUrl = Over(body, "eventUrl", row.EventUrl, (fields, name) => fields.Address(name)),
            MaxRsvps = Over(body, "maxRsvps", row.MaxRsvps, (fields, name) => fields.Whole(name, 1, 1_000_000)),
            MaxRsvpsPerSlot = Over(body, "maxRsvpsPerSlot", row.MaxRsvpsPerSlot, (fields, name) =>
                fields.Whole(name, 1, 1_000_000)),
        };
        if (after.EventEnd < after.EventStart && (body.Has("eventEnd") || body.Has("eventStart")))
        {
            body.Fault(body.Has("eventEnd") ? "eventEnd" : "eventStart", "An event cannot end before it starts.");
        }
        else if (after.EventTimes != row.EventTimes || after.EventStart != row.EventStart
            || after.EventEnd != row.EventEnd)
        {
            OutsideItsDays(after).ForEach(text => body.Fault("eventTimes", text));
        }
        if (row.AdType == AdTypes.Event && row.Status != StatusWords.Draft && Array.Exists(Fields, body.Has))
        {
            foreach (var (field, text) in Missing(after))
            {
                body.Fault(field, text);
            }
        }
        return after;
    }

    /// <summary>What a hiring event lacks before it may be launched, by field; nothing for other campaigns.</summary>
    public static IReadOnlyList<(string Field, string Text)> Missing(CampaignRow row)
    {
        if (row.AdType != AdTypes.Event)
        {
            return [];
        }
        var isOnline = row.EventType == Online;
        return
        [
            .. new (string Field, bool Lacks, string Text)[]
            {
                ("eventType", row.EventType == null, "A hiring event needs this: IN_PERSON or ONLINE."),
                ("eventStart", row.EventStart == null, "A hiring event needs its first day."),
                ("eventEnd", row.EventEnd == null, "A hiring event needs its last day."),
                ("eventTimes", string.IsNullOrEmpty(row.EventTimes), "A hiring event needs at least one time frame."),
                ("emailAddress", string.IsNullOrEmpty(row.EmailAddress),
                    "A hiring event needs an address for its summaries and its final list."),
                ("eventLocation", row.EventType == InPerson && row.EventLocation == null,
                    "An event in person needs its address."),
                ("eventUrl", isOnline && row.EventUrl == null, "An online event needs the address to attend at."),
            }.Where(rule => rule.Lacks).Select(rule => (rule.Field, rule.Text)),
        ];
    }

    /// <summary>The event of a row; null for other campaigns.</summary>
    public static HiringEvent? Of(CampaignRow row) => row.AdType != AdTypes.Event ? null : new HiringEvent(
        row.Id, row.CustomerId, row.Name, row.TakesJobs, row.EventType == Online, Date(row.EventStart),
        Date(row.EventEnd), EventTimes.Read(row.EventTimes ?? "").Frames, row.EventLocation, row.EventUrl,
        row.MaxRsvps, row.MaxRsvpsPerSlot, row.EmailAddress);

    // A frame outside the days would be a slot that nobody announced.
    private static List<string> OutsideItsDays(CampaignRow row) =>
    [
        .. EventTimes.Read(row.EventTimes ?? "").Frames
            .Where(frame => frame.Day < (Date(row.EventStart) ?? DateOnly.MinValue)
                || frame.Day > (Date(row.EventEnd) ?? DateOnly.MaxValue))
            .Select(frame => string.Create(
                CultureInfo.InvariantCulture, $"{frame} lies outside eventStart to eventEnd.")),
    ];

    // Kept as it is read: one spelling for whoever shows it.
    private static string? Times(JsonFields body, string name)
    {
        var text = body.Text(name, max: 8_000);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }
        var (frames, faults) = EventTimes.Read(text);
        foreach (var fault in faults)
        {
            body.Fault(name, fault);
        }
        return EventTimes.Write(frames);
    }

    private static long? Day(JsonFields body, string name) =>
        body.Date(name) is { } date ? ExchangeCalendar.NumberOf(date) : null;

    private static DateOnly? Date(long? day) => day is { } number ? ExchangeCalendar.DateOf((int)number) : null;

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static T Over<T>(JsonFields body, string name, T current, Func<JsonFields, string, T> read) =>
        body.Has(name) ? read(body, name) : current;
}
