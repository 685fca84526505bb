using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Events.Outbox;

/// <summary>
/// <c>GET /v5/events</c>: a customer's events in the order they were written, each the exact JSON that is delivered.
/// Bodies go out one by one, so a page of large ones costs no memory; it ends early when it becomes very long.
/// </summary>
internal sealed class EventCursor(Store store, EventBodies bodies)
{
    private const int UsualSize = 20;
    private const int MostSize = 500;
    private const long MostBytes = 32L << 20;

    public async Task<IResult> Answer(HttpContext context)
    {
        var faults = new Dictionary<string, List<string>>();
        var after = Whole(context, "after", 0, long.MaxValue, 0, faults);
        var size = Whole(context, "size", 1, MostSize, UsualSize, faults);
        var wraps = Flag(context, "wrapQuestionsAndAnswers", true, faults);
        var customer = Whole(context, "customerId", 1, long.MaxValue, 0, faults);
        if (faults.Count > 0)
        {
            return Refusal.Invalid(faults);
        }
        var scope = context.Caller().CustomerScope;
        return new Page(this, scope ?? (customer == 0 ? null : customer), after, size, wraps);
    }

    private async Task Write(HttpContext context, long? customerId, long after, long size, bool wraps)
    {
        var stop = context.RequestAborted;
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        await using var lease = await store.OpenSnapshot(stop).ConfigureAwait(false);
        var chosen = $"""
            FROM events WHERE seq > @after AND {(customerId == null ? "1 = 1" : "customer_id = @customerId")}
                AND test = 0 AND body IS NOT NULL
            """;
        var found = await lease.Session.Query<SizeRow>(
            $"SELECT seq, body_bytes {chosen} ORDER BY seq LIMIT @most",
            new { after, customerId = customerId ?? 0, most = size + 1 }).ConfigureAwait(false);
        var (count, last) = Fitting(found, size, after);
        var hasMore = count < found.Count;
        // Only what goes out is asked for: whoever stops reading early makes the store send the rest all the same.
        var rows = lease.Session.Stream<EventRow>(
            $"SELECT seq, questions_from, questions_length, body {chosen} AND seq <= @last ORDER BY seq",
            new { after, customerId = customerId ?? 0, last });
        await Text(response, "{\"events\":[", stop).ConfigureAwait(false);
        var next = after;
        await foreach (var row in rows.ConfigureAwait(false))
        {
            var body = await bodies.Open(row.Body, EventBodies.PlaceOfEvent(row.Seq), stop).ConfigureAwait(false);
            await Text(response, next == after ? "" : ",", stop).ConfigureAwait(false);
            await response.Body.WriteAsync(wraps ? body : Envelope.Unwrap(body, row.Place), stop)
                .ConfigureAwait(false);
            next = row.Seq;
        }
        await Text(
            response,
            string.Create(
                CultureInfo.InvariantCulture, $"],\"next\":\"{next}\",\"hasMore\":{(hasMore ? "true" : "false")}}}"),
            stop).ConfigureAwait(false);
    }

    // How many of the rows go out, and the last of them. One that is very large goes alone.
    private static (int Count, long Last) Fitting(List<SizeRow> rows, long size, long after)
    {
        var (count, bytes, last) = (0, 0L, after);
        foreach (var row in rows)
        {
            if (count == size || (count > 0 && bytes + row.BodyBytes > MostBytes))
            {
                break;
            }
            (count, bytes, last) = (count + 1, bytes + row.BodyBytes, row.Seq);
        }
        return (count, last);
    }

    private static async Task Text(HttpResponse response, string text, CancellationToken stop) =>
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), stop).ConfigureAwait(false);

    private static long Whole(
        HttpContext context, string name, long min, long max, long otherwise, Dictionary<string, List<string>> faults)
    {
        var values = context.Request.Query[name];
        if (values.Count == 0 || (values.Count == 1 && string.IsNullOrEmpty(values[0])))
        {
            return otherwise;
        }
        if (values.Count == 1
            && long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
        {
            return number;
        }
        faults[name] = [name == "after"
            ? "This must be the next of an earlier answer."
            : $"This must be a whole number between {min} and {max}."];
        return otherwise;
    }

    private static bool Flag(
        HttpContext context, string name, bool otherwise, Dictionary<string, List<string>> faults)
    {
        var values = context.Request.Query[name];
        if (values.Count == 0)
        {
            return otherwise;
        }
        if (values.Count == 1 && bool.TryParse(values[0], out var flag))
        {
            return flag;
        }
        faults[name] = ["This must be true or false."];
        return otherwise;
    }

    private sealed record Page(EventCursor Cursor, long? CustomerId, long After, long Size, bool Wraps) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) =>
            Cursor.Write(httpContext, CustomerId, After, Size, Wraps);
    }

    private sealed record SizeRow(long Seq, long BodyBytes);

    private sealed record EventRow(long Seq, long? QuestionsFrom, long? QuestionsLength, byte[] Body)
    {
        public QuestionsPlace? Place =>
            QuestionsFrom is { } from ? new QuestionsPlace((int)from, (int)QuestionsLength!.Value) : null;
    }
}
