using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Placard.Accounts.Customers;
using Placard.Accounts.Publishers;
using Placard.Accounts.Tokens;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Accounts.AppClients;

/// <summary>App clients: the credentials of programs. <c>id</c> is the client id, the user name of Basic.</summary>
internal sealed class AppClientEndpoint(
    AppClientStore clients,
    CustomerStore customers,
    PublisherStore publishers,
    OpenedTokens opened,
    Store store,
    IdSource ids,
    TimeProvider clock)
{
    private const int SecretCharacters = 32;
    private const int IdCharacters = 20;
    private const long DefaultExpirySeconds = 3600;

    public async Task<IResult> CreateForCustomer(HttpContext context, long id)
    {
        var seen = context.Caller().OwnsCustomer(id)
            && await customers.Find(id, context.RequestAborted).ConfigureAwait(false) != null;
        return seen
            ? await Create(context, CallerKind.Customer, id).ConfigureAwait(false)
            : Refusal.NotFound("customer");
    }

    public async Task<IResult> CreateForPublisher(HttpContext context, long id)
    {
        var seen = context.Caller().OwnsPublisher(id)
            && await publishers.Find(id, context.RequestAborted).ConfigureAwait(false) != null;
        return seen
            ? await Create(context, CallerKind.Publisher, id).ConfigureAwait(false)
            : Refusal.NotFound("publisher");
    }

    public Task<IResult> List(HttpContext context)
    {
        var caller = context.Caller();
        return Lists.Page<AppClientRow, AppClientShape>(
            context,
            store,
            AppClientStore.Plan,
            caller.IsOperator ? null : "c.kind = @kind AND c.account_id = @account",
            new { kind = (long)caller.Kind, account = caller.AccountId },
            row => AppClientShape.Of(row));
    }

    public async Task<IResult> Get(HttpContext context, string id) =>
        await Visible(context, id).ConfigureAwait(false) is { } client
            ? Wire.Ok(AppClientShape.Of(client))
            : Refusal.NotFound("app client");

    public async Task<IResult> Delete(HttpContext context, string id)
    {
        if (await Visible(context, id).ConfigureAwait(false) is not { } client)
        {
            return Refusal.NotFound("app client");
        }
        var outcome = await clients.Delete(client, context.RequestAborted).ConfigureAwait(false);
        opened.Forget(id);
        return outcome switch
        {
            DeletionOutcome.Deleted => Results.NoContent(),
            DeletionOutcome.Missing => Refusal.NotFound("app client"),
            DeletionOutcome.LastOperator => Refusal.Conflict(
                "This is the last operator client: without it nobody could run the exchange."),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
        };
    }

    private async Task<AppClientRow?> Visible(HttpContext context, string id)
    {
        var caller = context.Caller();
        var client = await clients.Find(id, context.RequestAborted).ConfigureAwait(false);
        var own = client != null && client.Kind == (long)caller.Kind && client.AccountId == caller.AccountId;
        return caller.IsOperator || own ? client : null;
    }

    private async Task<IResult> Create(HttpContext context, CallerKind kind, long accountId)
    {
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unreadable != null)
        {
            return unreadable;
        }
        var name = fields.Text("name", required: true);
        var expiry = fields.Whole("accessTokenExpirySeconds", 60, 86_400) ?? DefaultExpirySeconds;
        var scopes = GrantedScopes(fields, kind, context.Caller());
        if (fields.Refused() is { } refused)
        {
            return refused;
        }
        var secret = ids.NextToken(SecretCharacters);
        var client = new AppClientRow(
            ids.NextToken(IdCharacters), (long)kind, accountId, name!, AppClientScopes.Join(scopes), expiry,
            clock.GetUtcNow().ToUnixTimeMilliseconds());
        var made = await clients.TryCreate(client, SecretHash.OfMade(secret), context.RequestAborted)
            .ConfigureAwait(false);
        return made
            ? Wire.Created($"/v5/app-clients/{client.Id}", AppClientShape.Of(client, secret))
            : Refusal.Conflict(
                $"An account has at most {AppClientStore.MostPerAccount} app clients: delete one first.");
    }

    // Nobody can hand out more than he has: a client with fewer scopes must not make itself a wider one.
    private static IReadOnlyList<string> GrantedScopes(JsonFields fields, CallerKind kind, Caller caller)
    {
        IReadOnlyList<string> grantable =
            [.. AppClientScopes.Of(kind).Where(scope => caller.IsOperator || caller.Scopes.Contains(scope))];
        var asked = fields.Texts("scopes", most: 20);
        if (asked == null)
        {
            return grantable;
        }
        if (asked.Count == 0 || asked.Except(grantable, StringComparer.Ordinal).Any())
        {
            fields.Fault("scopes", $"One or more of these can be given: {string.Join(", ", grantable)}.");
        }
        return [.. grantable.Where(asked.Contains)];
    }
}

/// <summary>An app client on the wire; the secret only in the answer that made it.</summary>
internal sealed record AppClientShape(
    string Id,
    string Name,
    string Kind,
    long? CustomerId,
    long? PublisherId,
    long AccessTokenExpirySeconds,
    IReadOnlyList<string> Scopes,
    string CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret)
{
    public static AppClientShape Of(AppClientRow row, string? secret = null)
    {
        var kind = (CallerKind)row.Kind;
        return new AppClientShape(
            row.Id,
            row.Name,
            AppClientScopes.NameOf(kind),
            kind == CallerKind.Customer ? row.AccountId : null,
            kind == CallerKind.Publisher ? row.AccountId : null,
            row.AccessTokenExpirySeconds,
            AppClientScopes.Split(row.Scopes),
            Wire.Time(row.CreatedAtMs),
            secret);
    }
}
