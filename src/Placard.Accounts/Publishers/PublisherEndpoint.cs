using Microsoft.AspNetCore.Http;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Accounts.Publishers;

/// <summary>Publishers: who sends jobseekers. Their feeds belong to another room.</summary>
internal sealed class PublisherEndpoint(PublisherStore publishers, Store store, TimeProvider clock)
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
        var publisher = await publishers.Create(name!, nowMs, context.RequestAborted).ConfigureAwait(false);
        return Wire.Created($"/v5/publishers/{publisher.Id}", PublisherShape.Of(publisher));
    }

    public Task<IResult> List(HttpContext context)
    {
        var scope = context.Caller().PublisherScope;
        return Lists.Page<PublisherRow, PublisherShape>(
            context,
            store,
            PublisherStore.Plan,
            scope == null ? null : "id = @scope",
            new { scope },
            PublisherShape.Of);
    }

    public async Task<IResult> Get(HttpContext context, long id)
    {
        var publisher = context.Caller().OwnsPublisher(id)
            ? await publishers.Find(id, context.RequestAborted).ConfigureAwait(false)
            : null;
        return publisher == null ? Refusal.NotFound("publisher") : Wire.Ok(PublisherShape.Of(publisher));
    }

    private sealed record PublisherShape(long Id, string Name, string CreatedAt)
    {
        public static PublisherShape Of(PublisherRow row) => new(row.Id, row.Name, Wire.Time(row.CreatedAtMs));
    }
}
