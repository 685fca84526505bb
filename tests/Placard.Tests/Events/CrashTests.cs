using Npgsql;

namespace Placard.Tests.Events;

/// <summary>What was committed is delivered, whatever dies; with two nodes once each in quiet times.</summary>
public sealed class CrashTests
{
    [Theory, OnBothEngines]
    public async Task EventsCommittedBeforeTheExchangeDiedArriveAfterIt(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, writer, customer, _) = own;
        await scenario.Exchange.Kill();
        var written = await writer.Append(
            [.. Enumerable.Range(0, 40).Select(at => SomeEvent.Completed(customer, $"app-{at}"))]);
        Assert.Empty(receiver.Posts);

        await scenario.Exchange.Restart();

        await receiver.Has(40);
        Assert.Equal(written.Order(), receiver.Posts.Select(post => post.EventId).Distinct().Order());
    }

    [Theory, OnBothEngines]
    public async Task WhatWasOnItsWayWhenTheExchangeDiedIsSentAgain(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, writer, customer, _) = own;
        receiver.Hang();
        var id = await writer.Complete(customer, "app-1");
        await receiver.Has(1);

        await scenario.Exchange.Kill();
        receiver.AnswerWith(200);
        await scenario.Exchange.Restart();

        await receiver.Has(2);
        Assert.All(receiver.Posts, post => Assert.Equal(id, post.EventId));
        Assert.Equal(receiver.Posts[0].Body, receiver.Posts[1].Body);
    }

    [Theory, OnBothEngines]
    public async Task AnExchangeThatEndsInPeaceSendsNothingTwice(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, writer, customer, _) = own;
        await writer.Append([.. Enumerable.Range(0, 300).Select(at => SomeEvent.Completed(customer, $"app-{at}"))]);
        await receiver.Has(1);

        await scenario.Exchange.Stop();
        await scenario.Exchange.Restart();

        await receiver.Has(300);
        var again = await Scenario.On(scenario.Exchange);
        await Eventually.Becomes(
            0, async () => (await again.Operator.List("/v5/deliveries", "status=PENDING")).Count);
        Assert.Equal(300, receiver.Posts.Count);
    }

    // The database ends every connection and takes no new one, as a server that is stopped.
    [Theory, OnPostgres]
    public async Task AnExchangeEndsInPeaceAlsoWhenItsDatabaseWentFirst(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, writer, customer, _) = own;
        await writer.Complete(customer, "app-1");
        await receiver.Has(1);
        var database = new NpgsqlConnectionStringBuilder(scenario.Exchange.Database);
        var name = database.Database;
        (database.Database, database.Pooling) = ("postgres", false);
        await using var keeper = new NpgsqlConnection(database.ToString());
        await keeper.OpenAsync();

        await Execute(keeper, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        // Again until none is left: one may just have come in.
        await Eventually.Becomes<object?>(0L, () => Execute(keeper,
            $"""
            SELECT COUNT(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}'
            """));
        await scenario.Exchange.Stop();

        Assert.Single(
            scenario.Exchange.Output,
            line => line.Contains("The leases on endpoints could not be given back", StringComparison.Ordinal));
        await Execute(keeper, $"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
    }

    [Theory, OnPostgres]
    public async Task TwoNodesSendEachEventOnce(string engine)
    {
        await using var receiver = await Receiver.Start();
        await using var exchange = await Exchange.Start(engine);
        await exchange.StartSecondNode();
        var scenario = await Scenario.On(exchange);
        await using var writer = await EventWriter.On(exchange);
        var customer = await scenario.NewCustomer();
        for (var at = 0; at < 4; at++)
        {
            await scenario.Operator.NewWebhook(customer, $"{receiver.Address}/{at}");
        }

        for (var round = 0; round < 10; round++)
        {
            await writer.Append(
                [.. Enumerable.Range(0, 10).Select(at => SomeEvent.Completed(customer, $"app-{round}-{at}"))]);
        }

        await receiver.Has(400);
        await Eventually.Becomes(
            0, async () => (await scenario.Operator.List("/v5/deliveries", "status=PENDING")).Count);
        Assert.Equal(400, receiver.Posts.Count);
        Assert.Equal(400, receiver.Posts.Select(post => (post.Path, post.EventId)).Distinct().Count());
    }

    [Theory, OnPostgres]
    public async Task WhenANodeDiesTheOtherGoesOn(string engine)
    {
        await using var own = await Subscriber.OnItsOwn(engine);
        var (receiver, scenario, writer, customer, hook) = own;
        var second = await scenario.Exchange.StartSecondNode();
        (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/test")).Expect(200);

        await second.Kill();
        var id = await writer.Complete(customer, "app-1");

        await Eventually.Holds(
            () => Task.FromResult(receiver.Posts.Any(post => post.EventId == id)), "the event arrives");
    }

    private static async Task<object?> Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
