using Placard.Campaigns;
using Placard.Inventory.Assigning;
using Placard.Inventory.Jobs;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Inventory.Imports;

/// <summary>Another import of the source changed it first: this one's comparison is void.</summary>
internal sealed class OvertakenException() : Exception("Another import of this source was faster.");

/// <summary>
/// Writes an import's difference in the caller's transaction, all of it but what <see cref="TextsAside"/> takes. Jobs
/// get their numbers and their campaigns here: only inside the transaction is it certain that no change of campaigns
/// passes them by.
/// </summary>
internal sealed class DifferenceWriter(ICampaigns campaigns, TextsAside textsAside)
{
    private const long FirstJobId = 10_000_000_001;

    // About a megabyte: what a page's TextRoom keeps, and what SQLite sends to the disk at once. Each page is two
    // statements on PostgreSQL, which for smaller ones spends a tenth of its time on beginning and ending them.
    private const int RowsAtOnce = 250;
    private const int IdsAtOnce = 500;

    // One is written, the next one read, the others wait for their texts.
    private const int PagesInTurn = TextLine.MostWaiting + 2;

    private static readonly AppendPlan NewJobs = new("jobs",
        [
            ("job_id", ColumnType.Number), ("source_id", ColumnType.Number), ("pool_id", ColumnType.Number),
            ("customer_id", ColumnType.Number), ("campaign_id", ColumnType.Number), ("segment_id", ColumnType.Number),
            ("fed_mark", ColumnType.Blob), ("job_reference", ColumnType.Text),
            ("original_job_reference", ColumnType.Text), ("title", ColumnType.Text), ("company", ColumnType.Text),
            ("city", ColumnType.Text), ("state", ColumnType.Text), ("zipcode", ColumnType.Text),
            ("latitude_micro", ColumnType.Number), ("longitude_micro", ColumnType.Number), ("url", ColumnType.Text),
            ("cpc_cents", ColumnType.Number), ("major_categories", ColumnType.Text),
            ("minor_categories", ColumnType.Text), ("job_type", ColumnType.Text), ("talroo_apply", ColumnType.Number),
            ("date_ms", ColumnType.Number), ("entered_at_ms", ColumnType.Number), ("updated_at_ms", ColumnType.Number),
            ("expires_at_ms", ColumnType.Number),
        ])
    {
        IsForMany = true,
    };

    private static readonly AppendPlan ChangedJobs = new("jobs", NewJobs.Columns,
        """
        ON CONFLICT (job_id) DO UPDATE SET campaign_id = excluded.campaign_id, segment_id = excluded.segment_id,
            fed_mark = excluded.fed_mark, removed_at_ms = NULL, title = excluded.title, company = excluded.company,
            city = excluded.city, state = excluded.state, zipcode = excluded.zipcode,
            latitude_micro = excluded.latitude_micro, longitude_micro = excluded.longitude_micro, url = excluded.url,
            cpc_cents = excluded.cpc_cents, major_categories = excluded.major_categories,
            minor_categories = excluded.minor_categories, job_type = excluded.job_type,
            talroo_apply = excluded.talroo_apply, date_ms = excluded.date_ms, updated_at_ms = excluded.updated_at_ms,
            expires_at_ms = excluded.expires_at_ms
        """)
    {
        IsForMany = true,
    };

    private static readonly AppendPlan NewTexts = new("job_texts",
        [
            ("job_id", ColumnType.Number), ("details", ColumnType.Text), ("head", ColumnType.Blob),
            ("on_demand", ColumnType.Blob), ("body", ColumnType.Blob),
        ])
    {
        IsForMany = true,
    };

    private static readonly AppendPlan ChangedTexts = new("job_texts", NewTexts.Columns,
        """
        ON CONFLICT (job_id) DO UPDATE SET details = excluded.details, head = excluded.head,
            on_demand = excluded.on_demand, body = excluded.body
        """)
    {
        IsForMany = true,
    };

    /// <summary>
    /// Numbers for the new jobs, taken in a transaction of their own: the counter must not stay locked, for imports of
    /// other sources, while this one writes. Numbers of an import that fails stay unused.
    /// </summary>
    public Task<long> ReserveIds(Store store, ImportWork work) => work.Spool.NewCount == 0
        ? Task.FromResult(0L)
        : store.Write(
            Area.Inventory,
            async session =>
            {
                var first = await session.NextIds(Area.Inventory, "job", FirstJobId, work.Spool.NewCount)
                    .ConfigureAwait(false);
                await textsAside.Announce(session, work.Source.Id, first, work.Spool.NewCount)
                    .ConfigureAwait(false);
                return first;
            },
            CancellationToken.None);

    /// <summary>Writes the jobs and takes the dropped ones out of the feed.</summary>
    /// <exception cref="OvertakenException">
    /// The source was changed by another import since it was compared.
    /// </exception>
    public async Task Write(DbSession session, ImportWork work, long firstNewId, long nowMs, QuietThread quiet)
    {
        await quiet.Enter();
        await TakeTurn(session, work.Source, work.Epoch).ConfigureAwait(false);
        if (work.Spool.Count == 0 && work.Dropped.Count == 0)
        {
            return;
        }
        await TakeOut(session, work.Dropped, nowMs).ConfigureAwait(false);
        await Append(session, work, firstNewId, nowMs, quiet).ConfigureAwait(false);
        await session.Bump(Area.Inventory, JobVersions.Of(work.Source.Id)).ConfigureAwait(false);
    }

