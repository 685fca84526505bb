using Placard.Apply.Forms;
using Placard.Apply.Hiring;
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
    public static ApplicationShape Of(ApplicationRow row, Person? person, ExchangeCalendar calendar) => new(
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
        SlotOf(row, calendar),
        Wire.Time(row.StartedAtMs),
        Wire.Time(row.CompletedAtMs),
        Wire.Time(row.ForgottenAtMs),
        ApplicantShape.Of(person));

    /// <summary>The event's half hour on the exchange's wall clock; null for applications.</summary>
    public static string? SlotOf(ApplicationRow row, ExchangeCalendar calendar) =>
        row.SlotAtMs is { } ms ? EventSlots.ValueOf(ms, calendar) : null;
}
