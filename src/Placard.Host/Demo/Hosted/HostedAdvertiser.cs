using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Placard.Host.Demo.World;
using Placard.Market;
using Placard.Publishing;

namespace Placard.Host.Demo.Hosted;

/// <summary>What was made for the advertiser whose applications are hosted here.</summary>
internal sealed record HostedKeys(
    long CustomerId, long WebhookId, string Secret, int ReceiverPort, DemoLogin Login);

/// <summary>
/// An advertiser whose applications the exchange hosts: a few jobs with questions of their own, a hiring event, and a
/// webhook to the <see cref="DemoReceiver"/>.
/// </summary>
internal static class HostedAdvertiser
{
    private const string Name = "Juniper House Care";

    private static readonly (string Reference, string Title, string City, string State, string Zip)[] Jobs =
    [
        ("JH-101", "Caregiver, morning visits", "Austin", "TX", "78758"),
        ("JH-102", "Night shift caregiver", "Denver", "CO", "80205"),
        ("JH-103", "Registered nurse, home visits", "Phoenix", "AZ", "85014"),
        ("JH-104", "Care coordinator", "Columbus", "OH", "43215"),
        ("JH-105", "Driver for day guests", "Raleigh", "NC", "27601"),
        ("JH-OPEN-DAY", "Meet us: open hiring day for caregivers", "Austin", "TX", "78758"),
    ];

    /// <summary>The questions document that the jobs' <c>custom_questions</c> lead to.</summary>
    public static string Questions()
    {
        using var text = new StreamReader(
            typeof(HostedAdvertiser).Assembly.GetManifestResourceStream("Placard.Host.Demo.Hosted.questions.json")!);
        return text.ReadToEnd();
    }

    /// <summary>Makes it through the API, as the operator would.</summary>
    public static async Task<HostedKeys> Make(
        DemoApi api, DemoReceiver receiver, DateTimeOffset now, CancellationToken stop)
    {
        var customer = await Post("/v5/customers", new JsonObject { ["name"] = Name }).ConfigureAwait(false);
        var pool = await Post($"/v5/customers/{customer}/pools", new JsonObject { ["name"] = "Care" })
            .ConfigureAwait(false);
        var source = await Post($"/v5/pools/{pool}/sources", new JsonObject { ["name"] = "Careers page" })
            .ConfigureAwait(false);
        await Launch(OpenDay(now)).ConfigureAwait(false);
        await Launch(new JsonObject
        {
            ["name"] = "Hosted applications", ["adType"] = "JOB", ["talrooApply"] = true, ["talrooBasicCpc"] = 85,
            ["monthlyBudget"] = 900, ["applyOrder"] = 1, ["emailAddress"] = "people@juniperhouse.example",
            ["addressQuestion"] = "optional",
        }).ConfigureAwait(false);
        await api.Import(source, Feed(receiver.Address, now), gzipped: false, stop).ConfigureAwait(false);
        var webhook = await api.Post($"/v5/customers/{customer}/webhooks", new JsonObject
        {
            ["url"] = receiver.Address + "/events",
            ["eventTypes"] = new JsonArray(
                "platform:JobApplication:started:v1", "platform:JobApplication:completed:v2"),
        }, stop).ConfigureAwait(false);
        receiver.Secret = DemoApi.Text(webhook, "secret");
        var client = await api.Post(
            $"/v5/customers/{customer}/app-clients", new JsonObject { ["name"] = "Demo" }, stop).ConfigureAwait(false);
        return new HostedKeys(
            customer,
            DemoApi.Number(webhook, "id"),
            receiver.Secret,
            new Uri(receiver.Address).Port,
            new DemoLogin(Name, DemoApi.Text(client, "id"), DemoApi.Text(client, "secret")));

        async Task Launch(JsonObject settings)
        {
            var campaign = await Post($"/v5/pools/{pool}/campaigns", settings).ConfigureAwait(false);
            await api.Post($"/v5/campaigns/{campaign}/launch", [], stop).ConfigureAwait(false);
        }

        async Task<long> Post(string path, JsonObject body) =>
            DemoApi.Number(await api.Post(path, body, stop).ConfigureAwait(false), "id");
    }

