using Dapper;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Publishing.Feeds;

/// <summary>The SQL of <c>feeds</c>.</summary>
internal sealed class FeedStore(Store store)
{
    /// <summary>The counter of feeds and of their version.</summary>
    public const string Version = "feeds";

    private const long FirstId = 1000;

    private const string Columns =
        """
        f.id, f.publisher_id, f.name, f.type, f.status, f.pass, f.pricing_model, f.share_percent, f.flat_cpc_cents,
        f.click_expiration_hours, f.duplicate_click_minutes, f.expired_click_cents, f.stale_click_cents,
        f.on_demand_fields, f.job_filters, f.part_size, f.generate_minutes, f.click_id_parameter, f.created_at_ms,
        f.updated_at_ms, f.next_build_at_ms, f.last_download_at_ms, b.id AS build_id, b.built_at_ms,
        b.total AS build_total, b.parts AS build_parts
        """;

    private const string Tables = "feeds f LEFT JOIN feed_builds b ON b.id = f.current_build_id";

    // A feed begins to be built at once; an archived one never is; a shorter interval counts from now.
    private const string PlanSql =
        """
        UPDATE feeds SET next_build_at_ms = CASE
            WHEN status <> 'LIVE' OR type <> 'XML' THEN NULL
            WHEN next_build_at_ms IS NULL THEN @nowMs
            WHEN next_build_at_ms > @nowMs + generate_minutes * 60000 THEN @nowMs + generate_minutes * 60000
            ELSE next_build_at_ms END
        WHERE id = @id
        """;

    /// <summary>The list of <c>GET /v5/feeds</c>.</summary>
    public static ListPlan List { get; } = new(
        Columns,
        Tables,
        "f.id",
        new ListField("id", "f.id", ListType.Number),
        new ListField("publisherId", "f.publisher_id", ListType.Number),
        new ListField("name", "f.name"),
        new ListField("type", "f.type"),
        new ListField("status", "f.status"),
        new ListField("clickIdParameter", "f.click_id_parameter"),
        new ListField("createdAt", "f.created_at_ms", ListType.Time),
        new ListField("updatedAt", "f.updated_at_ms", ListType.Time),
        new ListField("nextBuildAt", "f.next_build_at_ms", ListType.Time),
        new ListField("lastDownloadAt", "f.last_download_at_ms", ListType.Time));

    /// <summary>A feed, or null; with a publisher given, only that publisher's.</summary>
    public Task<FeedRow?> Find(long id, long? publisherId, CancellationToken stop) =>
        store.Read(session => session.First<FeedRow>(
            $"""
            SELECT {Columns} FROM {Tables}
            WHERE f.id = @id AND f.publisher_id = COALESCE(@publisherId, f.publisher_id)
            """, new { id, publisherId }), stop);

    /// <summary>Every feed that ever was.</summary>
    public static Task<List<FeedRow>> All(DbSession session) =>
        session.Query<FeedRow>($"SELECT {Columns} FROM {Tables} ORDER BY f.id");

    /// <summary>Adds a feed; answers its id.</summary>
    public Task<long> Add(long publisherId, string pass, FeedChanges settings, long nowMs, CancellationToken stop) =>
        store.Write(Area.Ledger, async session =>
        {
            var id = await session.NextIds(Area.Ledger, Version, FirstId).ConfigureAwait(false);
            var columns = new SortedDictionary<string, object?>(settings.Columns, StringComparer.Ordinal)
            {
                ["id"] = id,
                ["publisher_id"] = publisherId,
                ["pass"] = pass,
                ["created_at_ms"] = nowMs,
                ["updated_at_ms"] = nowMs,
            };
            await session.Execute(
                $"INSERT INTO feeds ({string.Join(", ", columns.Keys)}) VALUES (@{string.Join(", @", columns.Keys)})",
                Parameters(columns)).ConfigureAwait(false);
            await session.Execute(PlanSql, new { id, nowMs }).ConfigureAwait(false);
            await session.Bump(Area.Ledger, Version).ConfigureAwait(false);
            return id;
        }, stop);

    /// <summary>Changes the settings named; false when there is no such feed within the scope.</summary>
    public Task<bool> Change(
        long id, long? publisherId, IReadOnlyDictionary<string, object?> columns, long nowMs, CancellationToken stop) =>
        store.Write(Area.Ledger, async session =>
        {
            var parameters = Parameters(columns);
            parameters.Add("id", id);
            parameters.Add("publisherId", publisherId);
            parameters.Add("nowMs", nowMs);
            var sets = string.Concat(columns.Keys.Select(column => $"{column} = @{column}, "));
            var touched = await session.Execute(
                $"""
                UPDATE feeds SET {sets}updated_at_ms = @nowMs
                WHERE id = @id AND publisher_id = COALESCE(@publisherId, publisher_id)
                """, parameters).ConfigureAwait(false);
            if (touched == 1)
            {
                await session.Execute(PlanSql, new { id, nowMs }).ConfigureAwait(false);
                await session.Bump(Area.Ledger, Version).ConfigureAwait(false);
            }
            return touched == 1;
        }, stop);

    // Typed, because an untyped null tells PostgreSQL nothing.
    private static DynamicParameters Parameters(IEnumerable<KeyValuePair<string, object?>> columns)
    {
        var parameters = new DynamicParameters();
        foreach (var (column, value) in columns)
        {
            parameters.Add(column, value, value is long ? System.Data.DbType.Int64 : System.Data.DbType.String);
        }
        return parameters;
    }
}
