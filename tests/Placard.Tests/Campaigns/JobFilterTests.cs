using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Placard.Campaigns;
using Placard.Platform;

namespace Placard.Tests.Campaigns;

/// <summary>Which jobs a filter takes, and which filters are refused with what words.</summary>
public sealed class JobFilterTests
{
    // The job: Night Cashier, Acme Stores, Austin TX 78701, acme-17, [Retail] and [Food Services],
    // [Retail] Cashier/Counter Person, source 7, Part Time, 45 cents, no hosted application.
    [Theory]
    [InlineData("title", "EQUALS", "\"night cashier\"", true)]
    [InlineData("title", "EQUALS", "\"cashier\"", false)]
    [InlineData("title", "NOT_EQUALS", "\"cashier\"", true)]
    [InlineData("title", "CONTAINS", "\"CASH\"", true)]
    [InlineData("title", "CONTAINS", "[\"driver\", \"cash\"]", true)]
    [InlineData("title", "NOT_CONTAINS", "[\"driver\", \"cash\"]", false)]
    [InlineData("title", "NOT_CONTAINS", "\"driver\"", true)]
    [InlineData("title", "STARTS_WITH", "\" night \"", true)]
    [InlineData("title", "STARTS_WITH", "\"cashier\"", false)]
    [InlineData("company", "IN", "[\"Other\", \"ACME STORES\"]", true)]
    [InlineData("company", "NOT_IN", "[\"Other\", \"ACME STORES\"]", false)]
    [InlineData("city", "EQUALS", "\"\"", false)]
    [InlineData("state", "IN", "[\"tx\", \"OK\"]", true)]
    [InlineData("state", "NOT_IN", "[\"OK\"]", true)]
    [InlineData("zipcode", "STARTS_WITH", "\"787\"", true)]
    [InlineData("zipcode", "EQUALS", "78701", true)]
    [InlineData("zipcode", "IN", "[78701, \"78702\"]", true)]
    [InlineData("referencenumber", "EQUALS", "\"ACME-17\"", true)]
    [InlineData("majorCategory", "EQUALS", "\"[food services]\"", true)]
    [InlineData("majorCategory", "EQUALS", "\"Retail\"", true)]
    [InlineData("majorCategory", "NOT_EQUALS", "\"Retail\"", false)]
    [InlineData("majorCategory", "NOT_IN", "[\"Sales\", \"Legal\"]", true)]
    [InlineData("minorCategory", "EQUALS", "\"[Retail] Cashier/Counter Person\"", true)]
    [InlineData("minorCategory", "IN", "[\"cashier/counter person\"]", true)]
    [InlineData("minorCategory", "CONTAINS", "\"counter\"", true)]
    [InlineData("sourceId", "EQUALS", "7", true)]
    [InlineData("sourceId", "NOT_EQUALS", "7", false)]
    [InlineData("sourceId", "IN", "[6, 7]", true)]
    [InlineData("sourceId", "NOT_IN", "[6, 8]", true)]
    [InlineData("jobType", "EQUALS", "\"part time\"", true)]
    [InlineData("cpcCents", "GT", "45", false)]
    [InlineData("cpcCents", "GTE", "45", true)]
    [InlineData("cpcCents", "LT", "46", true)]
    [InlineData("cpcCents", "LTE", "44", false)]
    [InlineData("talrooApply", "EQUALS", "false", true)]
    [InlineData("talrooApply", "EQUALS", "\"true\"", false)]
    [InlineData("talrooApply", "NOT_EQUALS", "true", true)]
    public void AFilterTakesTheJobOrNot(string field, string op, string value, bool taken)
    {
        var filters = Parsed($$"""[{"field":"{{field}}","operator":"{{op}}","value":{{value}}}]""");

        Assert.Equal(taken, filters.Matches(new SomeJob()));
        Assert.Equal(taken, JobFilters.FromJson(filters.ToJson()).Matches(new SomeJob()));
    }

    [Theory]
    [InlineData("LT", false)]
    [InlineData("GTE", false)]
    [InlineData("EQUALS", false)]
    [InlineData("NOT_EQUALS", true)]
    public void AJobWithoutAPriceIsNeitherCheapNorDear(string op, bool taken) =>
        Assert.Equal(taken, Parsed($$"""[{"field":"cpcCents","operator":"{{op}}","value":50}]""")
            .Matches(new SomeJob { CpcCents = null }));

    [Fact]
    public void AJobWithoutCategoriesPassesOnlyTheNegative()
    {
        var job = new SomeJob { MajorCategories = [] };

        Assert.False(Parsed("""[{"field":"majorCategory","operator":"EQUALS","value":"Retail"}]""").Matches(job));
        Assert.True(Parsed("""[{"field":"majorCategory","operator":"NOT_EQUALS","value":"Retail"}]""").Matches(job));
    }

