using Placard.Events.Deliveries;
using Placard.Events.Webhooks;
using Placard.Platform;
using Placard.Platform.Outbound;
using Placard.Storage;

namespace Placard.Events.Sending;

/// <summary>
/// Endpoints that stay dead: somebody is told by mail first, and a webhook is switched off only days later. Where
/// nobody can be told, nothing is switched off. A switched-off webhook loses nothing: its events are read and replayed.
/// </summary>
internal sealed class EndpointWatch(
    Store store, EndpointStore endpoints, IMail mail, PublicAddress address, EventsOptions options)
    : IDueWork
{
    private static readonly TimeSpan Notice = TimeSpan.FromDays(2);

    // An endpoint that nobody wanted anything of lately may be well again: it is left alone.
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    public string Name => "failing endpoints";

    public async Task<DateTimeOffset?> NextDue(CancellationToken stop)
    {
        var rows = await endpoints.FailingSince(long.MaxValue, stop).ConfigureAwait(false);
        var moments = rows.Select(row => row.ToldAtMs == null ? TellAt(row) : OffAt(row)).OfType<long>().ToArray();
        return moments.Length == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(moments.Min());
    }

    public async Task<bool> RunDue(DateTimeOffset now, CancellationToken stop)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var any = false;
        var since = nowMs - (options.TellAfterHours * 3_600_000L);
        foreach (var row in await endpoints.FailingSince(since, stop).ConfigureAwait(false))
        {
            if (row.ToldAtMs == null && TellAt(row) <= nowMs)
            {
                any |= await Change(row.Id, nowMs, Tell, stop).ConfigureAwait(false);
            }
            else if (OffAt(row) <= nowMs)
            {
                any |= await Change(row.Id, nowMs, SwitchOff, stop).ConfigureAwait(false);
            }
        }
        return any;
    }

    private string? Contact(EndpointRow row) => row.ContactEmail ?? options.MailOperator;

    private long? TellAt(EndpointRow row) =>
        Contact(row) == null ? null : row.FailingSinceMs + (options.TellAfterHours * 3_600_000L);

    private long? OffAt(EndpointRow row) =>
        !row.IsWebhook || row.ToldAtMs is not { } told || options.SwitchOffAfterHours == 0
            ? null
            : Math.Max(
                row.FailingSinceMs!.Value + (options.SwitchOffAfterHours * 3_600_000L),
                told + (long)Notice.TotalMilliseconds);

    // Read again in its turn: it may have recovered, and two nodes watch.
    private Task<bool> Change(
        long id, long nowMs, Func<DbSession, EndpointRow, long, Task<bool>> change, CancellationToken stop) =>
        store.WriteLedgerInOrder(async session =>
            await EndpointStore.Find(session, id).ConfigureAwait(false) is { FailingSinceMs: not null } row
            && row.DisabledAtMs == null
            && await change(session, row, nowMs).ConfigureAwait(false),
            stop);

    private async Task<bool> Tell(DbSession session, EndpointRow row, long nowMs)
    {
        if (row.ToldAtMs != null)
        {
            return false;
        }
        await EndpointStore.Change(session, row with { ToldAtMs = nowMs }).ConfigureAwait(false);
        await mail.Append(session, new NewMail(
            [Contact(row)!],
            "Your application events cannot be delivered",
            $"""
            {NameOf(row)} has taken no event since {Wire.Time(row.FailingSinceMs)}.

            Each event is tried up to {RetryRules.MostAttempts} times,
            at least {RetryRules.Pause.TotalMinutes} minutes apart.
            {Consequence(row)}
            Nothing is lost: all events can be read at {address.Base}/v5/events at any time.
            """)).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> SwitchOff(DbSession session, EndpointRow row, long nowMs)
    {
        var last = await DeliveryStore.LastFailure(session, row.Id).ConfigureAwait(false);
        if (last < nowMs - Lately.TotalMilliseconds)
        {
            // It is watched on from now, and told about again before anything else happens.
            await EndpointStore.Change(session, row with { FailingSinceMs = null, ToldAtMs = null })
                .ConfigureAwait(false);
            return true;
        }
        await EndpointStore.Change(
            session, row with { DisabledAtMs = nowMs, DisabledWhy = DisabledWhy.Dead }).ConfigureAwait(false);
        await mail.Append(session, new NewMail(
            [Contact(row)!],
            "Your webhook was switched off",
            $$"""
            {{NameOf(row)}} has taken no event since {{Wire.Time(row.FailingSinceMs)}} and was switched off.

            When it is well again, switch it on: PATCH {{address.Base}}/v5/webhooks/{{row.Id}} {"status":"ACTIVE"}.
            What was still to be sent is then sent. Events of the time between can be sent again with
            POST {{address.Base}}/v5/webhooks/{{row.Id}}/replay, or be read at {{address.Base}}/v5/events.
            """)).ConfigureAwait(false);
        return true;
    }

    private string Consequence(EndpointRow row) => !row.IsWebhook || options.SwitchOffAfterHours == 0
        ? "It is not switched off."
        : $"If it stays so, it is switched off {options.SwitchOffAfterHours} hours after it began, "
            + $"{Notice.TotalHours} hours from now at the earliest.";

    // Mail is open: a password in the address must not stand in it.
    private static string NameOf(EndpointRow row) => row.IsWebhook
        ? $"Webhook {row.Id} ({AddressCredentials.Without(row.Url)})"
        : $"The server of your post URLs, {row.Url},";
}
