using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Tests.Platform;

/// <summary>What a caller hears when nothing else has an answer.</summary>
public sealed class PlatformErrorsTests
{
    [Theory, OnBothEngines]
    public async Task BadRequestsAreProblems(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var api = scenario.Operator;

        (await api.Get("/v5/no-such-thing")).ExpectProblem(404);
        (await api.Get("/v5/customers/abc")).ExpectProblem(404);
        (await api.Get("/v5/customers/99999999999999999999")).ExpectProblem(404);
        (await api.Get("/v5/customers/999999999")).ExpectProblem(404);
        Assert.Equal("GET, POST", (await api.Delete("/v5/customers")).ExpectProblem(405).Header("Allow"));
        (await api.Post("/v5/customers", "{\"name\":")).ExpectProblem(400);
        (await api.Post("/v5/customers", "[]")).ExpectProblem(400);
        (await api.Post("/v5/customers", "{\"name\":\"\\ud800\"}")).ExpectProblem(400);
        (await api.Post("/v5/customers", "{\"\\udfff\":1}")).ExpectProblem(400);
        (await Send(api, new ByteArrayContent([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]))).ExpectProblem(400);
        (await Send(api, new StringContent("{\"name\":\"x\"}", Encoding.UTF8, "text/plain"))).ExpectProblem(415);
        (await Send(api, new StringContent(new string(' ', 1_100_000), Encoding.UTF8, "application/json")))
            .ExpectProblem(413);
        (await api.Post("/v5/customers", new string('[', 100_000))).ExpectProblem(400);
        (await scenario.Get("/v5/customers")).ExpectProblem(401);
    }

