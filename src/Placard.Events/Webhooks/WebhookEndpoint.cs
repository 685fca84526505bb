using System.Text;
using Microsoft.AspNetCore.Http;
using Placard.Events.Outbox;
using Placard.Events.Sending;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Events.Webhooks;

/// <summary>Webhooks: where a customer's events are posted.</summary>
internal sealed class WebhookEndpoint(
    Store store,
    EndpointStore endpoints,
    DeletedWebhooks deleted,
    EndpointReader reader,
    EventBodies bodies,
    IAccountFacts accounts,
    Dispatcher dispatcher,
    IdSource ids,
    TimeProvider clock,
    EventsOptions options)
{
    /// <summary>So many webhooks one customer may have.</summary>
    private const long Most = 20;

    private const int SecretBytes = 32;

    public async Task<IResult> Create(HttpContext context, long customerId)
    {
        NotKept(context);
        if (!await Owns(context, customerId).ConfigureAwait(false))
        {
            return Refusal.NotFound("customer");
        }
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unreadable != null)
        {
            return unreadable;
        }
        var url = WebhookFields.Url(fields, required: true, options.Sandbox);
        var secret = WebhookFields.Secret(fields);
        var types = WebhookFields.Types(fields, required: true);
        var wraps = fields.Flag("wrapQuestionsAndAnswers") ?? true;
        var email = WebhookFields.Email(fields);
        if (fields.Refused() is { } refused)
        {
            return refused;
        }
        secret ??= MakeSecret();
        var made = await store.WriteLedgerInOrder(async session =>
        {
            if (await EndpointStore.Count(session, customerId).ConfigureAwait(false) >= Most)
            {
                return null;
            }
            var id = await session.NextIds(Area.Ledger, "endpoints").ConfigureAwait(false);
            var row = new EndpointRow(
                id, customerId, EndpointKind.Webhook, url!, types!, wraps ? 1 : 0, Seal(id, secret), null, null,
                email, null, null, null, null, NowMs);
            await EndpointStore.Add(session, row).ConfigureAwait(false);
            return row;
        }, CancellationToken.None).ConfigureAwait(false);
        return made == null
            ? Refusal.Conflict($"A customer has at most {Most} webhooks: delete one first.")
            : Wire.Created($"/v5/webhooks/{made.Id}", WebhookShape.Of(made, secret, NowMs));
    }

    public async Task<IResult> List(HttpContext context, long customerId) =>
        await Owns(context, customerId).ConfigureAwait(false)
            ? await Lists.Page<EndpointRow, WebhookShape>(
                context, store, EndpointStore.Plan, EndpointStore.WebhooksOfCustomer, new { customerId },
                row => WebhookShape.Of(row, null, NowMs)).ConfigureAwait(false)
            : Refusal.NotFound("customer");

    /// <summary>The servers of the customer's post URLs: how they fare.</summary>
    public async Task<IResult> ListServers(HttpContext context, long customerId) =>
        await Owns(context, customerId).ConfigureAwait(false)
            ? await Lists.Page<EndpointRow, PostUrlServerShape>(
                context, store, EndpointStore.ServerPlan, EndpointStore.ServersOfCustomer, new { customerId },
                PostUrlServerShape.Of).ConfigureAwait(false)
            : Refusal.NotFound("customer");

    public async Task<IResult> Get(HttpContext context, long id)
    {
        NotKept(context);
        return await Find(context, id).ConfigureAwait(false) is { } row
            ? await Show(row).ConfigureAwait(false)
            : Refusal.NotFound("webhook");
    }

    public async Task<IResult> Change(HttpContext context, long id)
    {
        NotKept(context);
        if (await Find(context, id).ConfigureAwait(false) == null)
        {
            return Refusal.NotFound("webhook");
        }
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unreadable != null)
        {
            return unreadable;
        }
        var url = WebhookFields.Url(fields, required: fields.Has("url"), options.Sandbox);
        var secret = WebhookFields.Secret(fields);
        var types = WebhookFields.Types(fields, required: false);
        var wraps = fields.Flag("wrapQuestionsAndAnswers");
        var hasEmail = fields.Has("contactEmail");
        var email = WebhookFields.Email(fields);
        var status = fields.Word("status", ["ACTIVE", "DISABLED"]);
        if (fields.Refused() is { } refused)
        {
            return refused;
        }
        return await Edit(id, async row =>
        {
            row = row with
            {
                Url = string.IsNullOrEmpty(url) ? row.Url : url,
                EventTypes = types ?? row.EventTypes,
                Wraps = wraps is { } flag ? (flag ? 1 : 0) : row.Wraps,
                ContactEmail = hasEmail ? email : row.ContactEmail,
            };
            row = Switch(row, status);
            return secret == null ? row : await WithSecret(row, secret).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public async Task<IResult> RotateSecret(HttpContext context, long id)
    {
        NotKept(context);
        if (await Find(context, id).ConfigureAwait(false) == null)
        {
            return Refusal.NotFound("webhook");
        }
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unreadable != null)
        {
            return unreadable;
        }
        var secret = WebhookFields.Secret(fields);
        return fields.Refused()
            ?? await Edit(id, row => WithSecret(row, secret ?? MakeSecret())).ConfigureAwait(false);
    }

    public async Task<IResult> Delete(HttpContext context, long id)
    {
        if (await Find(context, id).ConfigureAwait(false) == null)
        {
            return Refusal.NotFound("webhook");
        }
        await store.WriteLedgerInOrder(async session =>
        {
            await EndpointStore.Delete(session, id, NowMs).ConfigureAwait(false);
            return true;
        }, CancellationToken.None).ConfigureAwait(false);
        // Nothing is sent there any more. Whoever is answered, or has left, finds nothing pending.
        await deleted.EndAll(id, CancellationToken.None).ConfigureAwait(false);
        return Results.NoContent();
    }

    /// <summary>The webhook if the caller may see it; null else, and for other kinds of endpoint.</summary>
    public async Task<EndpointRow?> Find(HttpContext context, long id) =>
        await endpoints.Find(id, context.RequestAborted).ConfigureAwait(false) is { IsWebhook: true } row
        && context.Caller().OwnsCustomer(row.CustomerId)
            ? row
            : null;

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<IResult> Edit(long id, Func<EndpointRow, Task<EndpointRow>> how)
    {
        var row = await store.WriteLedgerInOrder(async session =>
        {
            if (await EndpointStore.Find(session, id).ConfigureAwait(false) is not { } known)
            {
                return null;
            }
            var changed = await how(known).ConfigureAwait(false);
            await EndpointStore.Change(session, changed).ConfigureAwait(false);
            return changed;
        }, CancellationToken.None).ConfigureAwait(false);
        // What waited for it to be switched on is due now.
        dispatcher.Ring();
        return row == null ? Refusal.NotFound("webhook") : await Show(row).ConfigureAwait(false);
    }

    private EndpointRow Switch(EndpointRow row, string? status) => status switch
    {
        "ACTIVE" => row with
        {
            DisabledAtMs = null,
            DisabledWhy = null,
            FailingSinceMs = row.DisabledAtMs == null ? row.FailingSinceMs : null,
            ToldAtMs = row.DisabledAtMs == null ? row.ToldAtMs : null,
        },
        "DISABLED" when row.DisabledAtMs == null => row with
        {
            DisabledAtMs = NowMs,
            DisabledWhy = DisabledWhy.Person,
        },
        _ => row,
    };

    // The secret that signed until now signs along for a day. Sending the same secret again changes nothing.
    private async Task<EndpointRow> WithSecret(EndpointRow row, string secret)
    {
        var known = await bodies.Open(row.Secret!, EventBodies.PlaceOfSecret(row.Id), default).ConfigureAwait(false);
        return Encoding.UTF8.GetString(known) == secret
            ? row
            : row with
            {
                Secret = Seal(row.Id, secret),
                PreviousSecret = row.Secret,
                PreviousUntilMs = NowMs + (long)SecretRotation.Overlap.TotalMilliseconds,
            };
    }

    private async Task<IResult> Show(EndpointRow row)
    {
        var secrets = await reader.Secrets(row, default).ConfigureAwait(false);
        return Wire.Ok(WebhookShape.Of(row, secrets[0], NowMs));
    }

    private async Task<bool> Owns(HttpContext context, long customerId) =>
        context.Caller().OwnsCustomer(customerId)
        && await accounts.CustomerExists(customerId, context.RequestAborted).ConfigureAwait(false);

    private byte[] Seal(long id, string secret) =>
        bodies.Seal(Encoding.UTF8.GetBytes(secret), EventBodies.PlaceOfSecret(id));

    private string MakeSecret() => Signatures.Prefix + Convert.ToBase64String(ids.NextBytes(SecretBytes));

    private static void NotKept(HttpContext context) => context.Response.Headers.CacheControl = "no-store";
}