    [Fact]
    public void AllFiltersMustHold()
    {
        var filters = Parsed(
            """
            [{"field":"state","operator":"EQUALS","value":"TX"},{"field":"cpcCents","operator":"GTE","value":40}]
            """);

        Assert.True(filters.Matches(new SomeJob()));
        Assert.False(filters.Matches(new SomeJob { State = "OK" }));
        Assert.False(filters.Matches(new SomeJob { CpcCents = 39 }));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void NoFilterTakesEveryJob(string json)
    {
        var filters = Parsed(json);

        Assert.True(filters.IsEmpty);
        Assert.True(filters.Matches(new SomeJob()));
        Assert.Equal("[]", filters.ToJson());
    }

    [Fact]
    public void FiltersAreShownAsTheyWereGiven()
    {
        const string given = """[{"field":"zipcode","operator":"IN","value":["78701",78702]}]""";

        Assert.Equal(given, Parsed(given).ToJson());
    }

    [Theory]
    [InlineData("\"TX\"", "jobFilters")]
    [InlineData("{}", "jobFilters")]
    [InlineData("[1]", "jobFilters[0]")]
    [InlineData("""[{"operator":"EQUALS","value":"x"}]""", "jobFilters[0].field")]
    [InlineData("""[{"field":"salary","operator":"EQUALS","value":"x"}]""", "jobFilters[0].field")]
    [InlineData("""[{"field":"Title","operator":"EQUALS","value":"x"}]""", "jobFilters[0].field")]
    [InlineData("""[{"field":"title","value":"x"}]""", "jobFilters[0].operator")]
    [InlineData("""[{"field":"title","operator":"equals","value":"x"}]""", "jobFilters[0].operator")]
    [InlineData("""[{"field":"title","operator":"GT","value":5}]""", "jobFilters[0].operator")]
    [InlineData("""[{"field":"cpcCents","operator":"CONTAINS","value":"4"}]""", "jobFilters[0].operator")]
    [InlineData("""[{"field":"talrooApply","operator":"IN","value":[true]}]""", "jobFilters[0].operator")]
    [InlineData("""[{"field":"title","operator":"EQUALS"}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"title","operator":"EQUALS","value":null}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"title","operator":"EQUALS","value":5}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"title","operator":"EQUALS","value":["a"]}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"title","operator":"IN","value":"a"}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"title","operator":"IN","value":[]}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"title","operator":"IN","value":["a",{}]}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"title","operator":"CONTAINS","value":" "}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"cpcCents","operator":"GT","value":"5"}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"cpcCents","operator":"GT","value":5.5}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"cpcCents","operator":"GT","value":[5]}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"cpcCents","operator":"IN","value":[5,"6"]}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"talrooApply","operator":"EQUALS","value":"yes"}]""", "jobFilters[0].value")]
    [InlineData("""[{"field":"title","operator":"EQUALS","value":"x","or":1}]""", "jobFilters[0].or")]
    public async Task ABadFilterIsRefusedWhereItIsBad(string json, string path)
    {
        var body = Body(json);
        JobFilters.Parse(body, "jobFilters");

        Assert.Equal([path], (await Faults(body)).Select(fault => fault.Key));
    }

    [Fact]
    public async Task EveryBadFilterOfAListIsNamed()
    {
        var body = Body(
            """
            [{"field":"title","operator":"GT","value":1},{"field":"state","operator":"EQUALS","value":"TX"},
             {"field":"cpcCents","operator":"GT","value":"dear"}]
            """);
        JobFilters.Parse(body, "jobFilters");

        Assert.Equal(
            ["jobFilters[0].operator", "jobFilters[2].value"], (await Faults(body)).Select(fault => fault.Key));
    }

    [Fact]
    public async Task AHundredFiltersOfAThousandValuesAreEnough()
    {
        var text = new string('x', 500);
        string Filters(int filters, int values, string value)
        {
            var list = string.Join(',', Enumerable.Repeat($"\"{value}\"", values));
            var one = $$"""{"field":"title","operator":"IN","value":[{{list}}]}""";
            return $"[{string.Join(',', Enumerable.Repeat(one, filters))}]";
        }

        Assert.False(Parsed(Filters(100, 1, "TX")).IsEmpty);
        Assert.False(Parsed(Filters(1, 1_000, "TX")).IsEmpty);
        Assert.False(Parsed(Filters(1, 1, text)).IsEmpty);

        foreach (var (tooMuch, path) in new[]
        {
            (Filters(101, 1, "TX"), "jobFilters"),
            (Filters(1, 1_001, "TX"), "jobFilters[0].value"),
            (Filters(1, 1, text + "x"), "jobFilters[0].value"),
        })
        {
            var body = Body(tooMuch);
            JobFilters.Parse(body, "jobFilters");
            Assert.Equal([path], (await Faults(body)).Select(fault => fault.Key));
        }
    }

    private static JobFilters Parsed(string json)
    {
        var body = Body(json);
        var filters = JobFilters.Parse(body, "jobFilters");
        Assert.Null(body.Refused());
        return filters;
    }

    private static JsonFields Body(string filters)
    {
        using var document = JsonDocument.Parse($$"""{"jobFilters":{{filters}}}""");
        return JsonFields.Of(document.RootElement.Clone());
    }

    private static async Task<JsonObject> Faults(JsonFields body)
    {
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        };
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await body.Refused()!.ExecuteAsync(context);
        Assert.Equal(422, context.Response.StatusCode);
        return JsonNode.Parse(answer.ToArray())!["errors"]!.AsObject();
    }
}