    // A server that closes the connection on a caller who still sends shows him a broken pipe, not the answer.
    [Theory]
    [InlineData("/v5/customers", 4_000_000, "application/problem+json")]
    [InlineData("/v2/job/status", 4_000_000, "application/json")]
    [InlineData("/v5/oauth2/token", 16 << 20, "application/problem+json")]
    public async Task WhoSendsTooMuchHearsAboutIt(string path, int bytes, string mediaType)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);

        for (var i = 0; i < 5; i++)
        {
            var body = new ByteArrayContent(new byte[bytes]);
            body.Headers.ContentType = new("application/json");
            var answer = await scenario.Operator.Send(HttpMethod.Post, path, body);

            Assert.Equal(mediaType, answer.Expect(413).MediaType);
        }
    }

    // Whoever asks before sending (Expect: 100-continue) is told at once, and spared the sending.
    [Theory]
    [InlineData("/v2/job/status")]
    [InlineData("/disposition/v1/events")]
    [InlineData("/v5/oauth2/token")]
    public async Task WhoAsksFirstIsToldBeforeHeSendsTooMuch(string path)
    {
        var scenario = await Scenario.OnShared(StorageEngine.Sqlite);
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(2) };
        using var client = new HttpClient(handler) { BaseAddress = scenario.Exchange.Address };
        using var body = new NeverWanted();
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        message.Headers.ExpectContinue = true;

        using var answer = await client.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal((413, false), ((int)answer.StatusCode, body.WasWanted));
    }

    [Theory, OnBothEngines]
    public async Task EveryFaultOfABodyIsToldAtOnce(string engine)
    {
        var scenario = await Scenario.OnShared(engine);

        var answer = await scenario.Operator.Post(
            "/v5/customers", """{"name": 7, "nmae": "Acme", "nmae": "Acme"}""");

        Assert.Equal(
            """{"name":["This must be text."],"nmae":["This field is given twice."]}""",
            answer.ExpectProblem(422)["errors"]!.ToJsonString());
        var missing = (await scenario.Operator.Post("/v5/customers", new { colour = "red" })).ExpectProblem(422);
        Assert.Equal(
            """{"colour":["This field is not known here."],"name":["This field is required."]}""",
            missing["errors"]!.ToJsonString());
    }

    [Theory, OnBothEngines]
    public async Task OutsideThePlatformErrorsAreMessages(string engine)
    {
        var scenario = await Scenario.OnShared(engine);

        var answer = (await scenario.Get("/no/such/address")).Expect(404);

        Assert.Equal("application/json", answer.MediaType);
        Assert.Equal("""{"message":"There is nothing at this address."}""", answer.Text);
    }

    [Theory]
    [InlineData("/v5/things", "application/problem+json")]
    [InlineData("/click", "application/json; charset=utf-8")]
    public async Task AFailureOfOursTellsNothingButWhereToLook(string path, string contentType)
    {
        var log = new ListLog();
        var context = InProcess.Request();
        context.Request.Path = path;
        context.TraceIdentifier = "trace-1";
        var middleware = new PlatformProblems(
            _ => throw new InvalidOperationException("the secret is 42"), log);

        await middleware.Invoke(context);

        Assert.Equal(500, context.Response.StatusCode);
        Assert.Equal(contentType, context.Response.ContentType);
        var body = InProcess.BodyOf(context);
        Assert.DoesNotContain("42", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(path == "/click" ? "Internal server error" : null, (string?)body["message"]);
        Assert.Equal(path == "/click" ? null : "trace-1", (string?)body["traceId"]);
        Assert.Contains("trace-1", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Theory, OnBothEngines]
    public async Task WhoComesWhileTheStoreIsAwayOrItsDiskIsFullHearsWhenToComeAgain(string engine)
    {
        var isSqlite = engine == StorageEngine.Sqlite;
        await using var scratch = await ScratchStore.On(
            engine,
            "CREATE TABLE things (id BIGINT, content {blob})",
            isSqlite ? "PRAGMA max_page_count = 1" : "SELECT 1");
        // A disk that has no more room, and a server that ends: each as the engine itself tells it.
        var mishap = isSqlite
            ? "INSERT INTO things (content) VALUES (zeroblob(100000))"
            : "SELECT pg_terminate_backend(pg_backend_pid())";

        Assert.Equal(
            (503, "30", "The exchange cannot reach its store just now. Please try again."),
            await Failing("/v5/things", mishap));
        Assert.Equal((500, "30", "Internal server error"), await Failing("/disposition/v1/events", mishap));
        var (status, retryAfter, _) = await Failing("/v5/things", "SELECT missing FROM things");
        Assert.Equal((500, ""), (status, retryAfter));

        async Task<(int Status, string RetryAfter, string? Said)> Failing(string path, string sql)
        {
            var context = InProcess.Request();
            context.Request.Path = path;
            context.RequestServices = new ServiceCollection().AddLogging().AddSingleton(scratch.Store.Engine)
                .BuildServiceProvider();
            await new PlatformProblems(Fail, new ListLog()).Invoke(context);
            var body = InProcess.BodyOf(context);
            return (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString(),
                (string?)(body["detail"] ?? body["message"]));

            Task Fail(HttpContext _) =>
                scratch.Store.Write(Area.Ledger, session => session.Execute(sql), CancellationToken.None);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SomebodyWhoWentAwayIsNoFailure(bool isKnown)
    {
        var log = new ListLog();
        var context = InProcess.Request();
        context.RequestAborted = new CancellationToken(canceled: isKnown);
        var middleware = new PlatformProblems(
            _ => throw (isKnown ? new OperationCanceledException() : new ConnectionResetException("gone")), log);

        await middleware.Invoke(context);

        Assert.Empty(log.Lines);
        Assert.Equal(499, context.Response.StatusCode);
    }

    [Fact]
    public async Task AnAnswerThatWasGivenIsLeftAlone()
    {
        var context = InProcess.Request();
        var middleware = new PlatformProblems(
            inner => Results.Json(new { own = true }, statusCode: 404).ExecuteAsync(inner), new ListLog());

        await middleware.Invoke(context);

        Assert.Equal("""{"own":true}""", InProcess.BodyOf(context).ToJsonString());
    }

    private static Task<Answer> Send(PlatformApi api, HttpContent body)
    {
        body.Headers.ContentType ??= new("application/json");
        return api.Send(HttpMethod.Post, "/v5/customers", body);
    }

    private sealed class ListLog : ILogger<PlatformProblems>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }

    /// <summary>Two mebibytes that say whether somebody asked for them.</summary>
    private sealed class NeverWanted : HttpContent
    {
        public NeverWanted() => Headers.ContentType = new("application/json");

        public bool WasWanted { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            WasWanted = true;
            return stream.WriteAsync(new byte[2 << 20]).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 2 << 20;
            return true;
        }
    }
}
