using Placard.Campaigns;
using Placard.Platform;

namespace Placard.Publishing.Feeds;

/// <summary>A feed on the wire. Its pass is shown: the contract has it in the publisher's dashboard.</summary>
internal sealed record FeedShape(
    long Id,
    long PublisherId,
    string Name,
    string Type,
    string Status,
    string Pass,
    string? Url,
    object Pricing,
    long ClickExpirationHours,
    long DuplicateClickMinutes,
    long ExpiredClickCents,
    long StaleClickCents,
    IReadOnlyList<string> OnDemandFields,
    IReadOnlyList<JobFilterShape> JobFilters,
    long PartSize,
    long GenerateMinutes,
    string? ClickIdParameter,
    string CreatedAt,
    string UpdatedAt,
    BuildShape? LastBuild,
    string? NextBuildAt,
    string? LastDownloadAt)
{
    public static FeedShape Of(FeedRow feed, PublicAddress address) => new(
        feed.Id,
        feed.PublisherId,
        feed.Name,
        feed.Type,
        feed.Status,
        feed.Pass,
        feed.Type == FeedRow.Xml ? $"{address.Base}/download?id={feed.Id}&pass={feed.Pass}&part=1" : null,
        feed.PricingModel == FeedRow.Flat
            ? new FlatShape(feed.PricingModel, feed.FlatCpcCents)
            : new DynamicShape(feed.PricingModel, feed.SharePercent),
        feed.ClickExpirationHours,
        feed.DuplicateClickMinutes,
        feed.ExpiredClickCents,
        feed.StaleClickCents,
        feed.OnDemandNames,
        feed.Filters.ToWire(),
        feed.PartSize,
        feed.GenerateMinutes,
        feed.ClickIdParameter,
        Wire.Time(feed.CreatedAtMs),
        Wire.Time(feed.UpdatedAtMs),
        feed.BuildId is { } build
            ? new BuildShape(build, Wire.Time(feed.BuiltAtMs!.Value), feed.BuildTotal!.Value, feed.BuildParts!.Value)
            : null,
        Wire.Time(feed.NextBuildAtMs),
        Wire.Time(feed.LastDownloadAtMs));

    private sealed record DynamicShape(string Model, long SharePercent);

    private sealed record FlatShape(string Model, long CpcCents);
}

/// <summary>A build on the wire: <paramref name="Total"/> counts the jobs of all parts.</summary>
internal sealed record BuildShape(long Id, string BuiltAt, long Total, long Parts);
