using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Placard.Host.Serving;

namespace Placard.Tests.Host;

/// <summary>Who starts an exchange that cannot start reads one sentence that says what to mend.</summary>
public sealed partial class CannotStartTests
{
    [Theory]
    [InlineData("--Placard:TimeZone=Mars/Base", "Placard:TimeZone cannot be used: The time zone ID 'Mars/Base'")]
    [InlineData("--Placard:Country=USA", "Placard:Country must be an ISO code of two letters")]
    [InlineData("--Placard:PublicUrl=jobs.example", "Placard:PublicUrl must be an http or https address")]
    [InlineData("--Placard:TrustedProxies=everybody", "Placard:TrustedProxies holds 'everybody'")]
    [InlineData("--Placard:RateLimits:Click=lots", "Placard:RateLimits:Click must be a whole number")]
    [InlineData("--Placard:BotFile=/nowhere/bots.txt", "/nowhere/bots.txt")]
    [InlineData("--Placard:Database=nonsense", "Placard:Database cannot be used: ")]
    [InlineData("--Placard:Database=Host=127.0.0.1;Port=1;Database=x;Username=x",
        "Placard:Database cannot be used: Failed to connect to 127.0.0.1:1")]
    public async Task ASettingThatCannotBeUsedIsNamed(string setting, string named)
    {
        var finished = await Serve("--urls", "http://127.0.0.1:0", setting);

        Assert.Equal(1, finished.ExitCode);
        Assert.StartsWith("serve: ", finished.Output, StringComparison.Ordinal);
        Assert.Contains(named, finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAddressThatIsTakenIsNamed()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        var finished = await Serve("--urls", address);

        Assert.Equal(1, finished.ExitCode);
        // No secret is shown above it: there is no operator yet.
        Assert.Equal(
            $"serve: Failed to bind to address {address}: address already in use.", finished.Output.Trim());
    }

    [Theory]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:0;http://127.0.0.1:70000")]
    [InlineData("foo")]
    [InlineData("ftp://127.0.0.1:8080")]
    public async Task AnAddressThatIsNoneIsNamed(string address)
    {
        var finished = await Serve("--urls", address);

        Assert.Equal(1, finished.ExitCode);
        Assert.Equal(
            "serve: --urls must be addresses such as http://127.0.0.1:8080, with a port up to 65535; "
                + $"it is '{address}'.",
            finished.Output.Trim());
    }

    [Fact]
    public async Task AFolderWhoseStoreCannotBeReadIsNamed()
    {
        var folder = Directory.CreateTempSubdirectory("placard-torn-").FullName;
        await File.WriteAllBytesAsync(
            Path.Combine(folder, "ledger.db"), [.. Enumerable.Repeat((byte)0x5A, 8192)],
            TestContext.Current.CancellationToken);

        var finished = await ExchangeProgram.Run("serve", "--data", folder, "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, finished.ExitCode);
        Assert.StartsWith($"serve: {folder} cannot be used: ", finished.Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    // It would be ready, and then build no feed.
    [Fact]
    public async Task AFolderThatCannotBeWrittenIsNamedOverADatabaseToo()
    {
        var file = Path.GetTempFileName();
        var folder = Path.Combine(file, "data");

        var finished = await ExchangeProgram.Run(
            "serve", "--data", folder, "--urls", "http://127.0.0.1:0", "--Placard:Operator:ClientId=o",
            "--Placard:Operator:Secret=s", $"--Placard:Database={await PostgresServer.CreateDatabase()}");

        Assert.Equal(1, finished.ExitCode);
        Assert.StartsWith(
            $"serve: {folder} cannot be used: it cannot be written.", finished.Output, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Theory]
    [InlineData("--url=http://127.0.0.1:0", "'--url=http://127.0.0.1:0' is not an option.")]
    [InlineData("--datta", "'--datta' is not an option.")]
    [InlineData("--Placard:Country", "'--Placard:Country' lacks its value")]
    public async Task AMisspeltOptionIsNamed(string option, string said)
    {
        var finished = await Serve(option);

        Assert.Equal(2, finished.ExitCode);
        Assert.StartsWith(said, finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMisspeltSettingIsTold()
    {
        var finished = await ExchangeProgram.Run(
            "verify", "--data", "/nowhere", "--Placard:Databse=Host=db", "--placard:country=US",
            "--Placard:TrustedProxies:0=127.0.0.1");

        Assert.Equal(
            ["Placard:Databse is no setting and does nothing; appsettings.json explains them all.",
                "verify: There is no exchange in /nowhere."],
            finished.Output.Trim().Split('\n'));
    }

    [Fact]
    public void EverySettingIsExplainedInTheShippedFile()
    {
        var file = File.ReadAllText(RepositoryRoot.At("src", "Placard.Host", "appsettings.json"));
        var explained = Name().Matches(file).Select(found => found.Groups[1].Value)
            .Except(["Placard", "Logging", "LogLevel", "Default"]);

        Assert.Equal(
            explained.Order(StringComparer.Ordinal),
            SettingNames.All.SelectMany(name => name.Split(':')).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ASettingMayStandBesideItsName()
    {
        var finished = await Serve("--urls", "http://127.0.0.1:0", "--Placard:TimeZone", "Mars/Base");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("Mars/Base", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyTakesEveryOptionOfServe()
    {
        var finished = await ExchangeProgram.Run(
            "verify", "--data", "/nowhere", "--urls", "http://127.0.0.1:0", "--sandbox", "--Placard:Country=US");

        Assert.Equal((1, "verify: There is no exchange in /nowhere."), (finished.ExitCode, finished.Output.Trim()));
    }

    [Fact]
    public async Task ADemoLeavesSomebodysExchangeAlone()
    {
        var folder = Directory.CreateTempSubdirectory("placard-real-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "ledger.db"), "", TestContext.Current.CancellationToken);

        var finished = await ExchangeProgram.Run("demo", "--data", folder, "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("holds an exchange that is no demo", finished.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "ledger.db")));
        Assert.False(File.Exists(Path.Combine(folder, "demo-unfinished")));
        Directory.Delete(folder, recursive: true);
    }

    // What a database holds does not show in the data folder. Somebody who has lost the secret configures another.
    [Theory]
    [InlineData("customers", false)]
    [InlineData("customers", true)]
    [InlineData("publishers", true)]
    public async Task ADemoLeavesSomebodysDatabaseAlone(string holds, bool isLoginConfigured)
    {
        await using var exchange = await Exchange.Start(StorageEngine.Postgres);
        var operators = await PlatformApi.LogInOperator(exchange);
        (await operators.Post($"/v5/{holds}", new { name = "Somebody" })).Expect(201);
        var (clientId, secret) = await exchange.OperatorCredentials();
        var folder = Directory.CreateTempSubdirectory("placard-demo-").FullName;
        string[] demo =
        [
            "demo", "--data", folder, "--urls", "http://127.0.0.1:0", $"--Placard:Database={exchange.Database}",
        ];
        string[] login = isLoginConfigured
            ? [$"--Placard:Operator:ClientId={clientId}", $"--Placard:Operator:Secret={secret}"] : [];

        var finished = await ExchangeProgram.Run([.. demo, .. login]);

        Assert.Equal(1, finished.ExitCode);
        Assert.StartsWith("demo: There is an exchange in database ", finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", finished.Output, StringComparison.Ordinal);
        Assert.Equal(1, (long)(await operators.Get($"/v5/{holds}")).Expect(200)["totalElements"]!);
        Directory.Delete(folder, recursive: true);
    }

    // Two of them would spend the same budget twice.
    [Fact]
    public async Task ASecondServerOverOneFolderIsRefused()
    {
        await using var exchange = await Exchange.Start(StorageEngine.Sqlite);

        foreach (var verb in (string[])["serve", "demo"])
        {
            var second = await ExchangeProgram.Run(
                verb, "--data", exchange.DataFolder, "--urls", "http://127.0.0.1:0");

            Assert.Equal(1, second.ExitCode);
            Assert.Contains("another server runs over it", second.Output, StringComparison.Ordinal);
        }
        await exchange.BooksAddUp();
        await exchange.Kill();
        await exchange.Restart();
    }

    [GeneratedRegex("\"(\\w+)\":")]
    private static partial Regex Name();

    private static async Task<Finished> Serve(params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("placard-start-").FullName;
        var finished = await ExchangeProgram.Run(["serve", "--data", folder, .. options]);
        Directory.Delete(folder, recursive: true);
        return finished;
    }
}
