using System.Collections.Concurrent;
using Placard.Campaigns;
using Placard.Clicks;
using Placard.Inventory;
using Placard.Kernel;
using Placard.Market;
using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>
/// Finds what stands at <c>/apply/{jobId}</c>. What the store says of a job is remembered as long as the market's
/// snapshot lives: whatever changes a job or a campaign makes a new one.
/// </summary>
internal sealed class ApplyJobs(
    Store store, IMarket market, IInventory inventory, ICampaigns campaigns, IClicks clicks, TimeProvider clock)
{
    private const int MostRemembered = 20_000;
    private volatile Memory memory = new(null, []);

    private sealed record Memory(MarketSnapshot? Of, ConcurrentDictionary<long, ApplyJob> Jobs);

    /// <summary>
    /// A form is shown for a job that takes applications, and, whatever became of it since, to a jobseeker whose click
    /// on it was paid for: a click that spends a campaign's last cents must still lead to its form.
    /// </summary>
    public async ValueTask<ApplyLook> Find(long jobId, ClickId? click, CancellationToken stop)
    {
        var snapshot = market.Current;
        if (!snapshot.TryFind(jobId, out var job))
        {
            return await FindOutside(snapshot, jobId, click, stop).ConfigureAwait(false);
        }
        if (!snapshot.Campaigns.TryGetValue(job.CampaignId, out var campaign))
        {
            return new ApplyLook.Closed();
        }
        if (!campaign.TalrooApply && !campaign.IsEvent)
        {
            return Followable(job.Url) is { } url ? new ApplyLook.Elsewhere(url) : new ApplyLook.Closed();
        }
        var why = snapshot.WhyExpired(job, clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (why is not (ExpiredBecause.NotExpired or ExpiredBecause.OutOfBudget or ExpiredBecause.NoPrice)
            && !await WasPaid(jobId, click, stop).ConfigureAwait(false))
        {
            return new ApplyLook.Closed();
        }
        var known = Remembered(snapshot);
        if (!known.TryGetValue(jobId, out var found))
        {
            known[jobId] = found = await Load(Row(job), campaign, stop).ConfigureAwait(false);
        }
        return new ApplyLook.Hosted(found);
    }

    /// <summary>What job and campaign want of an application that is under way, whatever became of them.</summary>
    public Task<ApplyWants> WantsOf(ApplicationRow row, CancellationToken stop) => store.Read(async session =>
    {
        var job = await inventory.Find(session, row.JobId).ConfigureAwait(false);
        var fed = await inventory.Applying(session, row.JobId).ConfigureAwait(false);
        var wanted = await campaigns.Applying(session, row.CampaignId).ConfigureAwait(false);
        var first = string.IsNullOrEmpty(fed?.Email) ? wanted?.EmailAddress : fed.Email;
        return new ApplyWants(
            AskOf(wanted, fed),
            fed?.ResumeRequired ?? false,
            RedirectOf(wanted, job?.Url),
            fed?.PostUrl,
            fed?.QuestionsUrl,
            [.. new[] { first }.OfType<string>().Concat(wanted?.OtherEmailAddresses ?? [])
                .Distinct(StringComparer.OrdinalIgnoreCase)]);
    }, stop);

    private ConcurrentDictionary<long, ApplyJob> Remembered(MarketSnapshot snapshot)
    {
        var now = memory;
        if (!ReferenceEquals(now.Of, snapshot) || now.Jobs.Count >= MostRemembered)
        {
            memory = now = new Memory(snapshot, []);
        }
        return now.Jobs;
    }

    private async ValueTask<ApplyLook> FindOutside(
        MarketSnapshot snapshot, long jobId, ClickId? click, CancellationToken stop)
    {
        if (!Limits.CouldBeJobId(jobId)
            || await market.FindOutside(jobId, stop).ConfigureAwait(false) is not { } row)
        {
            return new ApplyLook.Unknown();
        }
        return row.CampaignId is { } campaignId
            && snapshot.Campaigns.TryGetValue(campaignId, out var campaign)
            && (campaign.TalrooApply || campaign.IsEvent)
            && await WasPaid(jobId, click, stop).ConfigureAwait(false)
            ? new ApplyLook.Hosted(await Load(row, campaign, stop).ConfigureAwait(false))
            : new ApplyLook.Closed();
    }

    private async ValueTask<bool> WasPaid(long jobId, ClickId? click, CancellationToken stop) =>
        click is { } id
        && (await store.Read(session => clicks.Find(session, [id]), stop).ConfigureAwait(false))
            .TryGetValue(id, out var seen)
        && seen.JobId == jobId && seen.Verdict == Verdict.Billable;

    private Task<ApplyJob> Load(JobRow job, CampaignFacts campaign, CancellationToken stop) =>
        store.Read(async session =>
        {
            var fed = await inventory.Applying(session, job.JobId).ConfigureAwait(false);
            var wanted = await campaigns.Applying(session, campaign.Id).ConfigureAwait(false);
            return new ApplyJob(
                job.JobId,
                job.CustomerId,
                campaign.Id,
                job.SegmentId,
                job.SourceId,
                fed?.JobReference ?? job.OriginalJobReference,
                job.OriginalJobReference,
                job.Title,
                job.Company,
                job.City,
                job.State,
                job.Zipcode,
                campaign.IsEvent,
                fed?.QuestionsUrl,
                AskOf(wanted, fed),
                fed?.ResumeRequired ?? false,
                RedirectOf(wanted, job.Url));
        }, stop);

    // Both the campaign and the job may ask; the one that asks for more is heard.
    private static AddressAsk AskOf(CampaignApplying? wanted, JobApplying? fed) =>
        (AddressAsk)Math.Max((int)Ask(wanted?.AddressQuestion), (int)Ask(fed?.AddressCollection));

    private static AddressAsk Ask(string? word) => word switch
    {
        "required" => AddressAsk.Required,
        "optional" => AddressAsk.Optional,
        _ => AddressAsk.Off,
    };

    private static string? RedirectOf(CampaignApplying? wanted, string? jobUrl) =>
        wanted is { TalrooApplyRedir: true } ? Followable(wanted.ApplicationLinkOverride ?? jobUrl) : null;

    /// <summary>
    /// An address as a header may carry it: hosts in punycode, everything else that is no ASCII percent-encoded; null
    /// for what no browser can follow.
    /// </summary>
    private static string? Followable(string? url) =>
        WebHosts.Address(url) is { } address && WebHosts.InAscii(address) is { } host
            ? host == address.Host ? address.AbsoluteUri : new UriBuilder(address) { Host = host }.Uri.AbsoluteUri
            : null;

    private static JobRow Row(in MarketJob job) => new(
        job.JobId, job.SourceId, job.PoolId, job.CustomerId, job.CampaignId, job.SegmentId == 0 ? null : job.SegmentId,
        job.CpcCents, job.ReferenceNumber, job.Title, job.Company, job.City, job.State, job.Zipcode, null, null,
        job.Url, "", "", job.JobType, job.TalrooApply ? 1 : 0, job.EnteredAtMs, job.UpdatedAtMs, null);
}
