using Microsoft.AspNetCore.Http;
using Placard.Apply.Questions;
using Placard.Platform;
using Placard.Tests.Platform;

namespace Placard.Tests.Apply.Questions;

/// <summary>Forms need an advertiser's questions, whatever its server does.</summary>
public sealed class QuestionsFetchingTests
{
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(300);

    [Theory, OnBothEngines]
    public async Task ADocumentIsFetchedOnceForAllFormsAndAllNodes(string engine)
    {
        await using var shop = await QuestionsShop.Open(engine);
        shop.Server.Serve(QuestionsShop.One, "\"1\"");
        var node = shop.Node();

        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.Ask(node)));
        shop.Clock.Move(TimeSpan.FromMinutes(59));

        Assert.All(asked, ids => Assert.Equal("one", ids));
        Assert.Equal("one", await shop.Ask(node));
        Assert.Equal("one", await shop.Ask(shop.Node(), customerId: 2));
        Assert.Single(shop.Server.Asked);
    }

    [Theory, OnBothEngines]
    public async Task AnHourLaterItIsAskedForAgainAndOnlyReadWhenItChanged(string engine)
    {
        await using var shop = await QuestionsShop.Open(engine);
        shop.Server.Serve(QuestionsShop.One, "\"1\"");
        var node = shop.Node();
        await shop.Ask(node);

        shop.Clock.Move(TimeSpan.FromHours(1));
        var unchanged = await shop.Ask(node);
        shop.Server.Serve(QuestionsShop.Two, "\"2\"");
        shop.Clock.Move(TimeSpan.FromMinutes(30));
        var fresh = await shop.Ask(node);
        shop.Clock.Move(TimeSpan.FromMinutes(30));
        var changed = await shop.Ask(node);

        Assert.Equal(("one", "one", "two"), (unchanged, fresh, changed));
        Assert.Equal(["", "\"1\"", "\"1\""], shop.Server.Asked.Select(asked => asked.IfNoneMatch));
        Assert.Equal("two", await shop.Ask(shop.Node()));
        Assert.Equal(3, shop.Server.Asked.Count);
    }

    [Fact]
    public async Task AClockThatWasSetBackDoesNotKeepAnOldVersionForEver()
    {
        await using var shop = await QuestionsShop.Open(StorageEngine.Sqlite);
        shop.Server.Serve(QuestionsShop.One, "\"1\"");
        var node = shop.Node();
        await shop.Ask(node);

        shop.Server.Serve(QuestionsShop.Two, "\"2\"");
        shop.Clock.Move(TimeSpan.FromDays(-30));

        Assert.Equal("two", await shop.Ask(node));
    }

    [Theory, OnBothEngines]
    public async Task ABrokenVersionLeavesTheLastGoodOneInPlaceAndSaysWhy(string engine)
    {
        await using var shop = await QuestionsShop.Open(engine);
        shop.Server.Serve(QuestionsShop.One, "\"1\"");
        var node = shop.Node();
        await shop.Ask(node);

        shop.Server.Serve("""[{"id":"two","type":"texty","question":"Two?"}]""", "\"2\"");
        shop.Clock.Move(TimeSpan.FromHours(1));
        var broken = await shop.Ask(node);
        var fault = await shop.Fault();
        shop.Server.Serve(QuestionsShop.Two, "\"3\"");
        var early = await shop.Ask(node);
        shop.Clock.Move(QuestionSources.Mending);
        var mended = await shop.Ask(node);

        Assert.Equal(("one", "one", "two"), (broken, early, mended));
        Assert.StartsWith("[0].type: This must be one of: text,", fault, StringComparison.Ordinal);
        Assert.Null(await shop.Fault());
    }

    [Theory, OnBothEngines]
    public async Task AFormGoesOnWithoutADocumentThatWasNeverThereAndLaterPagesAskForIt(string engine)
    {
        await using var shop = await QuestionsShop.Open(engine);
        shop.Server.Answer = Status(503);
        var node = shop.Node();

        var missing = await shop.Ask(node);
        var fault = await shop.Fault();
        shop.Server.Serve(QuestionsShop.One, "\"1\"");
        var early = await shop.Ask(node);
        shop.Clock.Move(QuestionSources.Missing);
        var there = await shop.Ask(node);

        Assert.Equal(("-", "-", "one"), (missing, early, there));
        Assert.Equal("The document's server answered 503 Service Unavailable.", fault);
    }

    [Theory, OnBothEngines]
    public async Task WhatOneNodeWasToldToFetchTheOthersHaveSecondsLater(string engine)
    {
        await using var shop = await QuestionsShop.Open(engine);
        shop.Server.Serve(QuestionsShop.One, "\"1\"");
        var (first, second) = (shop.Node(), shop.Node());
        Assert.Equal("one one", $"{await shop.Ask(first)} {await shop.Ask(second)}");

        shop.Server.Serve(QuestionsShop.Two, "\"2\"");
        shop.Clock.Move(TimeSpan.FromSeconds(1));
        await first.Refresh(shop.Url);
        shop.Clock.Move(QuestionSources.Trusted);

        Assert.Equal("two two", $"{await shop.Ask(first)} {await shop.Ask(second)}");
        Assert.Equal(2, shop.Server.Asked.Count);
    }

    [Theory, OnBothEngines]
    public async Task AFaultThatQuotesTheDocumentCanBeKept(string engine)
    {
        await using var shop = await QuestionsShop.Open(engine);
        var key = "\\u0000" + new string('k', 5_000);
        shop.Server.Serve($$"""[{"id":"a","type":"pagebreak","{{key}}":"\ud800"}]""", "\"1\"");

        Assert.Equal("-", await shop.Ask(shop.Node()));

        var fault = await shop.Fault();
        Assert.StartsWith("[0].?kkk", fault, StringComparison.Ordinal);
        Assert.Equal(2_000, fault!.Length);
    }

    [Fact]
    public async Task ASlowServerHoldsAFormUpForAMomentOnly()
    {
        await using var shop = await QuestionsShop.Open(StorageEngine.Sqlite);
        var release = new TaskCompletionSource();
        shop.Server.Answer = async context =>
        {
            await release.Task;
            await context.Response.WriteAsync(QuestionsShop.One);
        };
        var node = shop.Node(patience: AMoment);

        var impatient = await shop.Ask(node);
        release.SetResult();

        Assert.Equal("-", impatient);
        await Eventually.Becomes("one", () => shop.Ask(node));
        Assert.Single(shop.Server.Asked);
    }

    [Fact]
    public async Task ASlowRefreshLeavesTheFormWithWhatThereIs()
    {
        await using var shop = await QuestionsShop.Open(StorageEngine.Sqlite);
        shop.Server.Serve(QuestionsShop.One, "\"1\"");
        await shop.Ask(shop.Node());
        shop.Server.Answer = context => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
        shop.Clock.Move(TimeSpan.FromHours(1));
        var node = shop.Node(patience: AMoment, most: TimeSpan.FromSeconds(2));

        Assert.Equal("one", await shop.Ask(node));
        await Eventually.Becomes("The document took longer than 2 seconds.", () => shop.Fault());
    }

    [Fact]
    public async Task PreparingFetchesWhileTheContactPageIsFilled()
    {
        await using var shop = await QuestionsShop.Open(StorageEngine.Sqlite);
        shop.Server.Serve(QuestionsShop.One, "\"1\"");
        var node = shop.Node();

        node.Prepare(1, 10_000_000_001, shop.Url);
        node.Prepare(1, 10_000_000_001, "no address");

        await Eventually.Becomes(1, () => Task.FromResult(shop.Server.Asked.Count));
        await Eventually.Becomes(1L, () => shop.Store.Read(session => session.Scalar<long>(
            "SELECT COUNT(*) FROM question_document_uses"), CancellationToken.None));
        Assert.Equal("one", await shop.Ask(node));
        node.Prepare(1, 10_000_000_001, shop.Url);
        Assert.Equal("one", await shop.Ask(node));
        Assert.Single(shop.Server.Asked);
    }

    [Fact]
    public async Task WhatIsNoDocumentIsRefusedWithASentence()
    {
        await using var shop = await QuestionsShop.Open(StorageEngine.Sqlite);
        var node = shop.Node();

        await Refused("/gone", Status(404), "The document's server answered 404 Not Found.");
        await Refused("/page", context => context.Response.WriteAsync("<html>"), "$: This is not JSON");
        await Refused("/large", context => context.Response.WriteAsync(new string(' ', (1 << 20) + 5)),
            "$: At most 1048576 bytes are allowed; this has 1048577.");
        await Refused("/not-modified", Status(304), "The document's server answered 304 Not Modified.");
        await Refused("/loop", Redirect("/loop"), "The document's server answered 302 Found.");
        await Refused("/inside", Redirect("http://10.0.0.1/"), "The document could not be fetched: 10.0.0.1 is not at");
        await Refused("/cut", context =>
        {
            context.Response.ContentLength = 100;
            return context.Response.WriteAsync("[");
        }, "The document could not be fetched:");

        async Task Refused(string path, Func<HttpContext, Task> answer, string fault)
        {
            shop.Server.Answer = answer;
            Assert.Equal("-", await shop.Ask(node, shop.Server.Address + path));
            Assert.StartsWith(fault, await shop.Fault(shop.Server.Address + path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ARedirectIsFollowed()
    {
        await using var shop = await QuestionsShop.Open(StorageEngine.Sqlite);
        shop.Server.Answer = context => context.Request.Path == "/questions.json"
            ? Redirect("/moved")(context)
            : context.Response.WriteAsync(QuestionsShop.One);

        Assert.Equal("one", await shop.Ask(shop.Node()));
    }

    [Theory]
    [InlineData("http://ats.example/q.json", "Questions are fetched from https addresses only.")]
    [InlineData("https://127.0.0.1/q.json", "Only public addresses are called from here.")]
    [InlineData("https://localhost/q.json", "Only public addresses are called from here.")]
    [InlineData("https://169.254.169.254/latest/meta-data", "Only public addresses are called from here.")]
    public async Task OutsideTheSandboxOnlyPublicHttpsAddressesAreAsked(string url, string fault)
    {
        await using var shop = await QuestionsShop.Open(StorageEngine.Sqlite);

        Assert.Equal("-", await shop.Ask(shop.Node(sandbox: false), url));

        Assert.Equal(fault, await shop.Fault(url));
    }

    [Fact]
    public async Task WhatIsNoAddressIsNeverAskedNorKept()
    {
        await using var shop = await QuestionsShop.Open(StorageEngine.Sqlite);
        var node = shop.Node();

        Assert.Equal("-", await shop.Ask(node, "questions.json"));
        Assert.Equal("-", await shop.Ask(node, "file:///etc/passwd"));
        Assert.Equal("-", await shop.Ask(node, shop.Server.Address + "/" + new string('x', 3_000)));

        Assert.Equal(0, await shop.Store.Read(session => session.Scalar<long>(
            "SELECT COUNT(*) FROM question_document_uses"), CancellationToken.None));
    }

    [Theory, OnBothEngines]
    public async Task AnAdvertiserSeesTheStateOfItsOwnDocumentsAndHasThemFetchedAnew(string engine)
    {
        await using var shop = await QuestionsShop.Open(engine);
        var node = shop.Node();
        var list = new QuestionDocumentList(shop.Store, node);
        shop.Server.Answer = Status(500);
        await shop.Ask(node, customerId: 1);
        await shop.Ask(node, customerId: 2);
        await shop.Ask(node, shop.Server.Address + "/other", customerId: 2);

        var before = await List(1);
        shop.Server.Serve(QuestionsShop.One, "\"1\"");
        var (refreshed, after) = await Refresh(1, shop.Url);
        var (stranger, _) = await Refresh(1, shop.Server.Address + "/other");
        shop.Server.Answer = Status(410);
        var (_, kept) = await Refresh(2, shop.Url);

        Assert.Equal($"{shop.Url} MISSING The document's server answered 500 Internal Server Error.", before);
        Assert.Equal((200, $"{shop.Url} GOOD "), (refreshed, after));
        Assert.Equal(404, stranger);
        Assert.Equal($"{shop.Url} KEPT The document's server answered 410 Gone.", kept);
        Assert.Equal(2, (await List(2)).Split('\n').Length);
        Assert.Equal(3, (await List(0)).Split('\n').Length);

        async Task<string> List(long customerId)
        {
            var context = By(customerId);
            var (status, body) = await InProcess.Answer(context, await list.Answer(context));
            Assert.Equal(200, status);
            return string.Join('\n', body["content"]!.AsArray().Select(row => Shown(row!)));
        }

        async Task<(int Status, string Row)> Refresh(long customerId, string url)
        {
            var context = By(customerId, $$"""{"url":"{{url}}"}""");
            var (status, body) = await InProcess.Answer(context, await list.Refresh(context));
            return (status, status == 200 ? Shown(body) : "");
        }

        static string Shown(System.Text.Json.Nodes.JsonNode row) => $"{row["url"]} {row["status"]} {row["fault"]}";
    }

    private static DefaultHttpContext By(long customerId, string? body = null)
    {
        var context = InProcess.Request(body: body);
        context.SetCaller(new Caller(
            customerId == 0 ? CallerKind.Operator : CallerKind.Customer, customerId, "client", new HashSet<string>()));
        return context;
    }

    private static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static Func<HttpContext, Task> Redirect(string to) => context =>
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    };
}
