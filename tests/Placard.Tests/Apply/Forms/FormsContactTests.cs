using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Placard.Tests.Apply.Forms;

/// <summary>What the contact page asks, refuses and keeps.</summary>
public sealed class FormsContactTests
{
    [Fact]
    public async Task ARefusedPageNamesEveryFaultBesideItsFieldAndKeepsWhatWasEntered()
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(StorageEngine.Sqlite));
        var page = await hosted.Open();

        var refused = (await page.Fill("firstName", "<Ada> & \"co\"").Fill("emailAddress", "ada@").Fill("phone", "12")
            .Fill("zipcode", "7870").Send()).Expect(422);

        Assert.Equal("<Ada> & \"co\"", refused.ValueOf("firstName"));
        Assert.Equal(("ada@", "12", "7870"),
            (refused.ValueOf("emailAddress"), refused.ValueOf("phone"), refused.ValueOf("zipcode")));
        Assert.Equal(
            ["f-city", "f-emailAddress", "f-lastName", "f-phone", "f-state", "f-zipcode"],
            refused.Messages.Keys.Order(StringComparer.Ordinal));
        Assert.All(refused.Messages.Keys, element =>
        {
            Assert.Contains($"<a href=\"#{element}\">", refused.Html, StringComparison.Ordinal);
            Assert.Contains($"id=\"{element}\"", refused.Html, StringComparison.Ordinal);
            Assert.Contains($"aria-describedby=\"{element}-m", refused.Html, StringComparison.Ordinal);
        });
        Assert.Empty(await hosted.Applications());
        Assert.Empty(await hosted.Events());
    }

    [Theory]
    [InlineData("firstName", 100)]
    [InlineData("lastName", 100)]
    [InlineData("emailAddress", 254)]
    [InlineData("phone", 40)]
    [InlineData("zipcode", 10)]
    [InlineData("city", 100)]
    [InlineData("state", 100)]
    [InlineData("address", 200)]
    public async Task AFieldBeyondItsLimitIsRefusedBesideItHoweverLongItIs(string field, int limit)
    {
        var hosted = await HostedJob.On(
            await Scenario.OnShared(StorageEngine.Sqlite), "<addressCollection>optional</addressCollection>");
        foreach (var length in (int[])[limit + 1, 300_000])
        {
            var page = (await hosted.Open()).FillContact().Fill("city", "Austin").Fill("state", "TX")
                .Fill(field, new string('7', length));
            using var pairs = new HttpRequestMessage(HttpMethod.Post, page.Action)
            {
                Content = new StringContent(
                    $"__token={page.ValueOf("__token")}&{field}={page.ValueOf(field)}", null,
                    "application/x-www-form-urlencoded"),
            };

            Assert.Equal([$"f-{field}"], (await page.Send()).Expect(422).Messages.Keys);
            Assert.Contains(
                $"id=\"f-{field}-m\"", (await hosted.Scenario.Send(pairs)).Expect(422).Text, StringComparison.Ordinal);
        }
        Assert.Empty(await hosted.Applications());
    }

    [Fact]
    public async Task TheZipFillsInCityAndStateOnlyWhereTheyWereLeftEmpty()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var hosted = await HostedJob.On(scenario);

        var refused = await (await hosted.Open()).Fill("zipcode", "10001-1234").Fill("city", "Nueva York").Send();
        var place = (await scenario.Get("/apply/places/10001")).Expect(200);

        Assert.Equal(("Nueva York", "NY"), (refused.ValueOf("city"), refused.ValueOf("state")));
        Assert.Equal("NY", (string?)place["state"]);
        (await scenario.Get("/apply/places/00000")).Expect(404);
        Assert.Empty((await scenario.Send(HttpMethod.Head, "/apply/places/10001")).Expect(200).Body);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("off", null, false)]
    [InlineData("optional", null, true)]
    [InlineData(null, "required", true)]
    [InlineData("required", "optional", true)]
    public async Task TheAddressIsAskedForAsCampaignOrJobWantIt(string? campaign, string? fed, bool isAsked)
    {
        var hosted = await HostedJob.On(
            await Scenario.OnShared(StorageEngine.Sqlite),
            fed == null ? "" : $"<addressCollection>{fed}</addressCollection>",
            new JsonObject { ["addressQuestion"] = campaign });

        var page = await hosted.Open();
        var sent = await page.FillContact().Send();

        Assert.Equal(isAsked, page.Names.Contains("address"));
        if (campaign == "required" || fed == "required")
        {
            Assert.Equal(["f-address"], sent.Expect(422).Messages.Keys);
            (await sent.Fill("address", "1 Main St").Send()).ExpectThanks();
            Assert.Equal(
                "1 Main St", (string?)(await hosted.Events())[^1]["data"]!["applicant"]!["address"]);
        }
        else
        {
            sent.ExpectThanks();
        }
    }

    [Theory, OnBothEngines]
    public async Task ARequiredResumeIsKeptWhileOtherFieldsAreRefused(string engine)
    {
        var hosted = await HostedJob.On(
            await Scenario.OnShared(engine), "<resume_required>true</resume_required>");

        var missing = (await (await hosted.Open()).FillContact().Send()).Expect(422);
        Assert.Equal(["f-resume"], missing.Messages.Keys);
        var letter = Samples.Docx();
        var wrong = (await missing.Fill("phone", "1").Attach("resume", "my cv.docx", letter).Send())
            .Expect(422);
        Assert.Equal(["f-phone"], wrong.Messages.Keys);
        Assert.Contains("my cv.docx", wrong.Html, StringComparison.Ordinal);
        (await wrong.Fill("phone", "5125555555").Send()).ExpectThanks();

        var resume = (await hosted.Events())[^1]["data"]!["applicant"]!["resume"]!;
        Assert.Equal("my cv.docx", (string?)resume["fileName"]);
        Assert.Equal(Convert.ToBase64String(letter), (string?)resume["data"]);
    }

    [Fact]
    public async Task AKeptResumeCanBeTakenAwayOrReplaced()
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(StorageEngine.Sqlite));
        var kept = await (await hosted.Open()).FillContact().Fill("phone", "1")
            .Attach("resume", "old.pdf", Samples.Pdf).Send();

        var replaced = await kept.Attach("resume", "new.png", Samples.Png).Send();
        var removed = await replaced.Fill("__remove", "resume").Send();
        var end = await removed.Fill("phone", "5125555555").Send();

        Assert.Contains("new.png", replaced.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("new.png", removed.Html, StringComparison.Ordinal);
        end.ExpectThanks();
        Assert.Null((await hosted.Events())[^1]["data"]!["applicant"]!["resume"]);
    }

    [Theory]
    [InlineData("cv.exe", "MZ")]
    [InlineData("cv.pdf", "MZ")]
    [InlineData("cv.pdf", "plain text")]
    [InlineData("cv.svg", "<svg/>")]
    [InlineData("cv.pdf", "")]
    public async Task AFileThatLiesIsRefusedAndNothingOfItIsKept(string name, string content)
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(StorageEngine.Sqlite));

        var refused = await (await hosted.Open()).FillContact()
            .Attach("resume", name, Encoding.ASCII.GetBytes(content)).Send();

        Assert.Equal(["f-resume"], refused.Expect(422).Messages.Keys);
        Assert.DoesNotContain("Attached", refused.Html, StringComparison.Ordinal);
        Assert.Equal("Ada", refused.ValueOf("firstName"));
        Assert.Empty(await hosted.Applications());
    }

    [Theory]
    [InlineData((5 << 20) + 1)]
    [InlineData(100_000_000)]
    public async Task AFileThatIsTooLargeIsRefusedBesideItsFieldAndTheRestIsKept(int bytes)
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(StorageEngine.Sqlite));
        var large = new byte[bytes];
        Samples.Pdf.CopyTo(large, 0);

        var refused = await (await hosted.Open()).FillContact().Attach("resume", "cv.pdf", large).Send();

        Assert.Contains("5 MB", Assert.Single(refused.Expect(422).Messages).Value, StringComparison.Ordinal);
        Assert.Equal("Ada", refused.ValueOf("firstName"));
    }

    // However a system counts megabytes, what it calls 5 MB is taken.
    [Fact]
    public async Task AFileOfTheLargestSizeIsTaken()
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(StorageEngine.Sqlite));
        var large = new byte[5 << 20];
        Samples.Pdf.CopyTo(large, 0);

        (await (await hosted.Open()).FillContact().Attach("resume", "cv.pdf", large).Send()).ExpectThanks();
    }

    [Fact]
    public async Task ABodyBeyondEveryBoundIsRefusedWithAPage()
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var hosted = await HostedJob.On(scenario);
        var path = await hosted.Land();
        using var message = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(
                "firstName=" + new string('x', 3 << 20), null, "application/x-www-form-urlencoded"),
        };

        var answer = await scenario.Send(message);

        Assert.InRange(answer.Status, 400, 413);
        Assert.Equal("text/html", answer.MediaType);
        Assert.Contains("go back", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", "hello", 415)]
    [InlineData("application/json", "{}", 415)]
    [InlineData("multipart/form-data", "x", 400)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nfoo", 400)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n", 400)]
    public async Task WhatIsNoFormIsRefusedWithAPage(string type, string body, int status)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        var hosted = await HostedJob.On(scenario);
        using var message = new HttpRequestMessage(HttpMethod.Post, await hosted.Land())
        {
            Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)),
        };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = (await scenario.Send(message)).Expect(status);

        Assert.Equal("text/html", answer.MediaType);
    }

    [Theory, OnBothEngines]
    public async Task AFormWithoutItsTokenIsShownAgainAndNothingIsKept(string engine)
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(engine));
        var other = await HostedJob.On(await Scenario.OnShared(engine));
        var foreign = (await other.Open()).ValueOf("__token");

        foreach (var token in (string[])["", "x", foreign, foreign[..^1] + "_", new string('a', 5_000), "\u00e9\u0000"])
        {
            var page = await (await hosted.Open()).FillContact().Fill("__token", token).Send();
            Assert.Contains("send it again", page.Expect(422).Html, StringComparison.Ordinal);
            Assert.Equal("Ada", page.ValueOf("firstName"));
        }
        Assert.Empty(await hosted.Applications());
        var again = await (await (await hosted.Open()).FillContact().Fill("__token", "").Send()).Send();
        again.ExpectThanks();
    }

    [Fact]
    public async Task PagesKeepTheirAddressToThemselvesAndRunNothingInline()
    {
        var hosted = await HostedJob.On(await Scenario.OnShared(StorageEngine.Sqlite));

        var page = (await hosted.Open()).Page;

        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        Assert.Equal(
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'; form-action 'self'", page.Header("Content-Security-Policy"));
        Assert.DoesNotContain("<style", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("<[^>]* on[a-z]+=", page.Text);
        Assert.True(page.Body.Length < 20_000);
        foreach (Match asset in
            Regex.Matches(page.Text, "(?:href|src)=\"(/(?:page|apply/form)[^\"]+)\""))
        {
            var file = (await hosted.Scenario.Get(asset.Groups[1].Value)).Expect(200);
            Assert.Contains("immutable", file.Header("Cache-Control"));
        }
    }
}
