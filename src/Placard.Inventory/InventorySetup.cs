using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Placard.Inventory.Assigning;
using Placard.Inventory.Completing;
using Placard.Inventory.Imports;
using Placard.Inventory.Jobs;
using Placard.Inventory.Places;
using Placard.Inventory.Pulling;
using Placard.Inventory.Sources;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Inventory;

/// <summary>The front door: sources, imports and jobs.</summary>
public static class InventorySetup
{
    private static readonly CallerKind[] Advertisers = [CallerKind.Operator, CallerKind.Customer];

    /// <summary>
    /// Adds the room. Needs storage, <c>ICampaigns</c>, <c>ICampaignMoney</c>, <c>IAccountFacts</c>,
    /// <c>TimeProvider</c>, <c>MachineTime</c>, <c>IdSource</c> and <c>ExchangeCalendar</c>; reads
    /// <c>Placard:Inventory:*</c>, <c>Placard:Data</c> and <c>Placard:Sandbox</c>.
    /// </summary>
    public static IServiceCollection AddInventory(this IServiceCollection services, IConfiguration configuration)
    {
        var options = InventoryOptions.Read(configuration);
        services.AddMigrations(typeof(InventorySetup).Assembly);
        services.AddSingleton(options);
        services.AddSingleton(_ => options.PlacesFile is { } file ? UsPlaces.FromFile(file) : UsPlaces.Shipped);
        services.AddSingleton(provider =>
            new PlaceRules(provider.GetRequiredService<UsPlaces>(), options.AllCitiesMost));
        services.AddSingleton<IPlaces, PlaceNames>();
        services.AddSingleton<IInventory, JobStore>();
        services.AddSingleton<IFollower, Reassigner>();
        services.AddSingleton<SourceStore>().AddSingleton<SourceEndpoint>();
        services.AddSingleton<ImportStore>().AddSingleton<SourceClaims>().AddSingleton<ReadingMark>();
        services.AddSingleton<FeedComparison>().AddSingleton<ImportMeter>();
        services.AddSingleton<TextsAside>().AddSingleton<DifferenceWriter>();
        services.AddSingleton<FeedPuller>().AddSingleton<Importer>().AddSingleton<ImportEndpoint>();
        services.AddSingleton<IDueWork, PullSchedule>().AddSingleton<IDueWork, InterruptedImports>();
        return services.AddSingleton<JobPrices>().AddSingleton<JobEndpoint>();
    }

    /// <summary>Hangs the routes into <c>/v5</c>.</summary>
    public static void MapInventory(this IEndpointRouteBuilder v5)
    {
        MapSources(v5);
        MapImports(v5);
        MapJobs(v5);
    }

    private static void MapSources(IEndpointRouteBuilder v5)
    {
        const string request =
            """
            {"name":"Careers site","feedUrl":"https://acme.example/jobs.xml","refreshMinutes":60,
            "titleExpansions":[{"title":"Forklift Driver","titles":["Forklift Operator","Warehouse Driver"]}]}
            """;
        const string source =
            """
            {"id":21,"poolId":12,"customerId":7,"name":"Careers site","feedUrl":"https://acme.example/jobs.xml",
            "refreshMinutes":60,
            "titleExpansions":[{"title":"Forklift Driver","titles":["Forklift Operator","Warehouse Driver"]}],
            "createdAt":"2026-01-31T10:00:00Z","nextPullAt":"2026-01-31T11:00:00Z"}
            """;
        v5.MapPost("/pools/{id:long}/sources",
                (HttpContext context, long id, SourceEndpoint sources) => sources.Create(context, id))
            .For(Advertisers)
            .Describe(
                "Creates a source of jobs; with a feedUrl it is pulled every refreshMinutes.", request, source, 201);
        v5.MapGet("/sources", (HttpContext context, SourceEndpoint sources) => sources.List(context))
            .For(Advertisers)
            .DescribeList(SourceEndpoint.Plan)
            .Describe("Lists sources.", answerJson: source);
        v5.MapGet("/sources/{id:long}",
                (HttpContext context, long id, SourceEndpoint sources) => sources.Get(context, id))
            .For(Advertisers)
            .Describe("One source.", answerJson: source);
        v5.MapPatch("/sources/{id:long}",
                (HttpContext context, long id, SourceEndpoint sources) => sources.Change(context, id))
            .For(Advertisers)
            .Describe("Changes a source; feedUrl null ends the pulls.", """{"refreshMinutes":120}""", source);
    }

