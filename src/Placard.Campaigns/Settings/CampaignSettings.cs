using System.Text.Json;
using System.Text.RegularExpressions;
using Placard.Platform;

namespace Placard.Campaigns;

/// <summary>
/// Reads a campaign's settings out of a body, over what the campaign has: a field that is missing stays, null brings
/// its default back. Faults go to the body.
/// </summary>
internal static partial class CampaignSettings
{
    public const string Off = "OFF";

    /// <summary>$1,000 a click: above it a slip is likelier than a wish.</summary>
    public const long MostCpcCents = 100_000;

    /// <summary>$1,000,000,000 in one budget.</summary>
    public const long MostBudgetCents = 100_000_000_000;

    private const int MostAddresses = 50;
    private const int LongestAddress = 254;

    private static readonly string[] ReadOnly =
    [
        "id", "poolId", "customerId", "status", "spentCents", "spentTotalCents", "remainingCents", "createdAt",
        "updatedAt",
    ];

    /// <summary>The settings of a new campaign, its name and product among them.</summary>
    public static CampaignRow ReadNew(JsonFields body, CampaignRow blank)
    {
        var named = blank with
        {
            Name = body.Text("name", required: true) ?? "",
            AdType = body.Word("adType", AdTypes.All, required: true) ?? AdTypes.Job,
        };
        return ReadSettings(body, named);
    }

    /// <summary>Changed settings. The product of a campaign cannot change.</summary>
    public static CampaignRow ReadChange(JsonFields body, CampaignRow before)
    {
        if (body.Has("adType") && body.Word("adType", AdTypes.All, required: true) is { } adType
            && adType != before.AdType)
        {
            body.Fault("adType", $"This campaign's adType is {before.AdType} and stays so.");
        }
        return ReadSettings(
            body, body.Has("name") ? before with { Name = body.Text("name", required: true) ?? "" } : before);
    }

    private static CampaignRow ReadSettings(JsonFields body, CampaignRow row)
    {
        foreach (var name in ReadOnly.Where(body.Has))
        {
            body.Fault(name, "This field is read-only.");
        }
        return HiringRules.Read(body, ReadApplication(body, ReadMoney(body, ReadBid(body, row))));
    }

    private static CampaignRow ReadBid(JsonFields body, CampaignRow row) => row with
    {
        TalrooBasicCpc = Over(body, "talrooBasicCpc", row.TalrooBasicCpc, Cpc),
        TalrooProCpc = Over(body, "talrooProCpc", row.TalrooProCpc, Cpc),
        TalrooFeaturedType = Over(body, "talrooFeaturedType", row.TalrooFeaturedType, (fields, name) =>
            fields.Text(name, max: 40, form: FeatureWord(), formText: "This must be OFF or another word in capitals.")
                ?? Off),
        TalrooPro = Over(body, "talrooPro", row.TalrooPro, (fields, name) =>
            fields.Word(name, [Off, "ON"]) ?? Off),
        TalrooApply = Over(body, "talrooApply", row.TalrooApply, Flag),
        TalrooApplyPro = Over(body, "talrooApplyPro", row.TalrooApplyPro, Flag),
        JobFilters = Over(body, "jobFilters", row.JobFilters, (fields, name) =>
            Campaigns.JobFilters.Parse(fields, name).ToJson()),
        ApplyOrder = Over(body, "applyOrder", row.ApplyOrder, (fields, name) =>
            fields.Whole(name, -1_000_000_000, 1_000_000_000) ?? 0),
    };

    private static CampaignRow ReadMoney(JsonFields body, CampaignRow row) => row with
    {
        MonthlyCents = Over(body, "monthlyBudget", row.MonthlyCents, Dollars),
        DailyCents = Over(body, "dailyBudgetCents", row.DailyCents, (fields, name) =>
            fields.Whole(name, 1, MostBudgetCents)),
        Pacing = Over(body, "pacing", row.Pacing, Flag),
        PacingDom = Over(body, "pacingDom", row.PacingDom, (fields, name) => fields.Whole(name, 1, 31)),
    };

    private static CampaignRow ReadApplication(JsonFields body, CampaignRow row) => row with
    {
        EmailAddress = Over(body, "emailAddress", row.EmailAddress, (fields, name) =>
            fields.Text(name, max: LongestAddress, form: Mail(), formText: "This must be an e-mail address.")),
        OtherEmailAddresses = Over(body, "otherEmailAddresses", row.OtherEmailAddresses, Addresses),
        TalrooApplyRedir = Over(body, "talrooApplyRedir", row.TalrooApplyRedir, Flag),
        ApplicationLinkOverride = Over(body, "applicationLinkOverride", row.ApplicationLinkOverride, (fields, name) =>
            fields.Address(name)),
        AddressQuestion = Over(body, "addressQuestion", row.AddressQuestion, (fields, name) =>
            fields.Word(name, ["off", "optional", "required"])),
    };

    private static T Over<T>(JsonFields body, string name, T current, Func<JsonFields, string, T> read) =>
        body.Has(name) ? read(body, name) : current;

    /// <summary>A price of a click in cents; null clears it.</summary>
    public static long? Cpc(JsonFields body, string name) => body.Whole(name, 1, MostCpcCents);

    private static long Flag(JsonFields body, string name) => body.Flag(name) == true ? 1 : 0;

    // The contract's only dollars (C5): a number with at most two decimals, kept as cents.
    private static long? Dollars(JsonFields body, string name)
    {
        var value = body.Raw(name);
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var dollars))
        {
            body.Fault(name, "This must be a number of dollars.");
        }
        else if (dollars < 0 || dollars > MostBudgetCents / 100)
        {
            body.Fault(name, $"This must be between 0 and {MostBudgetCents / 100} dollars.");
        }
        else if (dollars * 100 != decimal.Truncate(dollars * 100))
        {
            body.Fault(name, "Dollars have at most two decimals.");
        }
        else
        {
            return (long)(dollars * 100);
        }
        return null;
    }

    // The contract leaves the type open: a list, or one text with commas or semicolons between the addresses.
    private static string Addresses(JsonFields body, string name)
    {
        var texts = body.Raw(name).ValueKind == JsonValueKind.String
            ? (body.Text(name, max: MostAddresses * LongestAddress) ?? "").Split(
                [',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. body.Texts(name, MostAddresses, LongestAddress) ?? []];
        if (texts.Length > MostAddresses || !Array.TrueForAll(texts, text => Mail().IsMatch(text)))
        {
            body.Fault(name, $"This must be a list of at most {MostAddresses} e-mail addresses.");
        }
        return JsonSerializer.Serialize(texts, Wire.Options);
    }

    [GeneratedRegex(@"^[^\s@<>,;""]{1,64}@[^\s@<>,;""]+\.[^\s@<>,;"".]+$")]
    private static partial Regex Mail();

    [GeneratedRegex("^[A-Z][A-Z0-9_]*$")]
    private static partial Regex FeatureWord();
}