    /// <summary>A fresh click URL of one of its jobs, path and query; null when the market has none.</summary>
    public static string? ClickUrl(IServiceProvider services, DemoKeys keys)
    {
        var market = services.GetRequiredService<IMarket>().Current;
        var terms = services.GetRequiredService<IFeeds>().Find(keys.Feeds[0].FeedId)!;
        var nowMs = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var job in market.JobsInOrder().Where(job => job.CustomerId == keys.Hosted.CustomerId))
        {
            if (market.PriceCents(job) is { } cents && terms.PriceCents(cents) is { } price)
            {
                Span<char> token = stackalloc char[80];
                var length = services.GetRequiredService<ISpl>().Seal(
                    new SplContents(job.JobId, terms.FeedId, price, nowMs), token);
                return $"/click.php?id={job.JobId}.{terms.FeedId}&spl={token[..length]}";
            }
        }
        return null;
    }

    /// <summary>Tells the exchange where the receiver listens now: somebody else may have its port.</summary>
    public static async Task<DemoKeys> Follow(
        DemoApi api, DemoKeys keys, DemoReceiver receiver, CancellationToken stop)
    {
        await api.LogIn(keys.Hosted.Login.ClientId, keys.Hosted.Login.Secret, stop).ConfigureAwait(false);
        await api.Patch($"/v5/webhooks/{keys.Hosted.WebhookId}", new JsonObject
        {
            ["url"] = receiver.Address + "/events",
        }, stop).ConfigureAwait(false);
        return keys with { Hosted = keys.Hosted with { ReceiverPort = new Uri(receiver.Address).Port } };
    }

    private static JsonObject OpenDay(DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime).AddDays(12);
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["name"] = "Open hiring day", ["adType"] = "EVENT", ["talrooBasicCpc"] = 60, ["monthlyBudget"] = 300,
            ["applyOrder"] = 2, ["emailAddress"] = "people@juniperhouse.example",
            ["jobFilters"] = new JsonArray(new JsonObject
            {
                ["field"] = "referencenumber", ["operator"] = "EQUALS", ["value"] = "JH-OPEN-DAY",
            }),
            ["eventType"] = "IN_PERSON", ["eventStart"] = date, ["eventEnd"] = date,
            ["eventTimes"] = day.ToString("ddd, MMM d", CultureInfo.InvariantCulture) + Ordinal(day.Day)
                + day.ToString(", yyyy", CultureInfo.InvariantCulture) + ", 9AM - 12PM",
            ["eventLocation"] = "1200 Rutland Drive, Austin, TX 78758", ["maxRsvps"] = 40,
        };
    }

    private static string Ordinal(int day) => day switch
    {
        1 or 21 or 31 => "st",
        2 or 22 => "nd",
        3 or 23 => "rd",
        _ => "th",
    };

    private static byte[] Feed(string receiver, DateTimeOffset now)
    {
        var date = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<source>\n");
        foreach (var (reference, title, city, state, zip) in Jobs)
        {
            xml.Append(CultureInfo.InvariantCulture,
                $"""
                <job><title><![CDATA[{title}]]></title><date>{date}</date><referencenumber>{reference}</referencenumber>
                <url>https://juniperhouse.example/jobs/{reference}</url><company>{Name}</company><city>{city}</city>
                <state>{state}</state><postalcode>{zip}</postalcode>
                <category>[Caregiving/Babysitting] Senior Care</category>
                <description><![CDATA[<p>{title} in {city}. You look after people in their own homes, at hours that suit
                your week. We pay the training, the way to our guests and overtime from the first minute, and nobody
                starts alone: for four weeks a colleague is with you.</p>]]></description>
                <talroo_apply><custom_questions>{receiver}/questions.json</custom_questions></talroo_apply></job>

                """);
        }
        return Encoding.UTF8.GetBytes(xml.Append("</source>\n").ToString());
    }
}
