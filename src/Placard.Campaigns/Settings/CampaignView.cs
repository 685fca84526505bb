using System.Globalization;
using System.Text.Json;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>A campaign with its money's sums, for answers. One-time sums are those of the budgets in force.</summary>
internal sealed record CampaignView : CampaignRow
{
    public CampaignView()
    {
    }

    /// <summary>A campaign that was just made and has spent nothing.</summary>
    public CampaignView(CampaignRow row)
        : base(row)
    {
    }

    public long SpentCents { get; init; }
    public long SpentTotalCents { get; init; }
    public long MonthlySpentCents { get; init; }
    public long OneTimes { get; init; }
    public long OneTimeCents { get; init; }
    public long OneTimeSpentCents { get; init; }

    /// <summary>What is left of the budgets in force; null when none was ever given.</summary>
    public long? RemainingCents => MonthlyCents == null && OneTimes == 0
        ? null
        : Math.Max(0, (MonthlyCents ?? 0) - MonthlySpentCents) + OneTimeCents - OneTimeSpentCents;
}

/// <summary>How campaigns are read for answers, one or many. Needs the parameters of <see cref="Args"/>.</summary>
internal static class CampaignViews
{
    // The rule of OneTimeBudget.IsInForce, in the store's words.
    private const string InForce =
        "b.campaign_id = c.id AND b.rolled = 0 AND b.start_day BETWEEN @monthFrom AND @today";

    public static readonly ListPlan Plan = new(
        $"""
        c.*,
        (SELECT CAST(COALESCE(SUM(s.spent_cents), 0) AS BIGINT) FROM spend s
            WHERE s.campaign_id = c.id AND s.day BETWEEN @monthFrom AND @monthTo) AS spent_cents,
        (SELECT CAST(COALESCE(SUM(s.spent_cents), 0) AS BIGINT) FROM spend s
            WHERE s.campaign_id = c.id) AS spent_total_cents,
        (SELECT CAST(COALESCE(SUM(s.spent_cents), 0) AS BIGINT) FROM spend s
            WHERE s.campaign_id = c.id AND s.budget_id = 0 AND s.day BETWEEN @monthFrom AND @monthTo)
            AS monthly_spent_cents,
        (SELECT COUNT(*) FROM one_time_budgets b WHERE b.campaign_id = c.id) AS one_times,
        (SELECT CAST(COALESCE(SUM(b.budget_cents), 0) AS BIGINT) FROM one_time_budgets b
            WHERE {InForce}) AS one_time_cents,
        (SELECT CAST(COALESCE(SUM(s.spent_cents), 0) AS BIGINT) FROM one_time_budgets b
            JOIN spend s ON s.campaign_id = c.id AND s.budget_id = b.id AND s.day BETWEEN @monthFrom AND @monthTo
            WHERE {InForce}) AS one_time_spent_cents
        """,
        "campaigns c",
        "c.id",
        new ListField("id", "c.id", ListType.Number),
        new ListField("name", "c.name"),
        new ListField("status", "c.status"),
        new ListField("adType", "c.ad_type"),
        new ListField("poolId", "c.pool_id", ListType.Number),
        new ListField("customerId", "c.customer_id", ListType.Number),
        new ListField("applyOrder", "c.apply_order", ListType.Number),
        new ListField("talrooBasicCpc", "c.talroo_basic_cpc", ListType.Number),
        new ListField("talrooProCpc", "c.talroo_pro_cpc", ListType.Number),
        new ListField("talrooApply", "c.talroo_apply", ListType.Flag),
        new ListField("monthlyBudget", "c.monthly_cents", ListType.Dollars),
        new ListField("dailyBudgetCents", "c.daily_cents", ListType.Number),
        new ListField("pacing", "c.pacing", ListType.Flag),
        new ListField("emailAddress", "c.email_address"),
        new ListField("createdAt", "c.created_at_ms", ListType.Time),
        new ListField("updatedAt", "c.updated_at_ms", ListType.Time));

    /// <summary>The parameters of <see cref="Plan"/>: today and this month, and whose campaigns.</summary>
    public static object Args(int today, long? customerScope, long id = 0) => new
    {
        today = (long)today,
        monthFrom = (today / 100 * 100L) + 1,
        monthTo = (today / 100 * 100L) + 31,
        owner = customerScope ?? 0,
        id,
    };

    /// <summary>The condition that keeps a caller to its own.</summary>
    public static string Scope(long? customerScope) => customerScope == null ? "1 = 1" : "c.customer_id = @owner";

    /// <summary>One campaign of the caller's, with its sums; null when there is none.</summary>
    public static Task<CampaignView?> Find(DbSession session, long id, long? customerScope, int today) =>
        session.First<CampaignView>(
            $"SELECT {Plan.Select} FROM {Plan.From} WHERE c.id = @id AND {Scope(customerScope)}",
            Args(today, customerScope, id));
}

/// <summary>A campaign on the wire.</summary>
internal sealed record CampaignShape(
    long Id,
    long PoolId,
    long CustomerId,
    string Name,
    string AdType,
    string Status,
    long? TalrooBasicCpc,
    long? TalrooProCpc,
    string TalrooFeaturedType,
    string TalrooPro,
    bool TalrooApply,
    bool TalrooApplyPro,
    decimal? MonthlyBudget,
    long? DailyBudgetCents,
    bool Pacing,
    long? PacingDom,
    IReadOnlyList<JobFilterShape> JobFilters,
    long ApplyOrder,
    string? EmailAddress,
    IReadOnlyList<string> OtherEmailAddresses,
    bool TalrooApplyRedir,
    string? ApplicationLinkOverride,
    string? AddressQuestion,
    string? EventType,
    string? EventStart,
    string? EventEnd,
    string? EventTimes,
    string? EventLocation,
    string? EventUrl,
    long? MaxRsvps,
    long? MaxRsvpsPerSlot,
    long SpentCents,
    long SpentTotalCents,
    long? RemainingCents,
    string CreatedAt,
    string UpdatedAt)
{
    public static CampaignShape Of(CampaignView view) => new(
        view.Id,
        view.PoolId,
        view.CustomerId,
        view.Name,
        view.AdType,
        view.Status,
        view.TalrooBasicCpc,
        view.TalrooProCpc,
        view.TalrooFeaturedType,
        view.TalrooPro,
        view.TalrooApply != 0,
        view.TalrooApplyPro != 0,
        view.MonthlyCents / 100m,
        view.DailyCents,
        view.Pacing != 0,
        view.PacingDom,
        Campaigns.JobFilters.FromJson(view.JobFilters).ToWire(),
        view.ApplyOrder,
        view.EmailAddress,
        JsonSerializer.Deserialize<string[]>(view.OtherEmailAddresses)!,
        view.TalrooApplyRedir != 0,
        view.ApplicationLinkOverride,
        view.AddressQuestion,
        view.EventType,
        Day(view.EventStart),
        Day(view.EventEnd),
        view.EventTimes,
        view.EventLocation,
        view.EventUrl,
        view.MaxRsvps,
        view.MaxRsvpsPerSlot,
        view.SpentCents,
        view.SpentTotalCents,
        view.RemainingCents,
        Wire.Time(view.CreatedAtMs),
        Wire.Time(view.UpdatedAtMs));

    /// <summary><c>2026-01-31</c> for 20260131.</summary>
    public static string? Day(long? day) => day is { } number
        ? ExchangeCalendar.DateOf((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : null;
}
