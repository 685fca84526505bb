using System.Text.Json.Nodes;
using Placard.Tests.Apply.Forms;

namespace Placard.Tests.Apply.Hiring;

/// <summary>A jobseeker answers a hiring event; its advertiser hears of it once, and no place is given twice.</summary>
public sealed class RsvpTests
{
    [Theory, OnBothEngines]
    public async Task APersonChoosesAHalfHourAndTheAdvertiserIsTold(string engine)
    {
        var day = await OpenDay.On(await Scenario.OnShared(engine));
        var guest = OpenDay.FreshMail();

        var confirmed = await day.Come(guest, day.SlotAt("09:30"));

        Assert.Contains("9:30AM - 10AM", confirmed.Html, StringComparison.Ordinal);
        Assert.Contains("1 Main St; Suite 4, Austin, TX", confirmed.Html, StringComparison.Ordinal);
        var told = Assert.Single(await day.Hosted.Events());
        Assert.Equal("platform:JobApplication:completed:v2", (string?)told["type"]);
        var data = told["data"]!;
        Assert.Equal(guest, (string?)data["applicant"]!["emailAddress"]);
        Assert.True((bool)data["completed"]!);
        var answered = Assert.Single(data["questionsAndAnswers"]!["questionsAndAnswers"]!.AsArray())!;
        Assert.Equal(day.SlotAt("09:30"), (string?)answered["answer"]);
        Assert.Equal("event_slot", (string?)answered["question"]!["id"]);
        Assert.Equal("select", (string?)answered["question"]!["type"]);
        Assert.Equal(
            [day.SlotAt("09:00"), day.SlotAt("09:30"), day.SlotAt("10:00")],
            answered["question"]!["options"]!.AsArray().Select(option => (string)option!["value"]!));
        var row = Assert.Single(await day.Hosted.Applications());
        Assert.Equal(("RSVP", "COMPLETED", "VALID"), Words(row));
        Assert.Equal(day.SlotAt("09:30"), (string?)row["eventSlot"]);
        Assert.Equal((string?)data["tlrApplicationId"], (string?)row["tlrApplicationId"]);
    }

