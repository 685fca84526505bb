using Microsoft.AspNetCore.Http;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Apply.Privacy;

/// <summary>
/// How long a customer keeps its applicants' data: <c>PUT /v5/customers/{id}/applicant-retention</c>. Null days: until
/// somebody asks to be forgotten.
/// </summary>
internal sealed class RetentionEndpoint(Store store, IAccountFacts accounts)
{
    /// <summary>Ten years.</summary>
    private const int MostDays = 3650;

    public async Task<IResult> Show(HttpContext context, long id) =>
        await IsOwn(context, id).ConfigureAwait(false)
            ? Wire.Ok(new Shape(id, await DaysOf(id, context.RequestAborted).ConfigureAwait(false)))
            : Refusal.NotFound("customer");

    public async Task<IResult> Set(HttpContext context, long id)
    {
        if (!await IsOwn(context, id).ConfigureAwait(false))
        {
            return Refusal.NotFound("customer");
        }
        var (body, refused) = await JsonFields.Read(context).ConfigureAwait(false);
        if (refused != null)
        {
            return refused;
        }
        if (!body.Has("days"))
        {
            body.Fault("days", "This field is required; null keeps the data until somebody asks to be forgotten.");
        }
        var days = body.Whole("days", 1, MostDays);
        if (body.Refused() is { } faults)
        {
            return faults;
        }
        await store.Write(Area.Ledger, session => session.Execute(
            days == null
                ? "DELETE FROM applicant_retention WHERE customer_id = @id"
                : """
                INSERT INTO applicant_retention (customer_id, days) VALUES (@id, @days)
                ON CONFLICT (customer_id) DO UPDATE SET days = @days
                """, new { id, days = days ?? 0 }), context.RequestAborted).ConfigureAwait(false);
        return Wire.Ok(new Shape(id, days));
    }

    private async Task<bool> IsOwn(HttpContext context, long id) => context.Caller().OwnsCustomer(id)
        && await accounts.CustomerExists(id, context.RequestAborted).ConfigureAwait(false);

    private Task<long?> DaysOf(long id, CancellationToken stop) => store.Read(session => session.Scalar<long?>(
        "SELECT days FROM applicant_retention WHERE customer_id = @id", new { id }), stop);

    private sealed record Shape(long CustomerId, long? Days);
}

/// <summary>
/// Forgets what has been kept for as long as its customer wants: so many days after an application was completed, or
/// begun where it never was.
/// </summary>
internal sealed class RetentionWork(Store store, Forgetting forgetting) : IDueWork
{
    private const long DayMs = 86_400_000;

    private const string KeptSince = "COALESCE(a.completed_at_ms, a.started_at_ms)";

    public string Name => "applicant retention";

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        return await EarliestMs(stop).ConfigureAwait(false) <= nowMs && await forgetting.All(
            $"""
            SELECT a.id, a.tlr_application_id FROM applications a
            JOIN applicant_retention r ON r.customer_id = a.customer_id
            WHERE a.forgotten_at_ms IS NULL AND {KeptSince} <= @nowMs - r.days * @DayMs
            ORDER BY a.id LIMIT @most
            """,
            new { nowMs, DayMs, most = (long)Forgetting.MostAtOnce }, stop)
            .ConfigureAwait(false) > 0;
    }

    // Looked for outside the ledger's turn, which forgetting takes.
    private Task<long?> EarliestMs(CancellationToken stop) => store.Read(session => session.Scalar<long?>(
        $"""
        SELECT MIN((SELECT MIN({KeptSince}) FROM applications a
            WHERE a.customer_id = r.customer_id AND a.forgotten_at_ms IS NULL) + r.days * @DayMs)
        FROM applicant_retention r
        """, new { DayMs }), stop);
}
