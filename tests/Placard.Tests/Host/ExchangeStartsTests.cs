using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Placard.Tests.Host;

/// <summary>The first minute of an exchange: it starts, lets its operator in, and speaks proper errors.</summary>
public sealed class ExchangeStartsTests
{
    [Theory, OnBothEngines]
    public async Task OperatorStartsChecksAndStopsAnEmptyExchange(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var database = new NpgsqlConnectionStringBuilder(exchange.Database);
        Assert.Contains(
            exchange.Database is null
                ? $"The books are in SQLite files of {exchange.DataFolder}"
                : $"The books are in database {database.Database} of PostgreSQL at {database.Host}:{database.Port}",
            exchange.Output);

        await exchange.BooksAddUp();
        await exchange.Stop();
        await exchange.BooksAddUp();
    }

    [Theory, OnBothEngines]
    public async Task OperatorSetsUpTheFirstCustomer(string engine)
    {
        var scenario = await Scenario.OnShared(engine);

        var made = (await scenario.Operator.Post("/v5/customers", new { name = "Acme" })).Expect(201);

        Assert.Equal("Acme", (string?)made["name"]);
        Assert.True((long)made["id"]! > 0);
        Assert.NotNull(made.Location);
    }

    [Theory, OnBothEngines]
    public async Task LoadBalancerLooksWhetherItTakesTraffic(string engine)
    {
        var scenario = await Scenario.OnShared(engine);

        (await scenario.Get("/healthz")).Expect(200);
        (await scenario.Send(HttpMethod.Head, "/healthz")).Expect(200);
    }

    [Theory, OnBothEngines]
    public async Task SomebodyAsksForAPathThatIsNotThere(string engine)
    {
        var scenario = await Scenario.OnShared(engine);

        (await scenario.Operator.Get("/v5/no-such-thing")).ExpectProblem(404);
    }

    [Theory, OnBothEngines]
    public async Task SomebodyGuessesTheOperatorsSecret(string engine)
    {
        var exchange = await Exchange.Shared(engine);
        var (clientId, _) = await exchange.OperatorCredentials();

        (await PlatformApi.AskForToken(exchange, clientId, "guess")).Expect(401);
    }

    [Theory, OnBothEngines]
    public async Task OperatorStopsAndStartsTheExchange(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var credentials = await exchange.OperatorCredentials();
        var scenario = await Scenario.On(exchange);
        var customer = await scenario.NewCustomer("Acme");

        await exchange.Stop();
        await exchange.Restart();

        Assert.Equal(credentials, await exchange.OperatorCredentials());
        var again = await Scenario.On(exchange);
        var kept = Assert.Single(await again.Operator.List("/v5/customers", $"id={customer}"));
        Assert.Equal("Acme", (string?)kept["name"]);
        await exchange.BooksAddUp();
    }

    [Theory, OnBothEngines]
    public async Task WhatIsUnderWayWhenTheExchangeIsStoppedIsAnswered(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var sid = new SomeIds(20).Next();
        var body = $$"""{"tlr_sid":"{{sid}}","event":"hired","event_time":"2026-02-25T12:56:33Z"}""";
        // The server ends a call whose body comes too slowly, all in all: with so many blanks it has minutes.
        var blanks = new string(' ', 100_000);
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, exchange.Address.Port);
        await using var line = caller.GetStream();
        using var answer = new StreamReader(line);
        await line.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /disposition/v1/events HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
            + $"Content-Length: {blanks.Length + body.Length}\r\n\r\n"));
        // It says so when it begins to read.
        Assert.Equal("HTTP/1.1 100 Continue", await answer.ReadLineAsync());
        Assert.Equal("", await answer.ReadLineAsync());
        await line.WriteAsync(Encoding.ASCII.GetBytes(blanks + body[..9]));
        var scenario = await Scenario.On(exchange);

        var stopping = exchange.Stop();
        var slowness = Stopwatch.StartNew();
        await Eventually.Holds(() => Task.FromResult(slowness.Elapsed.TotalSeconds > 3), "three seconds are over");
        Assert.False(exchange.HasExited);
        await Eventually.Holds(
            async () => (await scenario.Get("/healthz")).Status == 503, "a load balancer hears of it");
        (await scenario.Get("/closed/99999999997")).Expect(404);
        await line.WriteAsync(Encoding.ASCII.GetBytes(body[9..]));

        Assert.Equal("HTTP/1.1 200 OK", await answer.ReadLineAsync());
        await stopping;
    }

    [Theory, OnPostgres]
    public async Task ASecondNodeSeesWhatTheFirstWasTold(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var customer = await (await Scenario.On(exchange)).NewCustomer();

        var second = await Scenario.On(await exchange.StartSecondNode());

        Assert.Single(await second.Operator.List("/v5/customers", $"id={customer}"));
    }
}
