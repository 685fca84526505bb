using Microsoft.AspNetCore.Http;
using Placard.Apply.Forms;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Records;

/// <summary>
/// <c>GET /v5/applications</c>: an advertiser's applications and RSVPs, newest first; an operator's are everybody's.
/// Publishers have no part in them: who applied is none of their business.
/// </summary>
internal sealed class ApplicationList(Store store, ApplicantSeals seals, ExchangeCalendar calendar)
{
    /// <summary>The columns that every answer has.</summary>
    public const string Columns =
        """
        a.id, a.tlr_application_id, a.kind, a.status, a.outcome, a.reason, a.customer_id, a.campaign_id, a.segment_id,
        a.source_id, a.job_id, a.job_reference, a.original_job_reference, a.job_title, a.job_company, a.job_city,
        a.job_state, a.job_zipcode, a.tlr_sid, a.feed_id, a.billable, a.person, a.qualified, a.redirect_url,
        a.slot_at_ms, a.started_at_ms, a.completed_at_ms, a.forgotten_at_ms
        """;

    public static ListPlan Plan { get; } = new(
        Columns,
        "applications a",
        "a.id DESC",
        new ListField("tlrApplicationId", "a.tlr_application_id", ListType.ClickId),
        new ListField("kind", "a.kind", ListType.Number, KindWords.All),
        new ListField("status", "a.status"),
        new ListField("outcome", "a.outcome"),
        new ListField("customerId", "a.customer_id", ListType.Number),
        new ListField("campaignId", "a.campaign_id", ListType.Number),
        new ListField("segmentId", "a.segment_id", ListType.Number),
        new ListField("sourceId", "a.source_id", ListType.Number),
        new ListField("jobId", "a.job_id", ListType.Number),
        new ListField("jobReference", "a.job_reference"),
        new ListField("originalJobReference", "a.original_job_reference"),
        new ListField("jobTitle", "a.job_title"),
        new ListField("company", "a.job_company"),
        new ListField("city", "a.job_city"),
        new ListField("state", "a.job_state"),
        new ListField("zipcode", "a.job_zipcode"),
        new ListField("tlrSid", "a.tlr_sid", ListType.ClickId),
        new ListField("feedId", "a.feed_id", ListType.Number),
        new ListField("qualified", "a.qualified", ListType.Flag),
        new ListField("eventSlot", "a.slot_at_ms", ListType.Time),
        new ListField("startedAt", "a.started_at_ms", ListType.Time),
        new ListField("completedAt", "a.completed_at_ms", ListType.Time),
        new ListField("forgottenAt", "a.forgotten_at_ms", ListType.Time));

    public Task<IResult> Answer(HttpContext context)
    {
        context.KeepsNoCopy();
        var (where, args) = Scope(context.Caller());
        return Lists.Page<ApplicationRow, ApplicationShape>(
            context, store, Plan, where, args, row => ApplicationShape.Of(row, seals.PersonOf(row), calendar));
    }

    /// <summary>The condition that keeps a caller to its own.</summary>
    public static (string? Where, object? Args) Scope(Caller caller) => caller.CustomerScope is { } customer
        ? ("a.customer_id = @owner", new { owner = customer })
        : (null, null);
}

/// <summary>What answers about people have in common.</summary>
internal static class PersonalAnswers
{
    /// <summary>No cache on the way may keep a copy that a person who is forgotten could not be erased from.</summary>
    public static void KeepsNoCopy(this HttpContext context) => context.Response.Headers.CacheControl = "no-store";
}
