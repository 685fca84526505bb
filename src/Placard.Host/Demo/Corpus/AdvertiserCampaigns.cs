namespace Placard.Host.Demo.Corpus;

/// <summary>
/// What each advertiser buys. Budgets fit a month of the demo's traffic: most last, a few run dry on purpose.
/// </summary>
internal static class AdvertiserCampaigns
{
    public static IReadOnlyList<DemoCampaign> Halloran { get; } =
    [
        new("Owner operators", 290, 900)
        {
            ApplyOrder = 30,
            JobFilters = """[{"field":"title","operator":"CONTAINS","value":"Owner Operator"}]""",
        },
        new("Drivers", 240, 3_800)
        {
            ApplyOrder = 20,
            Pacing = true,
            PacingDom = 28,
            JobFilters = """[{"field":"majorCategory","operator":"CONTAINS","value":"Trucking"}]""",
            Segments =
            [
                new("Hard to fill yards", 310, """[{"field":"state","operator":"IN","value":["ND","WY","MT","SD"]}]"""),
            ],
        },
        new("Shop and office", 95, 500) { ApplyOrder = 10 },
    ];

    public static IReadOnlyList<DemoCampaign> SaintBrennan { get; } =
    [
        new("Nursing", 165, 3_000)
        {
            ApplyOrder = 30,
            JobFilters = """[{"field":"majorCategory","operator":"CONTAINS","value":"Healthcare - Nursing"}]""",
            Segments =
            [
                new("Intensive care", 225, """[{"field":"title","operator":"CONTAINS","value":"Intensive Care"}]"""),
                new("Nights", 190, """[{"field":"title","operator":"CONTAINS","value":"Nights"}]"""),
            ],
        },
        new("Physicians", 340, 1_200)
        {
            ApplyOrder = 20,
            JobFilters = """[{"field":"majorCategory","operator":"CONTAINS","value":"Physician"}]""",
        },
        new("Allied health and support", 85, 1_500) { ApplyOrder = 10, DailyBudgetCents = 6_000 },
    ];

    public static IReadOnlyList<DemoCampaign> Lantern { get; } =
    [
        new("Nurses and therapists", 150, 900)
        {
            ApplyOrder = 20,
            JobFilters = """[{"field":"title","operator":"CONTAINS","value":"Nurse"}]""",
        },
        new("Caregivers", 58, 1_400) { ApplyOrder = 10, Pacing = true, PacingDom = 30 },
    ];

    public static IReadOnlyList<DemoCampaign> CopperSkillet { get; } =
    [
        new("Managers", 85, 450)
        {
            ApplyOrder = 30,
            JobFilters = """[{"field":"title","operator":"CONTAINS","value":"Manager"}]""",
        },
        new("Kitchen", 42, 600)
        {
            ApplyOrder = 20,
            JobFilters = """[{"field":"title","operator":"CONTAINS","value":"Cook"}]""",
        },
        new("Front of house", 30, 300) { ApplyOrder = 10, DailyBudgetCents = 1_500 },
    ];

    public static IReadOnlyList<DemoCampaign> OrchardMain { get; } =
    [
        new("Store leaders", 78, 400)
        {
            ApplyOrder = 20,
            JobFilters = """[{"field":"title","operator":"CONTAINS","value":"Manager"}]""",
        },
        new("Overnight crews", 36, 60)
        {
            ApplyOrder = 15,
            JobFilters = """[{"field":"title","operator":"CONTAINS","value":"Night"}]""",
        },
        new("Stores", 32, 600) { ApplyOrder = 10 },
    ];

    public static IReadOnlyList<DemoCampaign> Northbay { get; } =
    [
        new("Routes", 85, 600)
        {
            ApplyOrder = 30,
            JobFilters = """[{"field":"title","operator":"CONTAINS","value":"Driver"}]""",
        },
        new("Warehouse", 55, 1_300)
        {
            ApplyOrder = 20,
            JobFilters = """[{"field":"majorCategory","operator":"CONTAINS","value":"Warehousing"}]""",
            Segments =
            [
                new("Forklift", 74, """[{"field":"title","operator":"CONTAINS","value":"Forklift"}]"""),
            ],
        },
        new("Technicians", 110, 500) { ApplyOrder = 10 },
    ];

    public static IReadOnlyList<DemoCampaign> Brightwell { get; } =
    [
        new("Trades", 100, 700)
        {
            ApplyOrder = 20,
            JobFilters = """[{"field":"majorCategory","operator":"CONTAINS","value":"Manufacturing"}]""",
        },
        new("Seasonal farm work", 36, 120)
        {
            ApplyOrder = 15,
            JobFilters = """[{"field":"jobType","operator":"EQUALS","value":"Seasonal"}]""",
            PausedInTheEnd = true,
        },
        new("Everything else", 60, 1_300) { ApplyOrder = 10 },
    ];

    public static IReadOnlyList<DemoCampaign> Tessaly { get; } =
    [
        new("Engineering", 215, 700)
        {
            ApplyOrder = 20,
            JobFilters = """[{"field":"title","operator":"CONTAINS","value":"Engineer"}]""",
        },
        new("Everyone else", 150, 600) { ApplyOrder = 10 },
    ];

    public static IReadOnlyList<DemoCampaign> CedarRidge { get; } =
    [
        new("Bus drivers", 68, 150)
        {
            ApplyOrder = 20,
            JobFilters = """[{"field":"title","operator":"CONTAINS","value":"Bus Driver"}]""",
        },
        new("Schools", 45, 250) { ApplyOrder = 10 },
    ];

    public static IReadOnlyList<DemoCampaign> KeystoneHarbor { get; } =
    [
        new("Advisors and lenders", 150, 800)
        {
            ApplyOrder = 20,
            JobFilters = """
                [
                  {"field": "majorCategory", "operator": "CONTAINS", "value": "Financial Services"},
                  {"field": "title", "operator": "NOT_CONTAINS", "value": "Teller"}
                ]
                """,
        },
        new("Branches and operations", 58, 550) { ApplyOrder = 10 },
    ];

    public static IReadOnlyList<DemoCampaign> VantageRidge { get; } =
    [
        new("Licensed trades", 128, 1_000)
        {
            ApplyOrder = 20,
            JobFilters = """[{"field":"majorCategory","operator":"CONTAINS","value":"Construction"}]""",
            Segments =
            [
                new("Journeymen", 155, """[{"field":"title","operator":"STARTS_WITH","value":"Journeyman"}]"""),
            ],
        },
        new("Engineers and energy", 120, 350) { ApplyOrder = 10 },
    ];

    public static IReadOnlyList<DemoCampaign> SentryShine { get; } =
    [
        new("Security", 52, 600)
        {
            ApplyOrder = 20,
            JobFilters = """[{"field":"title","operator":"CONTAINS","value":"Security"}]""",
        },
        new("Cleaning and grounds", 30, 90) { ApplyOrder = 10 },
    ];
}
