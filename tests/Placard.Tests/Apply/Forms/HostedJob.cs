using System.Security;
using System.Text;
using System.Text.Json.Nodes;
using Placard.Tests.Inventory.Pulling;

namespace Placard.Tests.Apply.Forms;

/// <summary>One hosted, advertised and published job, and what happens around its application.</summary>
internal sealed record HostedJob(
    Scenario Scenario, Advertiser Advertiser, Campaign Campaign, PublisherFeed Feed, FeedJob Job)
{
    /// <summary>
    /// Sets it up with people of its own. <paramref name="apply"/> is the inside of the job's <c>talroo_apply</c>.
    /// </summary>
    public static async Task<HostedJob> On(Scenario scenario, string apply = "", JsonObject? campaign = null,
        params (string Name, string? Value)[] fields)
    {
        var advertiser = await scenario.NewAdvertiser();
        var job = new AdvertiserXml().Job("job-1", fields).ToString();
        var hosted = job.Replace("</job>", $"<talroo_apply>{apply}</talroo_apply></job>", StringComparison.Ordinal);
        var import = await advertiser.Import(hosted);
        Assert.Equal(0, (int)import["rejected"]!);
        var settings = campaign?.DeepClone().AsObject() ?? [];
        settings.TryAdd("talrooApply", true);
        var launched = await advertiser.LaunchCampaign(settings);
        var feed = await scenario.NewPublisherFeed(Pricing.Share(60), advertiser);
        var part = await feed.BuildAndFetch();
        return new HostedJob(scenario, advertiser, launched, feed, Assert.Single(part.Jobs));
    }

    /// <summary>
    /// As <see cref="On"/>, with a questions document that a server of the advertiser's gives. Somebody has looked at
    /// the form before, and the document was asked for: a form waits for one only for some seconds.
    /// </summary>
    public static async Task<HostedJob> Asking(
        Scenario scenario, FeedServer server, string questions, string apply = "", JsonObject? campaign = null)
    {
        server.Answer = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(questions));
        };
        var address = SecurityElement.Escape($"{server.Address}/questions.json");
        var hosted = await On(scenario, $"<custom_questions>{address}</custom_questions>{apply}", campaign);
        (await scenario.Get($"/apply/{hosted.Job.JobId}")).Expect(200);
        await Eventually.Holds(
            async () => (await scenario.Operator.List("/v5/questions-documents", $"jobId={hosted.Job.JobId}"))
                .Any(document => document["checkedAt"] is not null),
            "the questions document was asked for");
        return hosted;
    }

    /// <summary>A jobseeker's click, which must land on the form; its path and query.</summary>
    public async Task<string> Land(Visitor? visitor = null)
    {
        var click = await Scenario.Click(Job.Url, visitor);
        click.Landed();
        var landing = new Uri(click.Location!);
        Assert.Equal($"/apply/{Job.JobId}", landing.AbsolutePath);
        return landing.PathAndQuery;
    }

    /// <summary>A click, and the form it leads to.</summary>
    public async Task<JobForm> Open(Visitor? visitor = null) => await JobForm.Open(Scenario, await Land(visitor));

    /// <summary>The applications that its advertiser has, oldest first.</summary>
    public Task<IReadOnlyList<JsonObject>> Applications() =>
        Scenario.Operator.List("/v5/applications", $"campaignId={Campaign.Id}", "startedAt,asc");

    /// <summary>All its advertiser's events, as delivered.</summary>
    public async Task<IReadOnlyList<JsonObject>> Events()
    {
        var client = await Advertiser.LogIn();
        var answer = (await client.Get("/v5/events?size=500")).Expect(200);
        return [.. answer["events"]!.AsArray().Select(made => made!.AsObject())];
    }

    /// <summary>The words of the events so far: <c>started</c>, <c>completed</c>.</summary>
    public async Task<IReadOnlyList<string>> Told() =>
        [.. (await Events()).Select(made => ((string)made["type"]!).Split(':')[2])];
}
