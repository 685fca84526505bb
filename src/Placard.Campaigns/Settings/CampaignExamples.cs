namespace Placard.Campaigns;

/// <summary>Complete bodies for the API's description.</summary>
internal static class CampaignExamples
{
    public const string Create =
        """
        {
          "name": "Drivers in Texas", "adType": "JOB", "talrooBasicCpc": 50, "monthlyBudget": 1000,
          "jobFilters": [{"field": "state", "operator": "EQUALS", "value": "TX"},
            {"field": "title", "operator": "CONTAINS", "value": ["driver", "CDL"]},
            {"field": "cpcCents", "operator": "GTE", "value": 40}]
        }
        """;

    public const string Change = """{"monthlyBudget": 2500, "dailyBudgetCents": 12000, "pacing": true}""";

    public static readonly string Draft = Campaign("DRAFT", "1000", "null", "false", 0, 100_000);

    public static readonly string Live = Campaign("LIVE", "2500", "12000", "true", 15_050, 234_950);

    public const string OneTimeCreate =
        """{"startDate": "2090-02-01", "budgetCents": 1000000, "rollover": true, "launchOnStart": true}""";

    public const string OneTime =
        """
        {
          "id": 3, "campaignId": 17, "startDate": "2090-02-01", "endDate": "2090-02-28", "budgetCents": 1000000,
          "rollover": true, "launchOnStart": true, "spentCents": 0, "remainingCents": 1000000,
          "rolledOver": false, "rolledFromId": null, "createdAt": "2026-01-15T10:00:00Z"
        }
        """;

    public const string SegmentCreate =
        """
        {
          "name": "Night shifts", "talrooBasicCpc": 65,
          "jobFilters": [{"field": "title", "operator": "CONTAINS", "value": "night"},
            {"field": "jobType", "operator": "IN", "value": ["Part Time", "Full Time"]},
            {"field": "cpcCents", "operator": "GTE", "value": 40}]
        }
        """;

    public const string Segment =
        """
        {
          "id": 18, "campaignId": 17, "name": "Night shifts", "talrooBasicCpc": 65,
          "jobFilters": [{"field": "title", "operator": "CONTAINS", "value": "night"},
            {"field": "jobType", "operator": "IN", "value": ["Part Time", "Full Time"]},
            {"field": "cpcCents", "operator": "GTE", "value": 40}],
          "createdAt": "2026-01-15T10:00:00Z", "updatedAt": "2026-01-15T10:00:00Z"
        }
        """;

    private static string Campaign(
        string status, string monthlyBudget, string dailyBudgetCents, string pacing, long spentCents, long remaining) =>
        $$"""
        {
          "id": 17, "poolId": 4, "customerId": 2, "name": "Drivers in Texas", "adType": "JOB", "status": "{{status}}",
          "talrooBasicCpc": 50, "talrooProCpc": null, "talrooFeaturedType": "OFF", "talrooPro": "OFF",
          "talrooApply": false, "talrooApplyPro": false, "monthlyBudget": {{monthlyBudget}},
          "dailyBudgetCents": {{dailyBudgetCents}}, "pacing": {{pacing}}, "pacingDom": null,
          "jobFilters": [{"field": "state", "operator": "EQUALS", "value": "TX"},
            {"field": "title", "operator": "CONTAINS", "value": ["driver", "CDL"]},
            {"field": "cpcCents", "operator": "GTE", "value": 40}], "applyOrder": 0,
          "emailAddress": null, "otherEmailAddresses": [], "talrooApplyRedir": false,
          "applicationLinkOverride": null, "addressQuestion": null, "eventType": null, "eventStart": null,
          "eventEnd": null, "eventTimes": null, "eventLocation": null, "eventUrl": null, "maxRsvps": null,
          "maxRsvpsPerSlot": null,
          "spentCents": {{spentCents}}, "spentTotalCents": {{spentCents}}, "remainingCents": {{remaining}},
          "createdAt": "2026-01-15T10:00:00Z", "updatedAt": "2026-01-15T10:00:00Z"
        }
        """;
}