    private static void MapImports(IEndpointRouteBuilder v5)
    {
        const string import =
            """
            {"id":31,"sourceId":21,"origin":"UPLOAD","status":"COMPLETED","message":null,"read":103,"accepted":100,
            "rejected":3,"created":5,"updated":2,"unchanged":93,"removed":4,"notes":1,"unknownElements":{"shift":7},
            "startedAt":"2026-01-31T10:00:00Z","finishedAt":"2026-01-31T10:00:02Z"}
            """;
        const string rejection =
            """
            {"line":120,"column":3,"referencenumber":"acme-7","reason":"MISSING",
            "message":"Missing or blank: company.","value":null}
            """;
        const string note =
            """
            {"line":140,"column":3,"referencenumber":"acme-8","kind":"ENTITY","element":"title",
            "message":"XML does not know this entity; it was decoded as in HTML.","value":"&nbsp;"}
            """;
        const string feed =
            """
            <source><job><title>Forklift Driver</title><date>2026-01-30</date><referencenumber>acme-1</referencenumber>
            <url>https://acme.example/jobs/1</url><company>Acme</company><city>Austin</city><state>TX</state>
            <postalcode>78701</postalcode><description>Drives a forklift.</description><cpc>0.50</cpc></job></source>
            """;
        v5.MapPost("/sources/{id:long}/imports",
                (HttpContext context, long id, ImportEndpoint imports) => imports.Create(context, id))
            .For(Advertisers)
            .WithMetadata(new BodyLimit(ImportEndpoint.UploadBytes))
            .Describe(
                "Imports the advertiser XML in the body (application/xml, gzip allowed); without a body pulls feedUrl.",
                feed, import, 201)
            .Takes("application/gzip");
        v5.MapGet("/imports", (HttpContext context, ImportEndpoint imports) => imports.List(context))
            .For(Advertisers)
            .DescribeList(ImportEndpoint.Plan)
            .Describe("Lists imports, the latest first.", answerJson: import);
        v5.MapGet("/imports/{id:long}",
                (HttpContext context, long id, ImportEndpoint imports) => imports.Get(context, id))
            .For(Advertisers)
            .Describe("One import.", answerJson: import);
        v5.MapPost("/imports/{id:long}/release",
                (HttpContext context, long id, ImportEndpoint imports) => imports.Release(context, id))
            .For(Advertisers)
            .Describe("Applies a held import.", answerJson: import);
        v5.MapGet("/imports/{id:long}/rejections",
                (HttpContext context, long id, ImportEndpoint imports) => imports.Rejections(context, id))
            .For(Advertisers)
            .DescribeList(ImportEndpoint.RejectionPlan)
            .Describe("The jobs that an import rejected, in the feed's order.", answerJson: rejection);
        v5.MapGet("/imports/{id:long}/notes",
                (HttpContext context, long id, ImportEndpoint imports) => imports.Notes(context, id))
            .For(Advertisers)
            .DescribeList(ImportEndpoint.NotePlan)
            .Describe("What an import repaired or left out of jobs it took.", answerJson: note);
    }

    private static void MapJobs(IEndpointRouteBuilder v5)
    {
        const string fields =
            """
            "jobId":10000000001,"jobReference":"acme-1","originalJobReference":"acme-1","sourceId":21,"poolId":12,
            "customerId":7,"campaignId":41,"segmentId":null,"status":"LIVE","title":"Forklift Driver","company":"Acme",
            "city":"Austin","state":"TX","zipcode":"78701","latitude":30.2711,"longitude":-97.7437,
            "url":"https://acme.example/jobs/1","cpcCents":50,"majorCategories":["[Trucking]"],
            "minorCategories":[],"jobType":"Full Time","talrooApply":false,"date":"2026-01-30T05:00:00Z",
            "enteredAt":"2026-01-31T10:00:00Z","updatedAt":"2026-01-31T10:00:00Z","expiresAt":null,"removedAt":null,
            "extractions":{}
            """;
        const string fed =
            """
            ,"description":"<p>Drives a forklift.</p>","country":"US","address":"1 Main St",
            "email":"jobs@acme.example","salary":"$30 per hour","education":"High School","experience":"2 years",
            "remoteType":"onsite","cpaCents":1500,"fedCampaignId":"spring","advertiserId":"a-7",
            "logoUrl":"https://acme.example/logo.png","apply":{"customQuestionsUrl":"https://acme.example/q.json",
            "postUrl":"https://acme.example/hire","addressCollection":"optional","resumeRequired":true}
            """;
        v5.MapGet("/jobs", (HttpContext context, JobEndpoint jobs) => jobs.List(context))
            .For(Advertisers)
            .DescribeList(JobEndpoint.Plan)
            .Describe("Lists jobs, those that left their feeds included.", answerJson: "{" + fields + "}");
        v5.MapGet("/jobs/{jobId:long}", (HttpContext context, long jobId, JobEndpoint jobs) => jobs.Get(context, jobId))
            .For(Advertisers)
            .Describe(
                "One job with its description and everything else that the feed said.",
                answerJson: "{" + fields + fed + "}");
    }
}
