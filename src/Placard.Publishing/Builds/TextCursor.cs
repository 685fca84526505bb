using Placard.Inventory;
using Placard.Kernel;
using Placard.Publishing.Tokens;
using Placard.Storage;

namespace Placard.Publishing.Builds;

/// <summary>
/// Walks the stored texts beside the chosen jobs, both ascending by job id, and seals the jobs' tokens. It reads in
/// pages, so that no read of the store lasts as long as a build, and the next page while this one is written. Sealing
/// is most of what is to be done for a job, so it is done by the thread that reads: the writing one has the system's
/// copy to wait for. Synchronous on purpose: the build's threads must not wander onto the pool, where they would stand
/// in the way of clicks.
/// </summary>
internal sealed class TextCursor(IInventory inventory, Spl spl, BuildPlan plan, DbSession session) : IDisposable
{
    // Texts between two chosen jobs that are cheaper to read over than to ask anew for what lies behind them.
    private const int WorthReadingOver = 1_000;

    /// <summary>After a jump: the next job wanted may be as far away again.</summary>
    private const int FewTexts = 50;

    /// <summary>About a megabyte: it is still in the processor's cache when it is written.</summary>
    private const int ManyTexts = 250;

    private readonly QuietThread reading = new("build, reading");
    private Page page = new();
    private Page spare = new();
    private Task? ahead;
    private int at;
    private int lastOrdinal;

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
        Fill(page, plan.Jobs[index].Job.JobId - 1, FewTexts, index);
        at = 0;
    }

    private void Move()
    {
        at++;
        if (at == page.Texts.Count && !page.Texts.IsLast)
        {
            (ahead ?? FillAhead()).GetAwaiter().GetResult();
            (page, spare, at) = (spare, page, 0);
            ahead = page.Texts.IsLast ? null : FillAhead();
        }
    }

    // It looks at the page before it leaves the thread: from then on that is the writer's.
    private async Task FillAhead()
    {
        var (afterJobId, firstJob, into) = (page.Texts.JobIdOf(page.Texts.Count - 1), page.JobsEnd, spare);
        await reading.Enter();
        Fill(into, afterJobId, ManyTexts, firstJob);
    }

    private void Fill(Page into, long afterJobId, int most, int firstJob)
    {
        inventory.ReadTexts(session, afterJobId, most, into.Texts);
        into.Seal(spl, plan, firstJob);
    }

    /// <summary>Texts, and the tokens of the chosen jobs that are not behind the last of them.</summary>
    private sealed class Page
    {
        private byte[] tokens = [];
        private int firstJob;

        public JobTextPage Texts { get; } = new();

        /// <summary>The first of the plan's jobs that lies behind this page.</summary>
        public int JobsEnd { get; private set; }

        public ReadOnlySpan<byte> TokenOf(int index) =>
            tokens.AsSpan((index - firstJob) * Spl.TokenLength, Spl.TokenLength);

        public void Seal(Spl spl, BuildPlan plan, int first)
        {
            (firstJob, JobsEnd) = (first, first);
            var lastJobId = Texts.Count > 0 ? Texts.JobIdOf(Texts.Count - 1) : 0;
            for (; JobsEnd < plan.Jobs.Count && plan.Jobs[JobsEnd].Job.JobId <= lastJobId; JobsEnd++)
            {
                var chosen = plan.Jobs[JobsEnd];
                var contents = new SplContents(chosen.Job.JobId, plan.Feed.Id, chosen.PriceCents, plan.BuiltAtMs);
                spl.SealUtf8(contents, Room((JobsEnd - first) * Spl.TokenLength));
            }
        }

        private Span<byte> Room(int start)
        {
            if (tokens.Length - start < Spl.TokenLength)
            {
                Array.Resize(ref tokens, Math.Max(tokens.Length * 2, ManyTexts * Spl.TokenLength));
            }
            return tokens.AsSpan(start);
        }
    }
}
