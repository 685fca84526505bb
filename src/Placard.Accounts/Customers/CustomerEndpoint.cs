using Microsoft.AspNetCore.Http;
using Placard.Kernel;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Accounts.Customers;

/// <summary>Advertising companies.</summary>
internal sealed class CustomerEndpoint(CustomerStore customers, Store store, IdSource ids, TimeProvider clock)
{
    public async Task<IResult> Create(HttpContext context)
    {
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if (unreadable != null)
        {
            return unreadable;
        }
        var name = fields.Text("name", required: true);
        if (fields.Refused() is { } refused)
        {
            return refused;
        }
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var customer = await customers.Create(name!, SigningSecrets.Make(ids), nowMs, context.RequestAborted)
            .ConfigureAwait(false);
        return Wire.Created($"/v5/customers/{customer.Id}", CustomerShape.Of(customer));
    }

    public Task<IResult> List(HttpContext context)
    {
        var scope = context.Caller().CustomerScope;
        return Lists.Page<CustomerRow, CustomerShape>(
            context, store, CustomerStore.Plan, scope == null ? null : "id = @scope", new { scope }, CustomerShape.Of);
    }

    public Task<IResult> Me(HttpContext context) => Get(context, context.Caller().AccountId);

    public async Task<IResult> Get(HttpContext context, long id)
    {
        var customer = context.Caller().OwnsCustomer(id)
            ? await customers.Find(id, context.RequestAborted).ConfigureAwait(false)
            : null;
        return customer == null ? Refusal.NotFound("customer") : Wire.Ok(CustomerShape.Of(customer));
    }

    private sealed record CustomerShape(long Id, string Name, string CreatedAt)
    {
        public static CustomerShape Of(CustomerRow row) => new(row.Id, row.Name, Wire.Time(row.CreatedAtMs));
    }
}
