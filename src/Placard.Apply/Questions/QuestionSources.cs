using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Placard.Kernel;

namespace Placard.Apply.Questions;

/// <summary>
/// Questions documents by address, for whoever shows a form: the last good version, from memory as long as it is less
/// than an hour old by the exchange's clock. What is older is fetched anew, once for all who ask at the same time; they
/// wait a moment for it and otherwise go on with what there is. A broken document never takes the last good one away.
/// </summary>
internal sealed partial class QuestionSources(
    QuestionStore store,
    QuestionFetcher fetcher,
    QuestionsOptions options,
    TimeProvider clock,
    MachineTime machine,
    IHostApplicationLifetime lifetime,
    ILogger<QuestionSources> log)
{
    /// <summary>A good version is asked for again after this long, by the exchange's clock.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>While the newest version is broken and an older one serves, by the exchange's clock.</summary>
    public static readonly TimeSpan Mending = TimeSpan.FromMinutes(5);

    /// <summary>While there is no good version at all, by the machine's clock: a form is waiting for it.</summary>
    public static readonly TimeSpan Missing = TimeSpan.FromSeconds(15);

    /// <summary>How long a node trusts its memory before it looks whether another node knows better.</summary>
    public static readonly TimeSpan Trusted = TimeSpan.FromSeconds(5);

    private readonly QuestionMemory memory = new();
    private readonly ConcurrentDictionary<(long CustomerId, string Url), bool> noting = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<KnownQuestions>>> flights = new(StringComparer.Ordinal);

    /// <summary>
    /// The questions at an address, for a form of this customer's job. Not known: no good version is there after a few
    /// seconds, and the form goes on without questions rather than losing the applicant.
    /// </summary>
    public async ValueTask<QuestionsFound> Find(long customerId, long jobId, string address, CancellationToken stop)
    {
        if (QuestionAddress.Of(address) is not { } url)
        {
            return new QuestionsFound(QuestionsDocument.Empty, false);
        }
        await store.Use(customerId, jobId, url, stop).ConfigureAwait(false);
        var known = await Known(url, stop).ConfigureAwait(false);
        if (IsDue(known))
        {
            var patience = known.Good == null ? options.FirstPatience : options.RefreshPatience;
            known = await Within(patience, Flight(url), stop).ConfigureAwait(false) ?? known;
        }
        return new QuestionsFound(known.Good ?? QuestionsDocument.Empty, known.Good != null);
    }

    /// <summary>Begins to fetch what a later page will need; waits for nothing and fails at nothing.</summary>
    public void Prepare(long customerId, long jobId, string address)
    {
        if (QuestionAddress.Of(address) is not { } url)
        {
            return;
        }
        if (!store.IsNoted(customerId, url) && noting.TryAdd((customerId, url), true))
        {
            _ = Task.Run(() => Note(customerId, jobId, url));
        }
        if (memory.Find(url) is not { } known || IsDue(known))
        {
            _ = Flight(url);
        }
    }

    /// <summary>Fetches now, however fresh the known version is; answers what is known then.</summary>
    public async Task Refresh(string url)
    {
        // A fetch that is under way may have begun before the document was mended.
        if (flights.TryGetValue(url, out var running))
        {
            await running.Value.ConfigureAwait(false);
        }
        await Flight(url, force: true).ConfigureAwait(false);
    }

    // An advertiser that only looked at its form is to find the document, and its faults, in its list.
    private async Task Note(long customerId, long jobId, string url)
    {
        try
        {
            await store.Use(customerId, jobId, url, lifetime.ApplicationStopping).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            LogFailed(log, new Uri(url).Host, fault);
        }
        finally
        {
            noting.TryRemove((customerId, url), out _);
        }
    }

    private bool IsDue(KnownQuestions known)
    {
        if (known.Good == null)
        {
            return known.CheckedMark is not { } mark || machine.Since(mark) >= Missing;
        }
        var age = clock.GetUtcNow().ToUnixTimeMilliseconds() - known.CheckedAtMs;
        var most = known.Fault == null ? Fresh : Mending;
        // A clock that was set back leaves checks in the future behind.
        return age >= most.TotalMilliseconds || age < -Mending.TotalMilliseconds;
    }

    // What is remembered is trusted for some seconds; then another node may know better.
    private async ValueTask<KnownQuestions> Known(string url, CancellationToken stop)
    {
        var known = memory.Find(url);
        if (known == null || machine.Since(known.ReadMark) >= Trusted)
        {
            var newer = await store.Find(url, known?.CheckedAtMs, stop).ConfigureAwait(false);
            known = (newer ?? known ?? KnownQuestions.Nothing) with { ReadMark = machine.Mark() };
            memory.Keep(url, known);
        }
        return known;
    }

    // Whoever comes while a fetch runs waits for that one.
    private Task<KnownQuestions> Flight(string url, bool force = false) =>
        flights.GetOrAdd(url, key => new Lazy<Task<KnownQuestions>>(() => Task.Run(() => Fly(key, force)))).Value;

    private async Task<KnownQuestions> Fly(string url, bool force)
    {
        try
        {
            return await Fetch(url, force, lifetime.ApplicationStopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return memory.Find(url) ?? KnownQuestions.Nothing;
        }
        catch (Exception fault)
        {
            // The store failed. Nobody may be waiting any more, so it is said here.
            LogFailed(log, new Uri(url).Host, fault);
            return memory.Find(url) ?? KnownQuestions.Nothing;
        }
        finally
        {
            flights.TryRemove(url, out _);
        }
    }

    private async Task<KnownQuestions> Fetch(string url, bool force, CancellationToken stop)
    {
        // Another node may have been here.
        var known = await store.Find(url, null, stop).ConfigureAwait(false) ?? KnownQuestions.Nothing;
        if (force || IsDue(known))
        {
            var fetched = await fetcher.Fetch(url, known, stop).ConfigureAwait(false);
            known = known.After(fetched, clock.GetUtcNow().ToUnixTimeMilliseconds(), machine.Mark());
            await store.Keep(url, known, isNew: fetched is FetchedQuestions.New, stop).ConfigureAwait(false);
        }
        memory.Keep(url, known with { ReadMark = machine.Mark() });
        return known;
    }

    private async Task<KnownQuestions?> Within(
        TimeSpan patience, Task<KnownQuestions> flight, CancellationToken stop)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var first = await Task.WhenAny(flight, machine.Wait(patience, waiting.Token)).ConfigureAwait(false);
        await waiting.CancelAsync().ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
        return first == flight ? await flight.ConfigureAwait(false) : null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A questions document of {Host} could not be brought up to date")]
    private static partial void LogFailed(ILogger log, string host, Exception fault);
}

/// <summary>
/// What a form gets. <paramref name="IsKnown"/> false: there is no good version yet, and the document is empty.
/// </summary>
internal sealed record QuestionsFound(QuestionsDocument Document, bool IsKnown);
