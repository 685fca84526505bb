namespace Placard.Publishing.Feeds;

/// <summary>Examples for the OpenAPI document: complete and plausible, never read by the program.</summary>
internal static class FeedExamples
{
    public const string New =
        """
        {"name":"Jobs in Texas","type":"XML","pricing":{"model":"DYNAMIC","sharePercent":60},"clickExpirationHours":24,
         "duplicateClickMinutes":30,"expiredClickCents":6,"staleClickCents":0,"onDemandFields":["logo_url"],
         "jobFilters":[{"field":"state","operator":"IN","value":["TX","OK"]},
         {"field":"title","operator":"CONTAINS","value":"driver"},{"field":"cpcCents","operator":"GTE","value":40}],
         "partSize":50000,"generateMinutes":180,
         "clickIdParameter":"clickid"}
        """;

    public const string Patch =
        """
        {"jobFilters":[{"field":"state","operator":"IN","value":["TX","OK"]},
         {"field":"title","operator":"CONTAINS","value":"driver"},{"field":"cpcCents","operator":"GTE","value":40}],
         "clickIdParameter":"subid"}
        """;

    /// <summary>What an operator may change besides.</summary>
    public const string PatchTerms =
        """
        {"name":"Jobs in Texas","status":"LIVE","pricing":{"model":"FLAT","cpcCents":25},"clickExpirationHours":24,
         "duplicateClickMinutes":30,"expiredClickCents":6,"staleClickCents":0,"onDemandFields":["logo_url"],
         "partSize":50000,"generateMinutes":180}
        """;

    public const string PatchShare = """{"pricing":{"model":"DYNAMIC","sharePercent":55}}""";

    public const string Feed =
        """
        {"id":1000,"publisherId":1,"name":"Jobs in Texas","type":"XML","status":"LIVE",
         "pass":"k3vx2m7q4dpz6n5ya2jwtrfe3h",
         "url":"https://jobs.example/download?id=1000&pass=k3vx2m7q4dpz6n5ya2jwtrfe3h&part=1",
         "pricing":{"model":"DYNAMIC","sharePercent":60},"clickExpirationHours":24,"duplicateClickMinutes":30,
         "expiredClickCents":6,"staleClickCents":0,"onDemandFields":["logo_url"],
         "jobFilters":[{"field":"state","operator":"IN","value":["TX","OK"]},
         {"field":"title","operator":"CONTAINS","value":"driver"},{"field":"cpcCents","operator":"GTE","value":40}],
         "partSize":50000,"generateMinutes":180,
         "clickIdParameter":"clickid","createdAt":"2026-01-31T10:00:00Z","updatedAt":"2026-01-31T10:00:00Z",
         "lastBuild":{"id":12,"builtAt":"2026-01-31T10:00:01Z","total":48213,"parts":1},
         "nextBuildAt":"2026-01-31T13:00:01Z","lastDownloadAt":"2026-01-31T10:05:00Z"}
        """;

    /// <summary>The name of the examples that are paid by the click.</summary>
    public const string Flat = "flat";

    private const string SharePricing = """{"model":"DYNAMIC","sharePercent":60}""";

    private const string FlatPricing = """{"model":"FLAT","cpcCents":25}""";

    public static readonly string NewFlat = New.Replace(SharePricing, FlatPricing, StringComparison.Ordinal);

    public static readonly string FeedFlat = Feed.Replace(SharePricing, FlatPricing, StringComparison.Ordinal);

    public static readonly string List =
        """{"size":20,"number":0,"totalPages":1,"totalElements":2,"content":[""" + $"{Feed},{FeedFlat}]}}";

    public const string Build = """{"id":12,"builtAt":"2026-01-31T10:00:01Z","total":48213,"parts":1}""";

    public const string Builds =
        """{"size":20,"number":0,"totalPages":1,"totalElements":1,"content":[""" + Build + "]}";
}