    private static async Task TakeTurn(DbSession session, ImportSource source, long epoch)
    {
        var next = await session.Scalar<long>(
            """
            INSERT INTO source_states (source_id, pool_id, customer_id, epoch) VALUES (@Id, @PoolId, @CustomerId, 1)
            ON CONFLICT (source_id) DO UPDATE SET epoch = source_states.epoch + 1 RETURNING epoch
            """, new { source.Id, source.PoolId, source.CustomerId }).ConfigureAwait(false);
        if (next != epoch + 1)
        {
            throw new OvertakenException();
        }
    }

    private static async Task TakeOut(DbSession session, IReadOnlyList<long> jobIds, long nowMs)
    {
        foreach (var some in jobIds.Chunk(IdsAtOnce))
        {
            // Numbers of our own, written out: a list parameter is not portable.
            await session.Execute(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"UPDATE jobs SET removed_at_ms = {nowMs} WHERE job_id IN ({string.Join(',', some)})"))
                .ConfigureAwait(false);
        }
    }

    private async Task Append(DbSession session, ImportWork work, long nextId, long nowMs, QuietThread quiet)
    {
        var source = work.Source;
        var assigner = await PoolVersions.Join(session, campaigns.AssignerOf(source.PoolId)).ConfigureAwait(false);
        await textsAside.Run(session, nextId, work.Spool.NewCount, async aside =>
        {
            await foreach (var page in ReadAhead(work.Spool).ConfigureAwait(false))
            {
                await quiet.Enter();
                var changed = page.Jobs.Where(job => job.JobId != 0).ToArray();
                var added = page.Jobs.Where(job => job.JobId == 0).ToArray();
                foreach (var job in added)
                {
                    job.JobId = nextId++;
                }
                // Not while somebody asks: then one processor is what an import may have.
                var elsewhere = QuietThread.GivesWay ? null : aside?.TryAdd(TextsOf(NewTexts, added));
                page.Written = elsewhere ?? Task.CompletedTask;
                await session.Append(
                [
                    new Appending(NewJobs, added.Length, (i, row) => Bind(row, added[i], source, assigner, nowMs)),
                    TextsOf(NewTexts, elsewhere == null ? added : []),
                    new Appending(
                        ChangedJobs, changed.Length, (i, row) => Bind(row, changed[i], source, assigner, nowMs)),
                    TextsOf(ChangedTexts, changed),
                ]).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private static Appending TextsOf(AppendPlan plan, JobRecord[] jobs) =>
        new(plan, jobs.Length, (i, row) => BindTexts(row, jobs[i]));

    // The next rows are read while the store writes these, and those whose texts are still to be written elsewhere:
    // so many pages, in turn.
    private static async IAsyncEnumerable<SpoolPage> ReadAhead(DifferenceSpool spool)
    {
        using var reading = new QuietThread("import, reading back");
        using var reader = spool.Read();
        var pages = new Queue<SpoolPage>(Enumerable.Range(0, PagesInTurn).Select(_ => new SpoolPage()));
        var next = Next(pages.Peek());
        try
        {
            while (await next.ConfigureAwait(false))
            {
                var page = pages.Dequeue();
                pages.Enqueue(page);
                next = Next(pages.Peek());
                yield return page;
            }
        }
        finally
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task<bool> Next(SpoolPage into)
        {
            await into.Written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reading.Enter();
            return reader.Read(into, RowsAtOnce);
        }
    }

    private static void Bind(IRowBinder row, JobRecord job, ImportSource source, PoolAssigner assigner, long nowMs)
    {
        QuietThread.Breathe();
        var assignment = assigner.Assign(job);
        row.Number(job.JobId);
        row.Number(job.SourceId);
        row.Number(source.PoolId);
        row.Number(source.CustomerId);
        row.Number(assignment?.CampaignId);
        row.Number(assignment?.SegmentId);
        row.Blob(job.FedMark.Span);
        row.Text(job.JobReference);
        row.Text(job.OriginalJobReference);
        row.Text(job.Title);
        row.Text(job.Company);
        row.Text(job.City);
        row.Text(job.State);
        row.Text(job.Zipcode);
        row.Number(job.LatitudeMicro);
        row.Number(job.LongitudeMicro);
        row.Text(job.Url);
        row.Number(job.CpcCents);
        row.Text(job.Majors);
        row.Text(job.Minors);
        row.Text(job.JobType);
        row.Number(job.TalrooApply ? 1 : 0);
        row.Number(job.DateMs);
        row.Number(nowMs);
        row.Number(nowMs);
        row.Number(job.ExpiresAtMs);
    }

    private static void BindTexts(IRowBinder row, JobRecord job)
    {
        QuietThread.Breathe();
        row.Number(job.JobId);
        row.Utf8Text(job.Details.Span);
        row.Blob(job.Head.Span);
        if (job.OnDemand.IsEmpty)
        {
            row.Blob(null);
        }
        else
        {
            row.Blob(job.OnDemand.Span);
        }
        row.Blob(job.Body.Span);
    }
}
