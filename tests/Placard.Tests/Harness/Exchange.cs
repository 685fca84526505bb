using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Placard.Tests.Harness;

/// <summary>
/// A real exchange: the built program in sandbox mode on a free loopback port, over a data folder (and on PostgreSQL
/// a database) of its own. Tests that only need their own tenants share one: <see cref="Shared"/>. Tests that kill,
/// restart or move the clock start one of their own.
/// </summary>
public sealed class Exchange : IAsyncDisposable
{
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromMinutes(3);

    // A clock that is moved far answers when all that fell due is done.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromMinutes(10);

    // Below the 30 seconds after which a host gives up on what does not end: it must end by itself, also where the
    // machine is busy.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(25);

    private readonly string? database;
    private readonly string[] options;
    private readonly Exchange? first;
    private readonly List<Exchange> furtherNodes = [];
    private ExchangeProcess process = null!;

    private Exchange(string engine, string? database, string[] options, Exchange? first)
    {
        Engine = engine;
        this.database = database;
        this.options = options;
        this.first = first;
        DataFolder = Directory.CreateTempSubdirectory("placard-data-").FullName;
    }

    /// <summary>One of the names in <see cref="StorageEngine"/>.</summary>
    public string Engine { get; }

    /// <summary>The <c>--data</c> folder; it survives <see cref="Kill"/>, <see cref="Stop"/> and a restart.</summary>
    public string DataFolder { get; }

    /// <summary>PostgreSQL connection string of this exchange; null on SQLite.</summary>
    public string? Database => database;

    /// <summary>Speaks to this exchange: no redirect is followed, no cookie kept, nothing decompressed.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Where it listens; another port after a restart.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What the running program printed, standard output and error.</summary>
    public IReadOnlyCollection<string> Output => process.Lines;

    /// <summary>The last printed lines, for messages of failed tests.</summary>
    public string OutputTail => process.Tail;

    /// <summary>The mails that have left, as their files, oldest first; not those that are being written.</summary>
    public IReadOnlyList<string> Mails
    {
        get
        {
            var outbox = Path.Combine(DataFolder, "outbox");
            return !Directory.Exists(outbox) ? [] :
            [
                .. Directory.EnumerateFiles(outbox, "*.eml").OrderBy(SecondOf, StringComparer.Ordinal)
                    .ThenBy(NumberOf).Select(File.ReadAllText),
            ];
        }
    }

    /// <summary>Whether the program is gone.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>
    /// Starts an exchange of one's own and waits until it takes traffic. <paramref name="options"/> go to the program,
    /// such as <c>--Placard:Country=</c>. Skips the test when the engine is missing.
    /// </summary>
    public static async Task<Exchange> Start(string engine, params string[] options)
    {
        var database = engine == StorageEngine.Postgres ? await PostgresServer.CreateDatabase() : null;
        var exchange = new Exchange(engine, database, options, first: null);
        await exchange.Launch();
        return exchange;
    }

    /// <summary>The exchange of this engine that tests share: never stop it, never move its clock.</summary>
    public static Task<Exchange> Shared(string engine) => SharedExchanges.For(engine);

    /// <summary>Starts another node on the same database, with its own data folder. It ends with the first.</summary>
    public async Task<Exchange> StartSecondNode(params string[] furtherOptions)
    {
        if (database is null)
        {
            throw new InvalidOperationException("Only PostgreSQL carries several nodes");
        }
        var node = new Exchange(Engine, database, [.. options, .. furtherOptions], first ?? this);
        furtherNodes.Add(node);
        await node.Launch();
        return node;
    }

    /// <summary>The first operator's credentials, as the exchange left them for its owner.</summary>
    public async Task<(string ClientId, string Secret)> OperatorCredentials()
    {
        var kept = await File.ReadAllTextAsync(Path.Combine((first ?? this).DataFolder, "operator.json"));
        var file = JsonNode.Parse(kept)!;
        return ((string)file["clientId"]!, (string)file["secret"]!);
    }

    /// <summary>SIGKILL: what was not on disk is lost.</summary>
    public Task Kill() => process.Kill();

    /// <summary>SIGTERM; the program must end by itself, with code 0.</summary>
    public async Task Stop()
    {
        var code = await process.Terminate(StopPatience);
        Assert.True(code == 0, $"The exchange ended with {code} after SIGTERM:\n{process.Tail}");
    }

    /// <summary>Starts the program again over the same data, after ending it (SIGKILL) when it still runs.</summary>
    public async Task Restart()
    {
        CloseProcess();
        await Launch();
    }

    /// <summary>Runs <c>placard verify</c> over this exchange's data, whether the exchange runs or not.</summary>
    public Task<Finished> Verify() => ExchangeProgram.Run(["verify", "--data", DataFolder, .. Configuration()]);

    /// <summary>Runs <c>placard verify</c> and fails the test when the books do not add up.</summary>
    public async Task BooksAddUp()
    {
        var verified = await Verify();
        Assert.True(verified.ExitCode == 0, $"verify ended with {verified.ExitCode}:\n{verified.Output}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in furtherNodes)
        {
            await node.DisposeAsync();
        }
        TestContext.Current.TestOutputHelper?.WriteLine(process.Tail);
        CloseProcess();
        Directory.Delete(DataFolder, recursive: true);
    }

    private IEnumerable<string> Configuration() =>
        database is null ? options : [.. options, $"--Placard:Database={database}"];

    private async Task Launch()
    {
        process = new ExchangeProcess(
            ["serve", "--sandbox", "--data", DataFolder, "--urls", "http://127.0.0.1:0", .. Configuration()],
            DataFolder);
        Address = await process.Address();
        Http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // Whoever waits for leave to send waits for the answer, however long that takes.
            Expect100ContinueTimeout = AnswerPatience,
            // Lets a test send any byte in a header, as browsers and their extensions do.
            RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        })
        {
            BaseAddress = Address,
            Timeout = AnswerPatience,
        };
        await Ready();
    }

    private async Task Ready()
    {
        var waited = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await Health() != HttpStatusCode.OK)
        {
            if (process.HasExited || waited.Elapsed > ReadyPatience)
            {
                throw new InvalidOperationException($"The exchange does not become ready:\n{process.Tail}");
            }
            await timer.WaitForNextTickAsync();
        }
    }

    private async Task<HttpStatusCode> Health()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/healthz", UriKind.Relative));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return HttpStatusCode.ServiceUnavailable; // not listening any more: the caller looks whether it ended
        }
    }

    // A mail's file is called by the second it was made in and by its number: 20260131T100000Z-12.eml.
    private static string SecondOf(string mail) => Path.GetFileNameWithoutExtension(mail).Split('-')[0];

    private static long NumberOf(string mail) =>
        long.Parse(Path.GetFileNameWithoutExtension(mail).Split('-')[1], CultureInfo.InvariantCulture);

    private void CloseProcess()
    {
        Http?.Dispose();
        process.Dispose();
    }
}
