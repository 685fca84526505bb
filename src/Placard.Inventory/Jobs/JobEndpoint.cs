using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Placard.Contract;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Inventory.Jobs;

/// <summary>Jobs as the API shows them.</summary>
internal sealed class JobEndpoint(Store store, JobPrices prices, TimeProvider clock)
{
    private static readonly Dictionary<string, long> Statuses = new() { ["LIVE"] = 1, ["EXPIRED"] = 0 };

    /// <summary>The list without its joins, which change from moment to moment.</summary>
    public static readonly ListPlan Plan = new(
        $"""
        j.job_id, j.job_reference, j.original_job_reference, j.source_id, j.pool_id, j.customer_id, j.campaign_id,
        j.segment_id, {JobPrices.IsLiveSql} AS is_live, j.title, j.company, j.city, j.state, j.zipcode,
        j.latitude_micro, j.longitude_micro, j.url, COALESCE({JobPrices.PriceSql}, -1) AS price_cents,
        j.major_categories, j.minor_categories, j.job_type, j.talroo_apply, j.date_ms, j.entered_at_ms,
        j.updated_at_ms, j.expires_at_ms, j.removed_at_ms,
        (SELECT t.details FROM job_texts t WHERE t.job_id = j.job_id) AS details
        """,
        "jobs j",
        "j.job_id",
        new ListField("jobId", "j.job_id", ListType.Number),
        new ListField("jobReference", "j.job_reference"),
        new ListField("originalJobReference", "j.original_job_reference"),
        new ListField("sourceId", "j.source_id", ListType.Number),
        new ListField("poolId", "j.pool_id", ListType.Number),
        new ListField("customerId", "j.customer_id", ListType.Number),
        new ListField("campaignId", "j.campaign_id", ListType.Number),
        new ListField("segmentId", "j.segment_id", ListType.Number),
        new ListField("status", JobPrices.IsLiveSql, ListType.Number, Statuses),
        new ListField("title", "j.title"),
        new ListField("company", "j.company"),
        new ListField("city", "j.city"),
        new ListField("state", "j.state"),
        new ListField("zipcode", "j.zipcode"),
        new ListField("url", "j.url"),
        new ListField("cpcCents", JobPrices.PriceSql, ListType.Number),
        new ListField("majorCategories", "j.major_categories"),
        new ListField("minorCategories", "j.minor_categories"),
        new ListField("jobType", "j.job_type"),
        new ListField("talrooApply", "j.talroo_apply", ListType.Flag),
        new ListField("date", "j.date_ms", ListType.Time),
        new ListField("enteredAt", "j.entered_at_ms", ListType.Time),
        new ListField("updatedAt", "j.updated_at_ms", ListType.Time),
        new ListField("expiresAt", "j.expires_at_ms", ListType.Time),
        new ListField("removedAt", "j.removed_at_ms", ListType.Time));

    public Task<IResult> List(HttpContext context)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var scope = context.Caller().CustomerScope;
        var plan = Plan with { From = $"jobs j {prices.Joins(nowMs)}" };
        return Lists.Page<JobListRow, JsonObject>(
            context, store, plan, scope == null ? null : "j.customer_id = @scope", new { scope, nowMs },
            row => row.ToShape());
    }

    public async Task<IResult> Get(HttpContext context, long jobId)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var (job, body) = await store.Read(async session => (
            await session.First<JobListRow>(
                $"SELECT {Plan.Select} FROM jobs j {prices.Joins(nowMs)} WHERE j.job_id = @jobId",
                new { jobId, nowMs }).ConfigureAwait(false),
            await session.Scalar<byte[]>(
                "SELECT body FROM job_texts WHERE job_id = @jobId", new { jobId }).ConfigureAwait(false)),
            context.RequestAborted).ConfigureAwait(false);
        return job != null && context.Caller().OwnsCustomer(job.CustomerId)
            ? Wire.Ok(job.ToFullShape(FeedFragments.DescriptionOf(body)))
            : Refusal.NotFound("job");
    }
}
