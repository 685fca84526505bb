using Placard.Inventory;
using Placard.Kernel;
using Placard.Publishing.Tokens;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>
/// Walks the stored texts beside the chosen jobs, both ascending by job id, and seals the jobs' tokens. It reads in
/// pages, so that no read of the store lasts as long as a build, and the next page while this one is written. Sealing
/// is the work that either thread can do, so it goes to the one that would wait for the other: the reading one seals
/// the beginning of a page, as much as it had time for with the pages before. Synchronous on purpose: the build's
/// threads must not wander onto the pool, where they would stand in the way of clicks.
/// </summary>
internal sealed class TextCursor(IInventory inventory, Spl spl, BuildPlan plan, DbSession session) : IDisposable
{
    // Texts between two chosen jobs that are cheaper to read over than to ask anew for what lies behind them.
    private const int WorthReadingOver = 1_000;

    /// <summary>
    /// After a jump: the next job wanted may be as far away again. And while somebody asks: whatever reads them in the
    /// store's own process does so without a rest.
    /// </summary>
    private const int FewTexts = 50;

    /// <summary>About a megabyte: it is still in the processor's cache when it is written.</summary>
    private const int ManyTexts = 250;

    /// <summary>Percent of a page that the reading thread seals more or less after each page.</summary>
    private const int Step = 5;

    private readonly QuietThread reading = new("build, reading");
    private Page page = new(spl, plan);
    private Page spare = new(spl, plan);
    private Task? ahead;
    private int at;
    private int lastOrdinal;
    private int sealedAhead = 50;

    /// <summary>
    /// The job's text, and the token of its click address: both last until the next job is asked for. False when an
    /// import removed it after the snapshot was taken. Jobs are asked for by their place in the plan, in its order.
    /// </summary>
    public bool TryFind(int index, out JobText text, out ReadOnlySpan<byte> token)
    {
        var wanted = plan.Jobs[index];
        if ((page.Texts.Count == 0 && !page.Texts.IsLast) || wanted.Ordinal - lastOrdinal > WorthReadingOver)
        {
            Jump(index);
        }
        lastOrdinal = wanted.Ordinal;
        while (at < page.Texts.Count && page.Texts.JobIdOf(at) < wanted.Job.JobId)
        {
            Move();
        }
        var isFound = at < page.Texts.Count && page.Texts.JobIdOf(at) == wanted.Job.JobId;
        text = isFound ? page.Texts[at] : default;
        token = isFound ? page.TokenOf(index) : default;
        return isFound;
    }

    public void Dispose()
    {
        // Only waits: the session must not be closed under the reader. What went wrong is thrown where it is needed.
        Task.WaitAny(ahead ?? Task.CompletedTask);
        reading.Dispose();
    }

    private void Jump(int index)
    {
        ahead?.GetAwaiter().GetResult();
        ahead = null;
        Fill(page, plan.Jobs[index].Job.JobId - 1, FewTexts, index, percentSealed: 0);
        at = 0;
    }

    private void Move()
    {
        at++;
        if (at == page.Texts.Count && !page.Texts.IsLast)
        {
            ahead ??= FillAhead();
            sealedAhead = Math.Clamp(sealedAhead + (ahead.IsCompleted ? Step : -Step), 0, 100);
            ahead.GetAwaiter().GetResult();
            (page, spare, at) = (spare, page, 0);
            ahead = page.Texts.IsLast ? null : FillAhead();
        }
    }

    // It looks at the page before it leaves the thread: from then on that is the writer's.
    private async Task FillAhead()
    {
        var (afterJobId, firstJob, into) = (page.Texts.JobIdOf(page.Texts.Count - 1), page.JobsEnd, spare);
        var percentSealed = sealedAhead;
        await reading.Enter();
        Fill(into, afterJobId, QuietThread.GivesWay ? FewTexts : ManyTexts, firstJob, percentSealed);
    }

    private void Fill(Page into, long afterJobId, int most, int firstJob, int percentSealed)
    {
        inventory.ReadTexts(session, afterJobId, most, into.Texts);
        into.Seal(firstJob, percentSealed);
    }

    /// <summary>Texts, and the tokens of the chosen jobs that are not behind the last of them.</summary>
    private sealed class Page(Spl spl, BuildPlan plan)
    {
        private byte[] tokens = [];
        private int firstJob;
        private int sealedEnd;

        public JobTextPage Texts { get; } = new();

        /// <summary>The first of the plan's jobs that lies behind this page.</summary>
        public int JobsEnd { get; private set; }

        /// <summary>Seals it where that has not been done.</summary>
        public ReadOnlySpan<byte> TokenOf(int index) =>
            index < sealedEnd ? PlaceOf(index) : Sealed(index);

        /// <summary>Seals the tokens of the page's first jobs, so many of a hundred.</summary>
        public void Seal(int first, int percent)
        {
            (firstJob, JobsEnd) = (first, first);
            var lastJobId = Texts.Count > 0 ? Texts.JobIdOf(Texts.Count - 1) : 0;
            while (JobsEnd < plan.Jobs.Count && plan.Jobs[JobsEnd].Job.JobId <= lastJobId)
            {
                JobsEnd++;
            }
            if (tokens.Length < (JobsEnd - first) * Spl.TokenLength)
            {
                tokens = new byte[Math.Max(JobsEnd - first, ManyTexts) * Spl.TokenLength];
            }
            sealedEnd = first + ((JobsEnd - first) * percent / 100);
            for (var index = first; index < sealedEnd; index++)
            {
                QuietThread.Breathe();
                Sealed(index);
            }
        }

        private Span<byte> Sealed(int index)
        {
            var chosen = plan.Jobs[index];
            var place = PlaceOf(index);
            spl.SealUtf8(new SplContents(chosen.Job.JobId, plan.Feed.Id, chosen.PriceCents, plan.BuiltAtMs), place);
            return place;
        }

        private Span<byte> PlaceOf(int index) =>
            tokens.AsSpan((index - firstJob) * Spl.TokenLength, Spl.TokenLength);
    }
}
