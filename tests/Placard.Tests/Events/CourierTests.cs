using System.Text;
using Placard.Events;
using Placard.Events.Sending;
using Placard.Host.Serving;
using Placard.Kernel;

namespace Placard.Tests.Events;

/// <summary>Where events may be posted is asked again at every connection, after the name was looked up.</summary>
public sealed class CourierTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    public async Task OutsideTheSandboxThisMachineIsNotReachedUnderAnyName(string host)
    {
        await using var receiver = await Receiver.Start();
        var port = new Uri(receiver.Address).Port;

        var reply = await Send($"http://{host}:{port}/", sandbox: false);

        Assert.Null(reply.Code);
        Assert.Contains("only public addresses", reply.Error, StringComparison.Ordinal);
        Assert.Empty(receiver.Posts);
        Assert.Equal(200, (await Send($"http://127.0.0.1:{port}/", sandbox: true)).Code);
    }

    [Fact]
    public async Task NobodyListeningIsAnAnswerToo()
    {
        var reply = await Send("http://127.0.0.1:9/", sandbox: true);

        Assert.Null(reply.Code);
        Assert.NotEmpty(reply.Error!);
    }

    [Theory]
    [InlineData("Retry-After", "120", 120)]
    [InlineData("Retry-After", "-5", null)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("X-Other", "120", null)]
    public async Task RetryAfterIsReadWhereItCanBe(string name, string value, int? seconds)
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(503, "", (name, value));

        var reply = await Send(receiver.Address, sandbox: true);

        Assert.Equal(seconds, (int?)reply.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData("acme:p%40ss@", "acme:p@ss")]
    [InlineData("key@", "key:")]
    [InlineData("", null)]
    public async Task NameAndPasswordOfTheAddressAreSent(string before, string? pair)
    {
        await using var receiver = await Receiver.Start();

        await Send(receiver.Address.Replace("//", $"//{before}", StringComparison.Ordinal), sandbox: true);

        var sent = Assert.Single(receiver.Posts).Headers.GetValueOrDefault("Authorization");
        Assert.Equal(pair == null ? null : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}", sent);
    }

    private static async Task<Reply> Send(string address, bool sandbox)
    {
        using var courier = new Courier(
            new EventsOptions { DataFolder = "", Sandbox = sandbox }, new MachineTime(SystemClock.Machine));
        return await courier.Send(
            new Post(new Uri(address), "0JJRGGCJD78RE", Encoding.UTF8.GetBytes("{\"id\":\"x\"}"), ["a secret"], 1),
            default);
    }
}