    [Theory, OnBothEngines]
    public async Task TheAppointmentGoesIntoACalendar(string engine)
    {
        var day = await OpenDay.On(await Scenario.OnShared(engine));
        var confirmed = await day.Come(OpenDay.FreshMail());

        var file = (await day.Scenario.Get(confirmed.Path + "/event.ics")).Expect(200);

        Assert.Equal("text/calendar", file.MediaType);
        Assert.StartsWith("attachment", file.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", file.Text, StringComparison.Ordinal);
        Assert.Contains(
            "LOCATION:1 Main St\\; Suite 4\\, Austin\\, TX\r\n", file.Text, StringComparison.Ordinal);
        (await day.Scenario.Get("/apply/rsvp/nobody-knows/event.ics")).Expect(404);
        (await day.Scenario.Get("/apply/rsvp/nobody-knows")).Expect(404);
    }

    [Theory, OnBothEngines]
    public async Task WhoIsExpectedOnlineIsToldWhere(string engine)
    {
        const string room = "https://meet.example/room?a=1&b=2";
        var day = await OpenDay.On(await Scenario.OnShared(engine), new JsonObject
        {
            ["eventType"] = "ONLINE", ["eventUrl"] = room, ["eventLocation"] = null,
        });
        var form = (await day.Hosted.Open()).Expect(200);

        var confirmed = await day.Come(OpenDay.FreshMail());
        var file = (await day.Scenario.Get(confirmed.Path + "/event.ics")).Expect(200);

        Assert.Contains("Online event", form.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("meet.example", form.Html, StringComparison.Ordinal);
        Assert.Contains(
            "href=\"https://meet.example/room?a=1&amp;b=2\"", confirmed.Html, StringComparison.Ordinal);
        Assert.Contains($"URL:{room}\r\n", file.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("LOCATION", file.Text, StringComparison.Ordinal);
    }

    [Theory, OnPostgres]
    public async Task TwoNodesGiveTheLastPlaceOnce(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var day = await OpenDay.On(await Scenario.On(exchange), new JsonObject { ["maxRsvps"] = 1 });
        var other = await Scenario.On(await exchange.StartSecondNode());
        var forms = new List<JobForm>();
        for (var guest = 0; guest < 6; guest++)
        {
            var form = await JobForm.Open(guest % 2 == 0 ? day.Scenario : other, await day.Hosted.Land());
            forms.Add(form.Expect(200).FillContact(OpenDay.FreshMail()).Fill("event_slot", day.FirstSlot));
        }

        var answers = await Task.WhenAll(forms.Select(form => form.Post()));

        Assert.Single(answers, answer => answer.Status == 303);
        Assert.Equal(5, answers.Count(answer =>
            answer.Text.Contains("No places are left", StringComparison.Ordinal)));
        Assert.Single(await day.Hosted.Applications());
        Assert.Single(await day.Hosted.Events());
    }

    [Theory, OnBothEngines]
    public async Task AMissingTimeIsAskedForAndWhatWasEnteredStays(string engine)
    {
        var day = await OpenDay.On(await Scenario.OnShared(engine));
        var form = (await day.Hosted.Open()).FillContact("no-address").Fill("event_slot", "2001-01-01T09:00");

        var again = (await form.Send()).Expect(422);

        Assert.Equal("Please choose a time.", again.Messages["f-slot"]);
        Assert.True(again.Messages.ContainsKey("f-emailAddress"));
        Assert.Equal("Ada", again.ValueOf("firstName"));
        Assert.Empty(await day.Hosted.Applications());
        (await again.Fill("emailAddress", OpenDay.FreshMail()).Fill("event_slot", day.FirstSlot).Send()).Expect(200);
        Assert.Single(await day.Hosted.Applications());
    }

    [Theory, OnBothEngines]
    public async Task APageFromElsewhereIsNotBelieved(string engine)
    {
        var day = await OpenDay.On(await Scenario.OnShared(engine));
        var form = (await day.Fill(OpenDay.FreshMail()))
            .Fill("__token", "aaaaaaaaaaaaaaaaaaaaaaaaaaBBBBBBBBBBBBBBBBBBBBBB");

        (await form.Send()).Expect(422);

        Assert.Empty(await day.Hosted.Applications());
    }

    [Theory, OnBothEngines]
    public async Task TwoTapsAreOneRsvp(string engine)
    {
        var day = await OpenDay.On(await Scenario.OnShared(engine));
        var form = await day.Fill(OpenDay.FreshMail());

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => form.Post()));

        Assert.All(answers, answer => answer.Expect(303));
        Assert.Single(answers.Select(answer => answer.Location).Distinct());
        Assert.Single(await day.Hosted.Applications());
        Assert.Single(await day.Hosted.Events());
    }

    [Theory, OnBothEngines]
    public async Task TwoTabsAreOneRsvp(string engine)
    {
        var day = await OpenDay.On(await Scenario.OnShared(engine));
        var (path, guest) = (await day.Hosted.Land(), OpenDay.FreshMail());
        var tabs = await Task.WhenAll(JobForm.Open(day.Scenario, path), JobForm.Open(day.Scenario, path));

        foreach (var tab in tabs)
        {
            var page = (await tab.FillContact(guest).Fill("event_slot", day.FirstSlot).Send()).Expect(200);
            Assert.Contains("You are expected", page.Html, StringComparison.Ordinal);
        }

        Assert.Single(await day.Hosted.Applications());
        Assert.Single(await day.Hosted.Events());
    }

    [Theory, OnBothEngines]
    public async Task TheLastPlaceIsGivenOnce(string engine)
    {
        var day = await OpenDay.On(
            await Scenario.OnShared(engine), new JsonObject { ["maxRsvpsPerSlot"] = 1 });
        var forms = new List<JobForm>();
        for (var guest = 0; guest < 6; guest++)
        {
            forms.Add(await day.Fill(OpenDay.FreshMail()));
        }

        var answers = await Task.WhenAll(forms.Select(form => form.Post()));

        Assert.Single(answers, answer => answer.Status == 303);
        Assert.Equal(5, answers.Count(answer => answer.Status == 422
            && answer.Text.Contains("This time has just been taken.", StringComparison.Ordinal)));
        Assert.Single(await day.Hosted.Applications());
        var next = (await day.Hosted.Open()).Expect(200);
        Assert.DoesNotContain($"\"{day.FirstSlot}\"", next.Html, StringComparison.Ordinal);
        Assert.Contains($"\"{day.SlotAt("09:30")}\"", next.Html, StringComparison.Ordinal);
    }

    [Theory, OnBothEngines]
    public async Task AFullEventTakesNobodyElse(string engine)
    {
        var day = await OpenDay.On(await Scenario.OnShared(engine), new JsonObject { ["maxRsvps"] = 2 });
        var late = await day.Fill(OpenDay.FreshMail());
        await day.Come(OpenDay.FreshMail());
        await day.Come(OpenDay.FreshMail(), day.SlotAt("10:00"));

        var refused = (await late.Send()).Expect(200);

        Assert.Contains("No places are left", refused.Html, StringComparison.Ordinal);
        Assert.Contains("No places are left", (await day.Hosted.Open()).Html, StringComparison.Ordinal);
        Assert.Equal(2, (await day.Hosted.Applications()).Count);
    }

    // The window holds for the whole company: two events inside thirty days are one RSVP to it.
    [Theory, OnBothEngines]
    public async Task ASecondRsvpOfAPersonIsKeptAndToldToNobody(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var day = await OpenDay.On(scenario);
        var guest = OpenDay.FreshMail();
        await day.Come(guest);

        var again = await day.Answer(
            "  " + guest.ToUpperInvariant() + " ", "You have answered this company before", day.SlotAt("10:00"));

        Assert.DoesNotContain("event.ics", again.Html, StringComparison.Ordinal);
        (await scenario.Get(again.Path + "/event.ics")).Expect(404);
        Assert.Single(await day.Hosted.Events());
        var rows = await day.Hosted.Applications();
        Assert.Equal(["VALID", "DUPLICATE"], rows.Select(row => (string?)row["outcome"]));
        Assert.Equal(
            "The same person made an RSVP with this company less than 30 days before.", (string?)rows[1]["reason"]);
        var elsewhere = await OpenDay.On(scenario);
        await elsewhere.Come(guest);
        Assert.Single(await elsewhere.Hosted.Events());
    }

    [Theory, OnBothEngines]
    public async Task AnRsvpWithoutAPaidClickIsKeptWithItsReason(string engine)
    {
        var day = await OpenDay.On(await Scenario.OnShared(engine));
        var guest = OpenDay.FreshMail();

        await day.AnswerWithoutClick(guest, "No place is kept for you");

        var row = Assert.Single(await day.Hosted.Applications());
        Assert.Equal(("RSVP", "COMPLETED", "UNBILLABLE"), Words(row));
        Assert.Equal("The application came without a click id.", (string?)row["reason"]);
        Assert.Empty(await day.Hosted.Events());
        await day.Come(guest);
        Assert.Single(await day.Hosted.Events());
    }

    // Otherwise anybody could close an event that its advertiser pays for, without bringing it a single guest.
    [Theory, OnBothEngines]
    public async Task OnlyThoseTheAdvertiserIsToldOfTakePlaces(string engine)
    {
        var day = await OpenDay.On(
            await Scenario.OnShared(engine), new JsonObject { ["maxRsvps"] = 2, ["maxRsvpsPerSlot"] = 1 });
        for (var stranger = 0; stranger < 3; stranger++)
        {
            await day.AnswerWithoutClick(OpenDay.FreshMail(), "No place is kept for you");
        }
        var guest = OpenDay.FreshMail();
        await day.Come(guest);
        await day.Answer(guest, "You have answered this company before", day.SlotAt("09:30"));

        await day.Come(OpenDay.FreshMail(), day.SlotAt("09:30"));

        Assert.Contains("No places are left", (await day.Hosted.Open()).Html, StringComparison.Ordinal);
        Assert.Equal(2, (await day.Hosted.Events()).Count);
    }

    [Theory, OnBothEngines]
    public async Task AJobsPostUrlGetsItsRsvps(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var day = await OpenDay.On(scenario, apply: "<postUrl>http://127.0.0.1:9/rsvps</postUrl>");
        await day.Come(OpenDay.FreshMail());

        var deliveries = await (await day.Hosted.Advertiser.LogIn()).List("/v5/deliveries");

        Assert.Equal("http://127.0.0.1:9/rsvps", (string?)Assert.Single(deliveries)["url"]);
    }

    private static (string?, string?, string?) Words(JsonObject row) =>
        ((string?)row["kind"], (string?)row["status"], (string?)row["outcome"]);
}
