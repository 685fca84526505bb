using System.Text.Json.Nodes;
using Placard.Events;

namespace Placard.Tests.Events;

/// <summary>What a customer does with webhooks.</summary>
internal static class Hooks
{
    public static readonly string[] Both = [EventTypes.ApplicationStarted, EventTypes.ApplicationCompleted];

    /// <summary>Makes a webhook for completed events; settings replace or follow the usual ones.</summary>
    public static async Task<Hook> NewWebhook(
        this PlatformApi api, long customerId, string url, object? settings = null)
    {
        var body = new JsonObject
        {
            ["url"] = url,
            ["eventTypes"] = new JsonArray(EventTypes.ApplicationCompleted),
        };
        foreach (var (name, value) in System.Text.Json.JsonSerializer.SerializeToNode(settings ?? new { })!.AsObject())
        {
            body[name] = value?.DeepClone();
        }
        var made = (await api.Post($"/v5/customers/{customerId}/webhooks", body)).Expect(201);
        return new Hook(api, (long)made["id"]!, (string)made["secret"]!);
    }
}

/// <summary>One webhook.</summary>
internal sealed class Hook(PlatformApi api, long id, string secret)
{
    public long Id => id;

    public string Secret => secret;

    public async Task<JsonObject> Read() => (await api.Get($"/v5/webhooks/{id}")).Expect(200).Json.AsObject();

    public async Task<string> Status() => (string)(await Read())["status"]!;

    public async Task<JsonObject> Change(object settings) =>
        (await api.Patch($"/v5/webhooks/{id}", settings)).Expect(200).Json.AsObject();

    /// <summary>The deliveries, newest first.</summary>
    public Task<IReadOnlyList<JsonObject>> Deliveries(string? search = null) =>
        api.List($"/v5/webhooks/{id}/deliveries", search);

    /// <summary>Sends every event again.</summary>
    public async Task Replay() => (await api.Post(
        $"/v5/webhooks/{id}/replay", new { from = "2020-01-01", to = "2099-01-01" })).Expect(200);

    /// <summary>Waits until the newest delivery has this status; answers it.</summary>
    public async Task<JsonObject> NewestBecomes(string status)
    {
        JsonObject? newest = null;
        await Eventually.Becomes(status, async () =>
        {
            newest = await Newest();
            return (string?)newest?["status"] ?? "none";
        });
        return newest!;
    }

    /// <summary>Waits until the newest delivery has had so many attempts; answers it.</summary>
    public async Task<JsonObject> NewestTried(int attempts)
    {
        JsonObject? newest = null;
        await Eventually.Becomes((long)attempts, async () =>
        {
            newest = await Newest();
            return (long?)newest?["attemptCount"] ?? -1;
        });
        return newest!;
    }

    private async Task<JsonObject?> Newest() => await Deliveries() is { Count: > 0 } deliveries ? deliveries[0] : null;
}
