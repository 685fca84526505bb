using System.Text.Json;
using System.Text.RegularExpressions;
using Placard.Campaigns;
using Placard.Platform;

namespace Placard.Publishing.Feeds;

/// <summary>
/// A feed's settings as a body gives them, by column. Faults are noted in the body; what is missing is not here, so
/// that a PATCH touches nothing else.
/// </summary>
internal sealed partial class FeedChanges
{
    /// <summary>Fields that only the operator sets: what the publisher is paid, and what costs the exchange.</summary>
    private static readonly string[] OperatorFields =
    [
        "pricing", "clickExpirationHours", "duplicateClickMinutes", "expiredClickCents", "staleClickCents",
        "onDemandFields", "partSize", "generateMinutes", "status",
    ];

    // What click addresses and landing addresses use already.
    private static readonly string[] TakenParameters =
    [
        "id", "spl", "job_loc", "t1", "t2", "t3", "referrer", "rdr", "job_id", "pub_id", "tlr_sid", "status",
    ];

    private readonly JsonFields body;

    private FeedChanges(JsonFields body) => this.body = body;

    /// <summary>Column to value; every value is a long, text or null.</summary>
    public SortedDictionary<string, object?> Columns { get; } = new(StringComparer.Ordinal);

    /// <summary>All settings of a new feed.</summary>
    public static FeedChanges OfNew(JsonFields body)
    {
        var changes = new FeedChanges(body);
        changes.Columns["click_expiration_hours"] = 24L;
        changes.Columns["duplicate_click_minutes"] = 30L;
        changes.Columns["expired_click_cents"] = 6L;
        changes.Columns["stale_click_cents"] = 0L;
        changes.Columns["on_demand_fields"] = "[]";
        changes.Columns["job_filters"] = "[]";
        changes.Columns["part_size"] = 50_000L;
        changes.Columns["generate_minutes"] = 180L;
        changes.Columns["click_id_parameter"] = null;
        changes.Columns["status"] = FeedRow.Live;
        changes.Columns["type"] = body.Word("type", FeedRow.Types, required: true);
        changes.ReadName(required: true);
        changes.ReadPricing(required: true);
        changes.ReadRest();
        return changes;
    }

    /// <summary>The settings that a PATCH names.</summary>
    public static FeedChanges OfPatch(JsonFields body)
    {
        var changes = new FeedChanges(body);
        if (changes.Given("name"))
        {
            changes.ReadName(required: true);
        }
        if (changes.Given("pricing"))
        {
            changes.ReadPricing(required: true);
        }
        if (changes.Given("status") && body.Word("status", [FeedRow.Live, FeedRow.Archived]) is { } status)
        {
            changes.Columns["status"] = status;
        }
        changes.ReadRest();
        return changes;
    }

    /// <summary>The fields of a body that its sender has no say in.</summary>
    public static IReadOnlyList<string> Forbidden(JsonFields body, Caller caller) =>
        caller.IsOperator ? [] : [.. OperatorFields.Where(body.Has)];

    private void ReadName(bool required)
    {
        if (body.Text("name", required) is { } name)
        {
            Columns["name"] = name;
        }
    }

    private void ReadPricing(bool required)
    {
        var value = body.Raw("pricing");
        if (value.ValueKind != JsonValueKind.Object)
        {
            body.Fault(
                "pricing", """This must be {"model":"DYNAMIC","sharePercent":…} or {"model":"FLAT","cpcCents":…}.""");
            return;
        }
        var pricing = JsonFields.Of(value, "pricing.");
        var model = pricing.Word("model", [FeedRow.Dynamic, FeedRow.Flat], required);
        var share = model == FeedRow.Dynamic ? pricing.Whole("sharePercent", 1, 100, required) : null;
        var fee = model == FeedRow.Flat ? pricing.Whole("cpcCents", 1, 100_000, required) : null;
        if (model != null)
        {
            Columns["pricing_model"] = model;
            Columns["share_percent"] = share ?? 0L;
            Columns["flat_cpc_cents"] = fee ?? 0L;
            body.Adopt(pricing);
        }
        else
        {
            body.Fault("pricing.model", "This must be one of: DYNAMIC, FLAT.");
        }
    }

    private void ReadRest()
    {
        Number("clickExpirationHours", "click_expiration_hours", 1, 8_760);
        Number("duplicateClickMinutes", "duplicate_click_minutes", 0, 10_080);
        Number("expiredClickCents", "expired_click_cents", 0, 100_000);
        Number("staleClickCents", "stale_click_cents", 0, 100_000);
        Number("partSize", "part_size", 1, 1_000_000);
        Number("generateMinutes", "generate_minutes", 1, 10_080);
        ReadOnDemandFields();
        ReadClickIdParameter();
        if (Given("jobFilters"))
        {
            Columns["job_filters"] = JobFilters.Parse(body, "jobFilters").ToJson();
        }
    }

    private void Number(string field, string column, long min, long max)
    {
        if (Given(field) && body.Whole(field, min, max) is { } number)
        {
            Columns[column] = number;
        }
    }

    private void ReadOnDemandFields()
    {
        if (!Given("onDemandFields") || body.Texts("onDemandFields") is not { } names)
        {
            return;
        }
        if (names.Except(OnDemandFields.Names, StringComparer.Ordinal).ToList() is { Count: > 0 })
        {
            body.Fault("onDemandFields", $"These can be switched on: {string.Join(", ", OnDemandFields.Names)}.");
        }
        Columns["on_demand_fields"] = JsonSerializer.Serialize(OnDemandFields.Names.Where(names.Contains));
    }

    private void ReadClickIdParameter()
    {
        if (!body.Has("clickIdParameter"))
        {
            return;
        }
        var name = body.Text("clickIdParameter", max: 50, form: ParameterName(),
            formText: "This must be a parameter's name: letters, digits, dot, dash and underscore, a letter first.");
        if (name != null && TakenParameters.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            body.Fault("clickIdParameter", $"Click addresses use this name already: {name}.");
        }
        Columns["click_id_parameter"] = name;
    }

    private bool Given(string field)
    {
        var given = body.Has(field);
        if (given && body.Raw(field).ValueKind == JsonValueKind.Null)
        {
            body.Fault(field, "This field must not be null.");
            return false;
        }
        return given;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9._-]{0,49}$")]
    private static partial Regex ParameterName();
}
