using System.Text.Json.Nodes;
using static Placard.Tests.Inventory.Imports.FeedUpload;

namespace Placard.Tests.Inventory;

/// <summary>Jobs as the API shows them: prices, statuses, campaigns.</summary>
public sealed class JobListTests
{
    [Theory, OnBothEngines]
    public async Task AJobShowsEverythingThatWasFed(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(new AdvertiserXml().Job("full",
            ("title", "Nurse & Carer"), ("description", "<p>Care ]]> more</p>"), ("cpc", "1.25"),
            ("salary", "$30 per hour"), ("jobtype", "Full Time"), ("education", "Degree"), ("experience", "2 years"),
            ("email", "jobs@acme.example"), ("logo_url", "https://acme.example/logo.png"), ("country", "US"),
            ("remotetype", "onsite"), ("advertiser_id", "a-7"), ("streetaddress", "1 Main St"),
            ("major_category0", "[Sales]"), ("expires", "2099-01-02"),
            ("benefits", """["Dental","401k"]""")));
        var listed = Assert.Single(await advertiser.Jobs());

        var job = (await scenario.Operator.Get($"/v5/jobs/{listed["jobId"]}")).Expect(200);

        Assert.Equal("Nurse & Carer", (string)job["title"]!);
        Assert.Equal("<p>Care ]]> more</p>", (string)job["description"]!);
        Assert.Equal(125, (int)job["cpcCents"]!);
        Assert.Equal("$30 per hour", (string)job["salary"]!);
        Assert.Equal("jobs@acme.example", (string)job["email"]!);
        Assert.Equal("https://acme.example/logo.png", (string)job["logoUrl"]!);
        Assert.Equal("a-7", (string)job["advertiserId"]!);
        Assert.Equal("1 Main St", (string)job["address"]!);
        Assert.Equal("Full Time", (string)job["jobType"]!);
        Assert.Equal("[Sales]", (string)job["majorCategories"]![0]!);
        Assert.Equal("Dental", (string)job["extractions"]!["benefits"]![0]!);
        Assert.Equal(("Austin", "TX", "78701"), ((string)job["city"]!, (string)job["state"]!, (string)job["zipcode"]!));
        Assert.Equal("2025-12-05T20:52:19Z", (string)job["date"]!);
        Assert.StartsWith("2099-01-0", (string)job["expiresAt"]!, StringComparison.Ordinal);
        Assert.False((bool)job["talrooApply"]!);
        Assert.Equal("Dental", (string)listed["extractions"]!["benefits"]![0]!);
        (await scenario.Operator.Get("/v5/jobs/99999999999")).ExpectProblem(404);
    }

    [Theory, OnBothEngines]
    public async Task ThePriceIsTheJobsElseTheSegmentsElseTheCampaigns(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(new AdvertiserXml()
            .Job("own", ("cpc", "0.90")).Job("segment", ("title", "Night Nurse")).Job("campaign"));
        var campaign = await advertiser.LaunchCampaign(new { talrooBasicCpc = 40 });
        var segment = (await scenario.Operator.Post($"/v5/campaigns/{campaign.Id}/segments", new
        {
            name = "Nights",
            talrooBasicCpc = 70,
            jobFilters = new[] { new { field = "title", @operator = "CONTAINS", value = "Night" } },
        })).Expect(201);

        var jobs = await advertiser.Jobs();

        Assert.Equal(
            [$"campaign LIVE 40 {campaign.Id} ", $"own LIVE 90 {campaign.Id} ",
                $"segment LIVE 70 {campaign.Id} {segment["id"]}"],
            jobs.Select(Shown).Order(StringComparer.Ordinal));
        Assert.Equal(["own", "segment"], (await scenario.Operator.List(
                "/v5/jobs", $"sourceId={advertiser.SourceId} AND cpcCents>=70 AND status=LIVE", "cpcCents,desc"))
            .Select(job => (string)job["jobReference"]!));
    }

    [Theory, OnBothEngines]
    public async Task StatusAgreesWithWhatPartnersAreTold(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(new AdvertiserXml()
            .Job("live").Job("ended", ("expires", "2020-01-02")).Job("dear", ("cpc", "900")).Job("leaves"));
        await Agree("dear EXPIRED 90000", "ended EXPIRED", "leaves EXPIRED", "live EXPIRED");

        var campaign = await advertiser.LaunchCampaign(new { monthlyBudget = 100 });
        await Agree("dear EXPIRED 90000", "ended EXPIRED 50", "leaves LIVE 50", "live LIVE 50");

        await advertiser.Import(new AdvertiserXml()
            .Job("live").Job("ended", ("expires", "2020-01-02")).Job("dear", ("cpc", "900")));
        await Agree("dear EXPIRED 90000", "ended EXPIRED 50", "leaves EXPIRED 50", "live LIVE 50");

        await campaign.Pause();
        await Agree("dear EXPIRED 90000", "ended EXPIRED 50", "leaves EXPIRED 50", "live EXPIRED 50");
        Assert.Empty(await scenario.Operator.List("/v5/jobs", $"sourceId={advertiser.SourceId} AND status==LIVE"));

        async Task Agree(params string[] expected)
        {
            var jobs = await advertiser.Jobs();
            Assert.Equal(expected, jobs.Select(job =>
                $"{job["jobReference"]} {job["status"]} {PriceOf(job)}".TrimEnd()).Order(StringComparer.Ordinal));
            foreach (var job in jobs)
            {
                var told = await scenario.StatusOf((long)job["jobId"]!);
                Assert.Equal((string)job["status"]! == "LIVE", told == "LIVE");
            }
        }

        static string PriceOf(JsonObject job) => job["cpcCents"]?.ToString() ?? "";
    }

    [Theory, OnBothEngines]
    public async Task JobsMoveWithTheCampaignsFilters(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(new AdvertiserXml()
            .Job("a", ("title", "Nurse")).Job("b", ("title", "Driver")).Job("c", ("title", "Night Nurse")));
        var nurses = await advertiser.LaunchCampaign(new
        {
            applyOrder = 2,
            jobFilters = new[] { new { field = "title", @operator = "CONTAINS", value = "Nurse" } },
        });
        var all = await advertiser.LaunchCampaign(new { applyOrder = 1 });
        await Assigned($"a {nurses.Id}", $"b {all.Id}", $"c {nurses.Id}");

        await nurses.Change(new
        {
            jobFilters = new[] { new { field = "title", @operator = "STARTS_WITH", value = "Nurse" } },
        });
        await Assigned($"a {nurses.Id}", $"b {all.Id}", $"c {all.Id}");

        await advertiser.Import(new AdvertiserXml()
            .Job("a", ("title", "Nurse")).Job("b", ("title", "Nurse")).Job("d", ("title", "Driver")));
        await Assigned($"a {nurses.Id}", $"b {nurses.Id}", $"d {all.Id}");

        await all.Archive();
        await Assigned($"a {nurses.Id}", $"b {nurses.Id}", "d ");

        async Task Assigned(params string[] expected) => Assert.Equal(expected, (await advertiser.Jobs())
            .Where(job => job["removedAt"] == null)
            .Select(job => $"{job["jobReference"]} {job["campaignId"]}").Order(StringComparer.Ordinal));
    }

    private static string Shown(JsonObject job) =>
        $"{job["jobReference"]} {job["status"]} {job["cpcCents"]} {job["campaignId"]} {job["segmentId"]}";
}
