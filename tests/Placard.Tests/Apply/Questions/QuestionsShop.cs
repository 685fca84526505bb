using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Placard.Apply;
using Placard.Apply.Questions;
using Placard.Kernel;
using Placard.Storage;
using Placard.Tests.Inventory.Pulling;
using Placard.Tests.Platform;

namespace Placard.Tests.Apply.Questions;

/// <summary>An advertiser's server of questions, and nodes of one exchange that need them for forms.</summary>
internal sealed class QuestionsShop : IAsyncDisposable
{
    public const string One = """[{"id":"one","type":"text","question":"One?"}]""";
    public const string Two = """[{"id":"two","type":"text","question":"Two?"}]""";

    private static readonly TimeSpan AsLongAsItTakes = TimeSpan.FromMinutes(2);
    private static readonly string[] Tables = ["question_documents", "question_document_uses", "ledger_counters"];
    private readonly ScratchStore scratch;
    private readonly List<IDisposable> open = [];

    private QuestionsShop(ScratchStore scratch, FeedServer server)
    {
        this.scratch = scratch;
        Server = server;
    }

    public FeedServer Server { get; }

    public SteppingClock Clock { get; } = new(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));

    public Store Store => scratch.Store;

    public string Url => Server.Address + "/questions.json";

    public static async Task<QuestionsShop> Open(string engine) =>
        new(await ScratchStore.On(engine, [.. Schema(Tables)]), await FeedServer.Start());

    /// <summary>
    /// A node of the exchange with nothing in its memory. It waits for a server as long as it takes, since waits are
    /// real and machines busy; where the server never answers, <paramref name="patience"/> says how long a form waits
    /// and <paramref name="most"/> when the fetch itself is given up.
    /// </summary>
    public QuestionSources Node(bool sandbox = true, TimeSpan? patience = null, TimeSpan? most = null)
    {
        var options = new QuestionsOptions(sandbox)
        {
            FirstPatience = patience ?? AsLongAsItTakes,
            RefreshPatience = patience ?? AsLongAsItTakes,
            MostTime = most ?? AsLongAsItTakes,
        };
        var fetcher = new QuestionFetcher(options);
        open.Add(fetcher);
        return new QuestionSources(
            new QuestionStore(Store, Clock),
            fetcher,
            options,
            Clock,
            new MachineTime(Clock),
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            NullLogger<QuestionSources>.Instance);
    }

    /// <summary>The ids a form would ask, or a dash when it has to go on without.</summary>
    public async Task<string> Ask(QuestionSources node, string? url = null, long customerId = 1)
    {
        var found = await node.Find(customerId, 10_000_000_001, url ?? Url, CancellationToken.None);
        Assert.True(found.IsKnown || found.Document.Questions.Count == 0);
        return found.IsKnown ? string.Join(' ', found.Document.Questions.Select(question => question.Id)) : "-";
    }

    /// <summary>Why the newest version could not be taken.</summary>
    public Task<string?> Fault(string? url = null) => Store.Read(session => session.Scalar<string>(
        "SELECT fault FROM question_documents WHERE url = @url", new { url = url ?? Url }), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        open.ForEach(thing => thing.Dispose());
        await Server.DisposeAsync();
        await scratch.DisposeAsync();
    }

    /// <summary>Of the rooms' own scripts, the statements that make these tables.</summary>
    public static IEnumerable<string> Schema(params string[] tables)
    {
        foreach (var (assembly, name) in new[] { typeof(Store).Assembly, typeof(ApplySetup).Assembly }
            .SelectMany(room => room.GetManifestResourceNames().Select(name => (room, name)))
            .Where(script => script.name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            using var script = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var lines = script.ReadToEnd().Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal));
            foreach (var statement in string.Join('\n', lines).Split(';').Where(statement => tables.Any(table =>
                statement.Contains($" {table} (", StringComparison.Ordinal))))
            {
                yield return statement;
            }
        }
    }

    /// <summary>The exchange's clock and the machine's at once; both stand still until moved. Waits are real.</summary>
    internal sealed class SteppingClock(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset now = now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => now.UtcTicks;

        public void Move(TimeSpan by) => now += by;
    }
}
