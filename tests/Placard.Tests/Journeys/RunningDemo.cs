using System.Text.RegularExpressions;

namespace Placard.Tests.Journeys;

/// <summary>
/// What <c>./run</c> starts, on a free port and in a folder of its own; on PostgreSQL beside a second node of the same
/// exchange.
/// </summary>
internal sealed class RunningDemo : IAsyncDisposable
{
    private const string Ready = "The demo exchange is ready";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // As for any exchange: less than a host's own last resort.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(25);

    private readonly string folder = Directory.CreateTempSubdirectory("placard-demo-").FullName;
    private readonly string secondFolder = Directory.CreateTempSubdirectory("placard-demo-node-").FullName;
    private readonly string[] settings;
    private readonly ExchangeProcess process;
    private ExchangeProcess? second;

    private RunningDemo(string[] settings)
    {
        this.settings = settings;
        process = new ExchangeProcess(
            ExchangeProgram.StartInfo(
                RepositoryRoot.At("run"), ["--urls", "http://127.0.0.1:0", "--data", folder, .. settings]), folder);
    }

    /// <summary>Speaks to the demo; follows no redirect.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Everything that was printed.</summary>
    public string Text => string.Join('\n', process.Lines);

    /// <summary>Runs the script and waits until it says what to try.</summary>
    public static async Task<RunningDemo> Start(string engine)
    {
        var isShared = engine == StorageEngine.Postgres;
        var demo = new RunningDemo(isShared ? [$"--Placard:Database={await PostgresServer.CreateDatabase()}"] : []);
        await demo.process.Says(Ready, Patience);
        demo.Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = await demo.process.Address(),
            Timeout = Patience,
        };
        if (isShared)
        {
            await demo.Join();
        }
        return demo;
    }

    /// <summary>The first group of what was printed.</summary>
    public string Printed(Regex pattern)
    {
        var match = pattern.Match(Text);
        Assert.True(match.Success, $"{pattern} was not printed:\n{Text}");
        return match.Groups[1].Value;
    }

    /// <summary>Ctrl-C: it must end by itself.</summary>
    public async Task Interrupt()
    {
        Assert.Equal(0, await process.Terminate(StopPatience, "INT"));
        if (second != null)
        {
            Assert.Equal(0, await second.Terminate(StopPatience));
        }
    }

    /// <summary>Fails the test when the books do not add up.</summary>
    public async Task BooksAddUp()
    {
        var verified = await ExchangeProgram.Run(["verify", "--data", folder, .. settings]);
        Assert.True(verified.ExitCode == 0, verified.Output);
    }

    public ValueTask DisposeAsync()
    {
        Http?.Dispose();
        second?.Dispose();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
        Directory.Delete(secondFolder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task Join()
    {
        second = new ExchangeProcess(
            ["serve", "--sandbox", "--data", secondFolder, "--urls", "http://127.0.0.1:0", .. settings], secondFolder);
        await second.Address();
    }
}
