using Placard.Tests.Events;
using Placard.Tests.Inventory.Pulling;

namespace Placard.Tests.Apply.Forms;

/// <summary>Two nodes on one database are one exchange, for jobseekers and advertisers alike.</summary>
public sealed class FormsOnTwoNodesTests
{
    private const string TwoPages =
        """
        [{"id":"why","type":"text","question":"Why?","required":true},
        {"id":"break","type":"pagebreak"},
        {"id":"when","type":"date","question":"From when on?","required":true}]
        """;

    [Theory, OnPostgres]
    public async Task AnApplicationGoesFromNodeToNodeAndOutlivesTheOneThatTookIt(string engine)
    {
        await using var receiver = await Receiver.Start();
        await using var server = await FeedServer.Start();
        await using var first = await Exchange.Start(engine);
        var one = await Scenario.On(first);
        var hosted = await HostedJob.Asking(one, server, TwoPages);
        var hook = await one.Operator.NewWebhook(
            hosted.Advertiser.CustomerId, receiver.Address, new { eventTypes = Hooks.Both });
        var second = await first.StartSecondNode();
        var other = await Scenario.On(second);

        await Apply(hosted, one, other, "ada@example.com");

        await receiver.Has(2);
        await Settled(one);
        Assert.Equal(["completed", "started"], Words(receiver.Posts).Order());
        Assert.All(receiver.Posts, post => SignatureCheck.Holds(post, hook.Secret));
        Assert.Single(receiver.Posts.Select(ApplicationOf).Distinct());

        // From here on the receiver takes posts and answers none: nothing is delivered when the node dies that took the
        // application, be it the one that was posting or not.
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = _ => mayAnswer.Task;
        await Apply(hosted, one, other, "grace@example.com");
        await second.Kill();
        Assert.Equal(2, (await one.Operator.List("/v5/deliveries", "status=PENDING")).Count);
        mayAnswer.SetResult();
        // A post that waited too long for its answer is sent again after ten minutes.
        await one.AdvanceClock(TimeSpan.FromMinutes(11));

        await Settled(one);
        var late = receiver.Posts.Skip(2).ToList();
        Assert.Equal(["completed", "started"], Words(late).Distinct().Order());
        Assert.Equal(2, late.Select(post => post.EventId).Distinct().Count());
        Assert.All(late, post => SignatureCheck.Holds(post, hook.Secret));
        Assert.Equal(["started", "completed", "started", "completed"], await hosted.Told());
        Assert.All(await hosted.Applications(), row => Assert.Equal("VALID", (string?)row["outcome"]));
        await first.BooksAddUp();
    }

    // Each page is read from one node and sent to the other; the last one to the second node.
    private static async Task Apply(HostedJob hosted, Scenario one, Scenario other, string email)
    {
        var contact = (await hosted.Open()).Expect(200).FillContact(email).Attach("resume", "cv.pdf", Samples.Pdf);
        var why = (await contact.At(other).Send()).Expect(200).Fill("why", "Because");
        var when = (await why.At(one).Send()).Expect(200).Fill("when", "2027-01-01");
        (await when.At(other).Send()).ExpectThanks();
    }

    // A node that died holds its endpoints for ten seconds more.
    private static Task Settled(Scenario scenario) => Eventually.Holds(
        async () => (await scenario.Operator.List("/v5/deliveries", "status!=DELIVERED")).Count == 0,
        "everything is delivered");

    private static IEnumerable<string> Words(IEnumerable<Received> posts) =>
        posts.Select(post => ((string)post.Json["type"]!).Split(':')[2]);

    private static string ApplicationOf(Received post) => (string)post.Json["data"]!["tlrApplicationId"]!;
}
