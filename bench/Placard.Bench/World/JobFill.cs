using System.Buffers;
using Placard.Contract;
using Placard.Inventory.Jobs;
using Placard.Storage;

namespace Placard.Bench.World;

/// <summary>
/// Writes live jobs straight into the store, shared out evenly among the sources, as an import would have left them;
/// only their feed texts are short, because clicks never read them.
/// </summary>
internal sealed class JobFill(WorldAccounts accounts, AdText text, int count, long nowMs)
{
    private const long FirstId = 10_000_000_001;
    private const int RowsAtOnce = 5_000;

    private static readonly AppendPlan Jobs = new("jobs", [
        ("job_id", ColumnType.Number), ("source_id", ColumnType.Number), ("pool_id", ColumnType.Number),
        ("customer_id", ColumnType.Number), ("campaign_id", ColumnType.Number), ("fed_mark", ColumnType.Blob),
        ("job_reference", ColumnType.Text), ("original_job_reference", ColumnType.Text), ("title", ColumnType.Text),
        ("company", ColumnType.Text), ("city", ColumnType.Text), ("state", ColumnType.Text),
        ("zipcode", ColumnType.Text), ("latitude_micro", ColumnType.Number), ("longitude_micro", ColumnType.Number),
        ("url", ColumnType.Text), ("cpc_cents", ColumnType.Number), ("major_categories", ColumnType.Text),
        ("minor_categories", ColumnType.Text), ("job_type", ColumnType.Text), ("talroo_apply", ColumnType.Number),
        ("date_ms", ColumnType.Number), ("entered_at_ms", ColumnType.Number), ("updated_at_ms", ColumnType.Number)]);

    private static readonly AppendPlan Texts = new("job_texts", [
        ("job_id", ColumnType.Number), ("details", ColumnType.Text), ("head", ColumnType.Blob),
        ("body", ColumnType.Blob)]);

    public int Count => count;

    public long IdOf(int number) => FirstId + number;

    public string UrlOf(int number) => $"https://careers.example.com/openings/{number % 97}/{IdOf(number)}?src=feed";

    public int PriceOf(int number) => 20 + (number % 60);

    public WorldSource SourceOf(int number) =>
        accounts.Sources[(int)((long)number * accounts.Sources.Count / count)];

    /// <summary>What the feed earns from a job of this price (surface, section 5).</summary>
    public static int EarnedCents(int priceCents) => Math.Max(1, priceCents * WorldAccounts.SharePercent / 100);

    public async Task Write(Store store, CancellationToken stop)
    {
        var dice = new Random(11);
        for (var from = 0; from < count; from += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, count - from);
            var first = from;
            await store.Write(Area.Inventory, async session =>
            {
                var places = new Inventory.Places.Place[rows];
                await session.Append(Jobs, rows, (i, row) => Bind(row, first + i, places[i] = text.Place(dice), dice));
                await session.Append(Texts, rows, (i, row) => BindTexts(row, first + i, places[i]));
            }, stop);
        }
        await store.Write(Area.Inventory, Finish, stop);
    }

    private async Task Finish(DbSession session)
    {
        await session.NextIds(Area.Inventory, "job", FirstId, count);
        foreach (var source in accounts.Sources)
        {
            await session.Execute(
                """
                INSERT INTO source_states (source_id, pool_id, customer_id, epoch)
                VALUES (@SourceId, @PoolId, @CustomerId, 1)
                """, source);
            await session.Bump(Area.Inventory, JobVersions.Of(source.SourceId));
        }
    }

    private void Bind(IRowBinder row, int number, Inventory.Places.Place place, Random dice)
    {
        var source = SourceOf(number);
        var mark = new byte[32];
        dice.NextBytes(mark);
        row.Number(IdOf(number));
        row.Number(source.SourceId);
        row.Number(source.PoolId);
        row.Number(source.CustomerId);
        row.Number(source.CampaignId);
        row.Blob(mark);
        row.Text($"w-{number}");
        row.Text($"w-{number}");
        row.Text(text.Title(dice));
        row.Text(text.Employer(dice).Name);
        row.Text(place.City);
        row.Text(place.State);
        row.Text(place.Zip);
        row.Number(place.LatitudeMicro);
        row.Number(place.LongitudeMicro);
        row.Text(UrlOf(number));
        row.Number(PriceOf(number));
        row.Text("[Sales]");
        row.Text("");
        row.Text("Full Time");
        row.Number(0);
        row.Number(nowMs);
        row.Number(nowMs);
        row.Number(nowMs);
    }

    private void BindTexts(IRowBinder row, int number, Inventory.Places.Place place)
    {
        row.Number(IdOf(number));
        row.Text("{}");
        var (head, body) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        FeedFragments.Head(head, "A job", DateTimeOffset.FromUnixTimeMilliseconds(nowMs));
        FeedFragments.Body(
            body, "Firm", place.City, place.State, place.Zip, "A short text."u8, ["[Sales]"], []);
        row.Blob(head.WrittenSpan);
        row.Blob(body.WrittenSpan);
    }
}
