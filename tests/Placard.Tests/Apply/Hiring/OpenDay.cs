using System.Text.Json.Nodes;
using Placard.Tests.Apply.Forms;

namespace Placard.Tests.Apply.Hiring;

/// <summary>A hiring event that is advertised and published, ten days from now, and what people do with it.</summary>
internal sealed record OpenDay(HostedJob Hosted, DateOnly Day)
{
    public const string Mailbox = "events@acme.example";

    public Scenario Scenario => Hosted.Scenario;

    /// <summary>The first half hour, as the form sends it.</summary>
    public string FirstSlot => SlotAt("09:00");

    public string SlotAt(string time) => $"{Day:yyyy-MM-dd}T{time}";

    /// <summary>
    /// From 9 to 10:30 in the morning on the exchange's clock. <paramref name="settings"/> are further ones of the
    /// campaign.
    /// </summary>
    public static async Task<OpenDay> On(Scenario scenario, JsonObject? settings = null, string apply = "")
    {
        var day = DateOnly.FromDateTime((await scenario.Now()).UtcDateTime).AddDays(10);
        var campaign = new JsonObject
        {
            ["adType"] = "EVENT",
            ["talrooApply"] = false,
            ["eventType"] = "IN_PERSON",
            ["eventStart"] = Text(day),
            ["eventEnd"] = Text(day),
            ["eventTimes"] = new Placard.Campaigns.TimeFrame(day, 540, 630).ToString(),
            ["eventLocation"] = "1 Main St; Suite 4, Austin, TX",
            ["emailAddress"] = Mailbox,
        };
        foreach (var (name, value) in settings ?? [])
        {
            campaign[name] = value?.DeepClone();
        }
        return new OpenDay(await HostedJob.On(scenario, apply, campaign), day);
    }

    /// <summary>A click by somebody new, and an RSVP that is filled in.</summary>
    public async Task<JobForm> Fill(string email, string? slot = null) =>
        (await Hosted.Open()).Expect(200).FillContact(email).Fill("event_slot", slot ?? FirstSlot);

    /// <summary>A click and an RSVP, which must be confirmed; the confirmation page.</summary>
    public Task<JobForm> Come(string email, string? slot = null) => Answer(email, "You are expected", slot);

    /// <summary>A click and an RSVP, which must get a page that says this.</summary>
    public async Task<JobForm> Answer(string email, string says, string? slot = null)
    {
        var page = (await (await Fill(email, slot)).Send()).Expect(200);
        Assert.Contains($"<h2>{says}</h2>", page.Html, StringComparison.Ordinal);
        return page;
    }

    /// <summary>An RSVP of somebody who came without a click, which must get a page that says this.</summary>
    public async Task<JobForm> AnswerWithoutClick(string email, string says, string? slot = null)
    {
        var form = (await JobForm.Open(Scenario, $"/apply/{Hosted.Job.JobId}")).Expect(200);
        var page = (await form.FillContact(email).Fill("event_slot", slot ?? FirstSlot).Send()).Expect(200);
        Assert.Contains($"<h2>{says}</h2>", page.Html, StringComparison.Ordinal);
        return page;
    }

    /// <summary>An address nobody else has.</summary>
    public static string FreshMail() =>
        Scenario.FreshName("guest").Replace(' ', '.').ToLowerInvariant() + "@example.com";

    /// <summary>The mails that have left to an address, newest last.</summary>
    public IReadOnlyList<string> Mails(string to) =>
        [.. Scenario.Exchange.Mails.Where(mail => mail.Contains(to, StringComparison.OrdinalIgnoreCase))];

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
