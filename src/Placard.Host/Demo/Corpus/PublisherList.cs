namespace Placard.Host.Demo.Corpus;

/// <summary>The demo's publishers: a job board, a mailer, a phone app and a site for drivers.</summary>
internal static class PublisherList
{
    public static IReadOnlyList<DemoPublisher> Build() =>
    [
        new DemoPublisher("Jobwren", [Board(), Alerts()]),
        new DemoPublisher("Morning Shift Mail", [Mail()]),
        new DemoPublisher("Paylane", [App()]),
        new DemoPublisher("Roadready Careers", [Drivers()]),
    ];

    private static DemoFeed Board() => new()
    {
        Name = "Jobwren board",
        SharePercent = 60,
        ClickIdParameter = "jw_click",
        Mix = new TrafficMix
        {
            Weight = 40,
            BotPercent = 7,
            ForeignPercent = 2,
            ForgedPercent = 1,
            RepeatPercent = 4,
            StalePercent = 3,
            ClosedPercent = 3,
            T1 = ["search", "search", "browse_city", "browse_category", "similar_jobs"],
            T2 = ["organic", "organic", "direct", "partner"],
            T3 = ["desktop", "mobile", "mobile"],
            Referrers = ["jobwren.example", "jobwren.example", "m.jobwren.example"],
        },
    };

    private static DemoFeed Alerts() => new()
    {
        Name = "Jobwren alerts, from 40 cents",
        SharePercent = 45,
        JobFilters = """[{"field":"cpcCents","operator":"GTE","value":40}]""",
        ClickIdParameter = "jw_click",
        Mix = new TrafficMix
        {
            Weight = 22,
            BotPercent = 4,
            ForeignPercent = 1,
            RepeatPercent = 6,
            StalePercent = 14,
            ClosedPercent = 6,
            T1 = ["alert_daily", "alert_daily", "alert_weekly"],
            T2 = ["slot_1", "slot_1", "slot_2", "slot_3"],
            Referrers = ["alerts.jobwren.example"],
        },
    };

    private static DemoFeed Mail() => new()
    {
        Name = "Morning Shift newsletter",
        FlatCpcCents = 10,
        ClickExpirationHours = 36,
        Mix = new TrafficMix
        {
            Weight = 16,
            BotPercent = 11,
            ForeignPercent = 3,
            ForgedPercent = 2,
            RepeatPercent = 5,
            StalePercent = 9,
            ClosedPercent = 4,
            T1 = ["issue_mon", "issue_wed", "issue_fri"],
            T2 = ["seg_hourly", "seg_nights", "seg_nearby"],
            Referrers = ["morningshift.example"],
        },
    };

    private static DemoFeed App() => new()
    {
        Name = "Paylane app",
        FlatCpcCents = 35,
        DuplicateClickMinutes = 60,
        OnDemandFields =
        [
            "logo_url", "talroo_apply", "all_requirements_normalized", "all_preferences_normalized", "compensation",
            "benefits", "work_schedule", "work_location_type", "visa_status",
        ],
        ClickIdParameter = "sub",
        Mix = new TrafficMix
        {
            Weight = 14,
            BotPercent = 1,
            ForeignPercent = 4,
            RepeatPercent = 7,
            StalePercent = 2,
            ClosedPercent = 2,
            T1 = ["ios", "android", "android"],
            T2 = ["home_feed", "push", "saved"],
            T3 = ["v4.2", "v4.2", "v4.1"],
        },
    };

    private static DemoFeed Drivers() => new()
    {
        Name = "Roadready drivers",
        SharePercent = 55,
        JobFilters = """[{"field":"majorCategory","operator":"CONTAINS","value":"Trucking"}]""",
        Mix = new TrafficMix
        {
            Weight = 8,
            BotPercent = 6,
            ForeignPercent = 2,
            RepeatPercent = 5,
            StalePercent = 5,
            ClosedPercent = 3,
            T1 = ["otr", "local", "owner_op"],
            Referrers = ["roadready.example", "forum.roadready.example"],
        },
    };
}
