using Microsoft.AspNetCore.Http;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Accounts.Customers;

/// <summary>Pools: where a customer's sources bring jobs to, and what its campaigns pick from.</summary>
internal sealed class PoolEndpoint(PoolStore pools, CustomerStore customers, Store store, TimeProvider clock)
{
    public async Task<IResult> Create(HttpContext context, long id)
    {
        var owned = context.Caller().OwnsCustomer(id)
            && await customers.Find(id, context.RequestAborted).ConfigureAwait(false) != null;
        if (!owned)
        {
            return Refusal.NotFound("customer");
        }
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
        var pool = await pools.Create(id, name!, nowMs, context.RequestAborted).ConfigureAwait(false);
        return Wire.Created($"/v5/pools/{pool.Id}", PoolShape.Of(pool));
    }

    public Task<IResult> ListMine(HttpContext context) => ListOf(context, context.Caller().AccountId);

    public async Task<IResult> List(HttpContext context, long id)
    {
        var owned = context.Caller().OwnsCustomer(id)
            && await customers.Find(id, context.RequestAborted).ConfigureAwait(false) != null;
        return owned ? await ListOf(context, id).ConfigureAwait(false) : Refusal.NotFound("customer");
    }

    public async Task<IResult> Get(HttpContext context, long id)
    {
        var pool = await pools.Find(id, context.RequestAborted).ConfigureAwait(false);
        return pool != null && context.Caller().OwnsCustomer(pool.CustomerId)
            ? Wire.Ok(PoolShape.Of(pool))
            : Refusal.NotFound("pool");
    }

    private Task<IResult> ListOf(HttpContext context, long customerId) => Lists.Page<PoolRow, PoolShape>(
        context, store, PoolStore.Plan, "customer_id = @customerId", new { customerId }, PoolShape.Of);

    private sealed record PoolShape(long Id, string Name, long CustomerId, string CreatedAt)
    {
        public static PoolShape Of(PoolRow row) =>
            new(row.Id, row.Name, row.CustomerId, Wire.Time(row.CreatedAtMs));
    }
}
