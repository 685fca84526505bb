using System.Text.Json.Nodes;
using Placard.Platform;

namespace Placard.Inventory.Jobs;

/// <summary>A job as lists read it; <paramref name="PriceCents"/> is -1 when it has none.</summary>
internal sealed record JobListRow(
    long JobId,
    string JobReference,
    string OriginalJobReference,
    long SourceId,
    long PoolId,
    long CustomerId,
    long? CampaignId,
    long? SegmentId,
    long IsLive,
    string Title,
    string Company,
    string City,
    string State,
    string Zipcode,
    long? LatitudeMicro,
    long? LongitudeMicro,
    string Url,
    long PriceCents,
    string MajorCategories,
    string MinorCategories,
    string JobType,
    long TalrooApply,
    long DateMs,
    long EnteredAtMs,
    long UpdatedAtMs,
    long? ExpiresAtMs,
    long? RemovedAtMs,
    string Details)
{
    /// <summary>The job as the API lists it.</summary>
    public JsonObject ToShape() => Shape(JsonNode.Parse(Details)!.AsObject());

    /// <summary>The same with everything the feed said, and the description.</summary>
    public JsonObject ToFullShape(string? description)
    {
        var details = JsonNode.Parse(Details)!.AsObject();
        var shape = Shape(details);
        shape["description"] = description;
        foreach (var (name, value) in details.ToList())
        {
            details.Remove(name);
            shape[name] = value;
        }
        return shape;
    }

    private JsonObject Shape(JsonObject details)
    {
        var shape = new JsonObject
        {
            ["jobId"] = JobId,
            ["jobReference"] = JobReference,
            ["originalJobReference"] = OriginalJobReference,
            ["sourceId"] = SourceId,
            ["poolId"] = PoolId,
            ["customerId"] = CustomerId,
            ["campaignId"] = CampaignId,
            ["segmentId"] = SegmentId,
            ["status"] = IsLive != 0 ? "LIVE" : "EXPIRED",
            ["title"] = Title,
            ["company"] = Company,
            ["city"] = City,
            ["state"] = State,
            ["zipcode"] = Zipcode,
            ["latitude"] = Degrees(LatitudeMicro),
            ["longitude"] = Degrees(LongitudeMicro),
            ["url"] = Url,
            ["cpcCents"] = PriceCents < 0 ? null : PriceCents,
            ["majorCategories"] = Lines(MajorCategories),
            ["minorCategories"] = Lines(MinorCategories),
            ["jobType"] = JobType,
            ["talrooApply"] = TalrooApply != 0,
            ["date"] = Wire.Time(DateMs),
            ["enteredAt"] = Wire.Time(EnteredAtMs),
            ["updatedAt"] = Wire.Time(UpdatedAtMs),
            ["expiresAt"] = Wire.Time(ExpiresAtMs),
            ["removedAt"] = Wire.Time(RemovedAtMs),
            ["extractions"] = details["extractions"]?.DeepClone() ?? new JsonObject(),
        };
        details.Remove("extractions");
        return shape;
    }

    private static decimal? Degrees(long? micro) => micro / 1_000_000m;

    private static JsonArray Lines(string text) =>
        text.Length == 0 ? [] : [.. text.Split('\n').Select(line => (JsonNode)line)];
}
