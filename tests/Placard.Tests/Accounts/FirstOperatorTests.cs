namespace Placard.Tests.Accounts;

/// <summary>Somebody must be able to come in first, and only that somebody.</summary>
public sealed class FirstOperatorTests
{
    [Theory, OnBothEngines]
    public async Task TheFirstStartTellsTheOperatorOnce(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var (_, secret) = await exchange.OperatorCredentials();

        Assert.Single(exchange.Output, line => line.Contains(secret, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(exchange.DataFolder, "operator.json")));
        }
        await exchange.Stop();
        await exchange.Restart();
        Assert.DoesNotContain(exchange.Output, line => line.Contains(secret, StringComparison.Ordinal));
        (await PlatformApi.LogInOperator(exchange)).ToString();
    }

    [Theory, OnBothEngines]
    public async Task AConfiguredOperatorComesInAndReplacesALostSecret(string engine)
    {
        await using var exchange = await Exchange.Start(
            engine, "--Placard:Operator:ClientId=boss", "--Placard:Operator:Secret=correct horse: battery+staple");

        (await PlatformApi.AskForToken(exchange, "boss", "correct horse: battery+staple")).Expect(200);
        (await PlatformApi.AskForToken(exchange, "boss", "correct horse")).Expect(401);
        Assert.False(File.Exists(Path.Combine(exchange.DataFolder, "operator.json")));
        Assert.DoesNotContain(exchange.Output, line => line.Contains("horse", StringComparison.Ordinal));
    }

    [Theory, OnPostgres]
    public async Task ASecondNodeMakesNoSecondOperator(string engine)
    {
        await using var exchange = await Exchange.Start(engine);

        var second = await exchange.StartSecondNode();

        Assert.False(File.Exists(Path.Combine(second.DataFolder, "operator.json")));
        var scenario = await Scenario.On(second);
        Assert.Single(await scenario.Operator.List("/v5/app-clients", "kind=OPERATOR"));
    }
}
