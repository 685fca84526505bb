using System.Globalization;
using Placard.Apply.Forms;
using Placard.Kernel;
using Placard.Platform;

namespace Placard.Apply.Records;

/// <summary>The two kinds of rows as the API spells them.</summary>
internal static class KindWords
{
    /// <summary>Stored numbers by word.</summary>
    public static IReadOnlyDictionary<string, long> All { get; } = new Dictionary<string, long>
    {
        ["APPLICATION"] = ApplicationKinds.Application,
        ["RSVP"] = ApplicationKinds.Rsvp,
    };

    public static string Of(long kind) => kind == ApplicationKinds.Rsvp ? "RSVP" : "APPLICATION";
}

/// <summary>One application as its owner may see it, still sealed.</summary>
internal sealed record ApplicationRecord
{
    public long Id { get; init; }
    public byte[] TlrApplicationId { get; init; } = [];
    public long Kind { get; init; }
    public string Status { get; init; } = "";
    public string? Outcome { get; init; }
    public string? Reason { get; init; }
    public long CustomerId { get; init; }
    public long CampaignId { get; init; }
    public long? SegmentId { get; init; }
    public long SourceId { get; init; }
    public long JobId { get; init; }
    public string JobReference { get; init; } = "";
    public string OriginalJobReference { get; init; } = "";
    public string JobTitle { get; init; } = "";
    public string JobCompany { get; init; } = "";
    public string JobCity { get; init; } = "";
    public string JobState { get; init; } = "";
    public string JobZipcode { get; init; } = "";
    public byte[]? TlrSid { get; init; }
    public long? FeedId { get; init; }
    public long Billable { get; init; }
    public byte[]? Person { get; init; }
    public byte[]? Answers { get; init; }
    public string? Questions { get; init; }
    public long Qualified { get; init; }
    public string? RedirectUrl { get; init; }
    public long? SlotAtMs { get; init; }
    public long StartedAtMs { get; init; }
    public long? CompletedAtMs { get; init; }
    public long? ForgottenAtMs { get; init; }

    /// <summary>The sealed name of the resume, where a download asks for it.</summary>
    public byte[]? ResumeName { get; init; }

    /// <summary>The id as partners know it.</summary>
    public string PublicId => ClickId.FromBytes(TlrApplicationId).ToString();

    /// <summary>The click that brought the applicant; null where there was none.</summary>
    public string? TlrSidText => TlrSid == null ? null : ClickId.FromBytes(TlrSid).ToString();

    /// <summary>Who applies; null once forgotten.</summary>
    public Person? Opened(ApplicantSeals seals) => Person == null ? null : seals.OpenPerson(TlrApplicationId, Person);

    /// <summary>The event's half hour on the exchange's wall clock; null for applications.</summary>
    public string? Slot(ExchangeCalendar calendar) => SlotAtMs is { } ms
        ? calendar.LocalTime(ms).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)
        : null;
}

/// <summary>An applicant on the wire.</summary>
internal sealed record ApplicantShape(
    string FirstName, string LastName, string EmailAddress, string Phone, string? Address, string City, string State,
    string Zipcode)
{
    public static ApplicantShape? Of(Person? person) => person == null ? null : new ApplicantShape(
        person.FirstName, person.LastName, person.EmailAddress, person.Phone, person.Address, person.City,
        person.State, person.Zipcode);
}

/// <summary>An application on the wire, as a list shows it. <c>applicant</c> is null once it was forgotten.</summary>
internal sealed record ApplicationShape(
    string TlrApplicationId,
    string Kind,
    string Status,
    string? Outcome,
    string? Reason,
    long CustomerId,
    long CampaignId,
    long? SegmentId,
    long SourceId,
    long JobId,
    string JobReference,
    string OriginalJobReference,
    string JobTitle,
    string Company,
    string City,
    string State,
    string Zipcode,
    string? TlrSid,
    long? FeedId,
    bool Qualified,
    string? RedirectUrl,
    string? EventSlot,
    string StartedAt,
    string? CompletedAt,
    string? ForgottenAt,
    ApplicantShape? Applicant)
{
    public static ApplicationShape Of(ApplicationRecord row, Person? person, ExchangeCalendar calendar) => new(
        row.PublicId,
        KindWords.Of(row.Kind),
        row.Status,
        row.Outcome,
        row.Reason,
        row.CustomerId,
        row.CampaignId,
        row.SegmentId,
        row.SourceId,
        row.JobId,
        row.JobReference,
        row.OriginalJobReference,
        row.JobTitle,
        row.JobCompany,
        row.JobCity,
        row.JobState,
        row.JobZipcode,
        row.TlrSidText,
        row.FeedId,
        row.Qualified != 0,
        row.RedirectUrl,
        row.Slot(calendar),
        Wire.Time(row.StartedAtMs),
        Wire.Time(row.CompletedAtMs),
        Wire.Time(row.ForgottenAtMs),
        ApplicantShape.Of(person));
}
