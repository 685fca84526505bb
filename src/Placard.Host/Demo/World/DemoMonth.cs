using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Placard.Host.Demo.Corpus;
using Placard.Host.Demo.Corpus.Traffic;
using Placard.Host.Sandbox;
using Placard.Host.Serving;

namespace Placard.Host.Demo.World;

/// <summary>
/// Lives the demo's month in order of time. Neighbouring clicks are sent together, because one at a time the month
/// would take as many disk flushes as it has clicks.
/// </summary>
internal sealed class DemoMonth(
    IServiceProvider services,
    DemoCorpus corpus,
    DemoApi api,
    SandboxClockStore clock,
    long[] feedIds,
    CancellationToken stop)
{
    private const long WindowMs = 15 * 60_000;
    private const long DayMs = 86_400_000;
    private const int DaysBetweenImports = 3;
    private readonly DemoUrls urls = new(services, corpus, feedIds);
    private readonly SortedDictionary<long, List<(int Number, string TlrSid, bool ByPixel)>> conversions = [];
    private readonly SortedDictionary<long, List<JsonObject>> dispositions = [];

    public async Task Live(DemoTraffic traffic, IReadOnlyList<MadeAdvertiser> advertisers, Func<Task> logIn)
    {
        urls.Look();
        var at = 0;
        var nextDayMs = traffic.FromMs + DayMs;
        var day = 1;
        for (var fromMs = traffic.FromMs; fromMs < traffic.ToMs; fromMs += WindowMs)
        {
            if (fromMs >= nextDayMs)
            {
                var imports = day++ % DaysBetweenImports == 0;
                await BeginDay(nextDayMs, imports ? advertisers : [], logIn).ConfigureAwait(false);
                nextDayMs += DayMs;
            }
            var first = at;
            while (at < traffic.Clicks.Count && traffic.Clicks[at].AtMs < fromMs + WindowMs)
            {
                at++;
            }
            if (at > first)
            {
                clock.Pass(traffic.Clicks[first].AtMs);
                await Task.WhenAll(traffic.Clicks.Take(first..at).Select(Click)).ConfigureAwait(false);
            }
            await Report(fromMs + WindowMs).ConfigureAwait(false);
        }
        await Report(long.MaxValue).ConfigureAwait(false);
    }

    private async Task BeginDay(long atMs, IReadOnlyList<MadeAdvertiser> importing, Func<Task> logIn)
    {
        await clock.Set(DateTimeOffset.FromUnixTimeMilliseconds(atMs), frozen: true, stop).ConfigureAwait(false);
        await services.GetRequiredService<DueRunner>().RunDue(stop).ConfigureAwait(false);
        if (importing.Count == 0)
        {
            return;
        }
        await logIn().ConfigureAwait(false);
        foreach (var made in importing)
        {
            await api.Import(
                made.SourceId, made.Advertiser.Feed(DateTimeOffset.FromUnixTimeMilliseconds(atMs)),
                made.Advertiser.Gzipped, stop).ConfigureAwait(false);
        }
        urls.Look();
    }

    private async Task Click(ClickIntent intent)
    {
        var url = urls.Of(intent);
        if (url == null)
        {
            return;
        }
        var location = await api.Click(url, intent.Visitor.Ip, intent.Visitor.UserAgent, stop).ConfigureAwait(false);
        var mark = location.IndexOf("tlr_sid=", StringComparison.Ordinal);
        if (mark < 0 || intent.Outcome is not { } outcome)
        {
            return;
        }
        var tlrSid = location.Substring(mark + 8, 36);
        lock (conversions)
        {
            Plan(tlrSid, outcome);
        }
    }

    private void Plan(string tlrSid, ClickOutcome outcome)
    {
        Put(conversions, outcome.StartedAtMs, (1, tlrSid, outcome.ByPixel));
        if (outcome.CompletedAtMs is { } completedAtMs)
        {
            Put(conversions, completedAtMs, (2, tlrSid, outcome.ByPixel));
        }
        foreach (var step in outcome.Dispositions)
        {
            var happened = new JsonObject
            {
                ["tlr_sid"] = tlrSid,
                ["event"] = step.Event,
                ["raw_event"] = step.RawEvent,
                ["event_time"] = DateTimeOffset.FromUnixTimeMilliseconds(step.AtMs)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            };
            if (step.Reason != null)
            {
                happened["reason"] = step.Reason;
            }
            Put(dispositions, step.AtMs, happened);
        }
    }

    /// <summary>What advertisers report up to this moment.</summary>
    private async Task Report(long untilMs)
    {
        var due = TakeUntil(conversions, untilMs);
        if (due.Count > 0)
        {
            clock.Pass(due[0].AtMs);
            await Task.WhenAll(due.Select(conversion => api.ReportConversion(
                conversion.What.Number, conversion.What.TlrSid, conversion.What.ByPixel, stop))).ConfigureAwait(false);
        }
        foreach (var batch in TakeUntil(dispositions, untilMs).Chunk(100))
        {
            clock.Pass(batch[^1].AtMs);
            await api.ReportDispositions(new JsonArray([.. batch.Select(happened => (JsonNode)happened.What)]), stop)
                .ConfigureAwait(false);
        }
    }

    private static void Put<T>(SortedDictionary<long, List<T>> plan, long atMs, T what)
    {
        if (!plan.TryGetValue(atMs, out var list))
        {
            plan[atMs] = list = [];
        }
        list.Add(what);
    }

    private static List<(long AtMs, T What)> TakeUntil<T>(SortedDictionary<long, List<T>> plan, long untilMs)
    {
        var due = plan.TakeWhile(entry => entry.Key < untilMs).ToList();
        foreach (var entry in due)
        {
            plan.Remove(entry.Key);
        }
        return [.. due.SelectMany(entry => entry.Value.Select(what => (entry.Key, what)))];
    }
}
