using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Placard.Platform;
using Placard.Publishing.Builds;
using Placard.Publishing.Feeds;

namespace Placard.Publishing.Downloads;

/// <summary><c>GET /download?id=&amp;pass=&amp;part=</c>, see docs/contract/publisher-feed.md.</summary>
internal sealed partial class DownloadEndpoint(
    FeedsInMemory feeds,
    ReaderStore readers,
    PartFiles files,
    BuildStore builds,
    TimeProvider clock,
    ILogger<DownloadEndpoint> log)
{
    // An id as long as this is no id; the answer shows its beginning.
    private const int MostEchoed = 64;

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder partner) => partner
        .MapMethods("/download", Methods, (Delegate)Download)
        .AsPartner(RateGroups.Feed)
        .Describe(
            "Downloads one part of a publisher feed as XML; past the last part, 404.",
            query:
            [
                ("id", "The feed."),
                ("pass", "Its password."),
                ("part", "The part, from 1; 1 when left out."),
            ])
        .Answers("application/xml");

    /// <summary>The only refusal there is: it never tells whether id, password or part was wrong.</summary>
    private static IResult NoFeed(string idText)
    {
        var shown = idText.Length <= MostEchoed ? idText : idText[..MostEchoed];
        return Results.Text(
            $$"""{"message": "No feed available for {{JavaScriptEncoder.Default.Encode(shown)}}"}""",
            "application/json",
            Encoding.UTF8,
            StatusCodes.Status404NotFound);
    }

    private static bool Matches(string given, string pass) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(pass));

    private static string AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is not { } address ? ""
        : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static EntityTagHeaderValue TagOf(BuildRow build, long part, bool gzip) => new(string.Create(
        CultureInfo.InvariantCulture, $"\"{build.Id}-{part}{(gzip ? "-gzip" : "")}\""));

    private async Task<IResult> Download(HttpContext context)
    {
        var stop = context.RequestAborted;
        var ask = DownloadAsk.Of(context.Request.Query);
        // 1 the feed and its password, from memory
        if (feeds.Row(ask.FeedId) is not { HasFiles: true } feed || !Matches(ask.Pass, feed.Pass) || ask.Part < 1)
        {
            return NoFeed(ask.IdText);
        }
        // 2 the build: the newest for who begins, the one begun with for who goes on
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var reader = AddressOf(context);
        var seen = await readers.Look(feed.Id, reader, nowMs, stop).ConfigureAwait(false);
        var build = ask.Part == 1 ? seen.Current : seen.Held ?? seen.Current;
        if (build == null || ask.Part > build.Parts)
        {
            return NoFeed(ask.IdText);
        }
        // 3 the file
        var gzip = DownloadAsk.AcceptsGzip(context.Request);
        if (await files.Open(build, ask.Part, gzip, stop).ConfigureAwait(false) is not { } file)
        {
            LogLost(log, feed.Id, build.Id, ask.Part);
            await builds.BuildAgain(build, nowMs, stop).ConfigureAwait(false);
            return NoFeed(ask.IdText);
        }
        // 4 who has the first part is remembered before it has it: the second is often asked for at once
        if (HttpMethods.IsGet(context.Request.Method))
        {
            try
            {
                await readers.Note(seen, build, ask.Part == 1, reader, nowMs, stop).ConfigureAwait(false);
            }
            catch
            {
                await file.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        return new PartResult(file, build, TagOf(build, ask.Part, gzip), gzip);
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Part {Part} of build {BuildId} of feed {FeedId} is lost; the feed is built again.")]
    private static partial void LogLost(ILogger logger, long feedId, long buildId, long part);
}
