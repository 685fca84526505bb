using Placard.Host.Demo.Corpus.Feeds;
using Placard.Host.Demo.Corpus.Trades;

namespace Placard.Host.Demo.Corpus;

/// <summary>The demo's advertisers, each with its own habits of writing a feed.</summary>
internal static class AdvertiserList
{
    public static IReadOnlyList<DemoAdvertiser> Build(int seed) =>
    [
        Of(seed, "halloran", "Halloran Freight Lines", "Drivers and shops", AdvertiserCampaigns.Halloran, new FeedHabits
        {
            Publisher = "Halloran Freight Lines",
            Site = "https://drive.halloranfreight.example",
            ReferencePrefix = "HFL-",
            Landing = (_, reference) => $"https://drive.halloranfreight.example/apply/{reference}",
            ZipElement = "zip",
            Dates = DateStyle.UsZone,
            Salary = SalaryStyle.Short,
            WithCpc = true,
            AllCitiesRole = "otr",
        }),
        Of(seed, "saintbrennan", "Saint Brennan Health", "Clinical and support", AdvertiserCampaigns.SaintBrennan,
            new FeedHabits
            {
                Publisher = "Saint Brennan Health Talent Acquisition",
                Site = "https://careers.saintbrennan.example",
                ReferencePrefix = "R",
                Landing = (job, reference) =>
                    $"https://careers.saintbrennan.example/job/{LandingPages.Slug(job.City.Name)}/"
                    + $"{LandingPages.Slug(job.Title)}/{reference}?source=network&lang=en",
                Dates = DateStyle.IsoOffset,
                Salary = SalaryStyle.Spelled,
                WithStreet = true,
                WithExpiry = true,
                LogoUrl = "https://careers.saintbrennan.example/assets/logo.png",
                Gzipped = true,
            }),
        Of(seed, "lantern", "Lantern Home Care", "Caregivers", AdvertiserCampaigns.Lantern, new FeedHabits
        {
            Publisher = "Lantern Home Care",
            Site = "https://www.lanternhomecare.example",
            ReferencePrefix = "lantern",
            Landing = (job, reference) =>
                $"https://www.lanternhomecare.example/únete/{LandingPages.Slug(job.City.Name)}?puesto={reference}",
            Dates = DateStyle.Plain,
            WithCountry = true,
        }),
        Of(seed, "copperskillet", "Copper Skillet Restaurants", "All diners", AdvertiserCampaigns.CopperSkillet,
            new FeedHabits
            {
                Publisher = "Copper Skillet",
                Site = "https://copperskillet.example",
                ReferencePrefix = "CS",
                Landing = (_, reference) => $"https://copperskillet.example/jobs#{reference}",
                ZipElement = "zip",
                Dates = DateStyle.UsSlashes,
                Salary = SalaryStyle.Short,
            }),
        Of(seed, "orchardmain", "Orchard & Main Markets", "Stores", AdvertiserCampaigns.OrchardMain, new FeedHabits
        {
            Publisher = "Orchard & Main Markets",
            Site = "https://jobs.orchardmain.example",
            ReferencePrefix = "OM-",
            Landing = (_, reference) =>
                $"https://jobs.orchardmain.example/viewjob?id={reference}&utm_source=network&utm_medium=cpc#apply",
            Dates = DateStyle.Iso,
            Categories = CategoryStyle.PlainText,
            Salary = SalaryStyle.Spelled,
            WrappedInJobs = true,
            LogoUrl = "https://jobs.orchardmain.example/logo.svg",
        }),
        Of(seed, "northbay", "Northbay Fulfillment", "Centers and routes", AdvertiserCampaigns.Northbay, new FeedHabits
        {
            Publisher = "Northbay Fulfillment",
            Site = "https://work.northbay.example",
            ReferencePrefix = "NB",
            Landing = (_, reference) => $"https://work.northbay.example/r/{reference}/?c=",
            Dates = DateStyle.Gmt,
            Salary = SalaryStyle.Short,
            WithExtractions = true,
            LogoUrl = "https://work.northbay.example/static/mark-256.png",
        }),
        Of(seed, "brightwell", "Brightwell Staffing", "Client openings", AdvertiserCampaigns.Brightwell, new FeedHabits
        {
            Publisher = "Brightwell Staffing",
            Site = "http://brightwellstaffing.example",
            ReferencePrefix = "BW",
            Landing = (_, reference) => $"http://brightwellstaffing.example?job={reference}",
            Dates = DateStyle.Gmt,
            Salary = SalaryStyle.Formal,
            WithCpc = true,
            WithExpiry = true,
        }),
        Of(seed, "tessaly", "Tessaly Software", "Everything open", AdvertiserCampaigns.Tessaly, new FeedHabits
        {
            Publisher = "Tessaly Software",
            Site = "https://tessaly.example",
            ReferencePrefix = "t-",
            Landing = (job, reference) =>
                $"https://tessaly.example/careers?ref=cpc#/openings/{reference}/{LandingPages.Slug(job.Title)}",
            Dates = DateStyle.Iso,
            Salary = SalaryStyle.Formal,
            WithExtractions = true,
        }),
        Of(seed, "cedarridge", "Cedar Ridge Unified School District", "Certified and classified",
            AdvertiserCampaigns.CedarRidge, new FeedHabits
            {
                Publisher = "Cedar Ridge Unified School District",
                Site = "https://hr.cedarridgeschools.example",
                ReferencePrefix = "CR-",
                Landing = (_, reference) => $"https://hr.cedarridgeschools.example/postings/{reference};view=full",
                Dates = DateStyle.UsSlashes,
                Salary = SalaryStyle.Unstated,
                Latin1 = true,
                WithExpiry = true,
            }),
        Of(seed, "keystoneharbor", "Keystone Harbor Bank", "Branches and offices", AdvertiserCampaigns.KeystoneHarbor,
            new FeedHabits
            {
                Publisher = "Keystone Harbor Bank",
                Site = "https://careers.keystoneharbor.example",
                ReferencePrefix = "REQ",
                Landing = (_, reference) =>
                    $"https://careers.keystoneharbor.example/search/?q=&requisition={reference}&tlr_sid=",
                Dates = DateStyle.IsoOffset,
                Salary = SalaryStyle.Formal,
                WithStreet = true,
                WithCountry = true,
            }),
        Of(seed, "vantageridge", "Vantage Ridge Builders", "Field and office", AdvertiserCampaigns.VantageRidge,
            new FeedHabits
            {
                Publisher = "Vantage Ridge Builders",
                Site = "https://vantageridge.example",
                ReferencePrefix = "VR",
                Landing = (job, reference) => $"https://vantageridge.example/join-us/{job.City.State}/{reference}.html",
                ZipElement = "zip",
                Dates = DateStyle.UsZone,
                Salary = SalaryStyle.Short,
            }),
        Of(seed, "sentryshine", "Sentry & Shine Building Services", "Guards and crews", AdvertiserCampaigns.SentryShine,
            new FeedHabits
            {
                Publisher = "Sentry & Shine",
                Site = "https://www.sentryshine.example",
                ReferencePrefix = "SS",
                Landing = (_, reference) => $"https://www.sentryshine.example/apply.php?job={reference}&src=feed",
                Dates = DateStyle.UsZone,
                Salary = SalaryStyle.Short,
                Sloppy = true,
            }),
    ];

    private static DemoAdvertiser Of(
        int seed, string trade, string name, string pool, IReadOnlyList<DemoCampaign> campaigns, FeedHabits habits)
    {
        var openings = new JobDrafts(TradeReader.Read(trade), SeedOf(seed, trade));
        var writer = new FeedWriter(habits);
        return new DemoAdvertiser
        {
            Name = name,
            PoolName = pool,
            SourceName = $"{name} feed",
            Campaigns = campaigns,
            Feed = now => writer.Write(openings.For(now), now),
            Gzipped = habits.Gzipped,
            Sloppy = habits.Sloppy,
        };
    }

    // Each advertiser rolls its own dice, so a change to one leaves the others' feeds as they were.
    private static int SeedOf(int seed, string trade)
    {
        foreach (var letter in trade) seed = unchecked((seed * 31) + letter);
        return seed;
    }
}
