using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Placard.Storage;

namespace Placard.Platform;

/// <summary>
/// Lists of <c>/v5</c>: <c>page</c>, <c>size</c>, <c>sort</c>, <c>search</c> and the envelope, the same for every one.
/// See <c>docs/contract/platform-api.md</c>.
/// </summary>
public static class Lists
{
    /// <summary>
    /// Answers one page, or 422. <paramref name="where"/> is the room's own condition with <c>@</c> parameters from
    /// <paramref name="args"/>: the tenant's scope belongs there.
    /// </summary>
    public static Task<IResult> Page<TRow, TShape>(
        HttpContext context, Store store, ListPlan plan, string? where, object? args, Func<TRow, TShape> shape) =>
        PageWith<TRow, TShape>(
            context, store, plan, where, args, (_, rows) => Task.FromResult<List<TShape>>([.. rows.Select(shape)]));

    /// <summary>
    /// As <see cref="Page"/>, for rows whose shapes need more than the row: <paramref name="shapes"/> is called once,
    /// with the page's rows and the session they were read in.
    /// </summary>
    public static async Task<IResult> PageWith<TRow, TShape>(
        HttpContext context,
        Store store,
        ListPlan plan,
        string? where,
        object? args,
        Func<DbSession, List<TRow>, Task<List<TShape>>> shapes)
    {
        var request = new ListRequest(context.Request.Query, plan, store.Engine.Translate);
        var (page, size) = (request.Page(), request.Size());
        var query = request.SearchAndSort();
        if (request.Refused() is { } refused)
        {
            return refused;
        }
        query.Parameters.AddDynamicParams(args);
        query.Parameters.Add("list_size", (long)size);
        query.Parameters.Add("list_offset", (long)page * size);
        var from = $"FROM {plan.From} WHERE ({where ?? "1 = 1"}) AND {query.WhereSql}";
        var (total, content) = await store.Read(async session =>
        {
            var total = await session.Scalar<long>($"SELECT COUNT(*) {from}", query.Parameters).ConfigureAwait(false);
            var rows = await session.Query<TRow>(
                $"SELECT {plan.Select} {from} ORDER BY {query.OrderBySql} LIMIT @list_size OFFSET @list_offset",
                query.Parameters).ConfigureAwait(false);
            return (total, await shapes(session, rows).ConfigureAwait(false));
        }, context.RequestAborted).ConfigureAwait(false);
        return Wire.Ok(new ListEnvelope<TShape>(size, page, (total + size - 1) / size, total, content));
    }

    /// <summary>
    /// Reads only <c>search</c> and <c>sort</c>, for answers that stream every row. False: answer
    /// <paramref name="refused"/>.
    /// </summary>
    public static bool TryRead(
        HttpRequest request, ListPlan plan, out ListQuery query, [NotNullWhen(false)] out IResult? refused)
    {
        var engine = request.HttpContext.RequestServices.GetRequiredService<IEngine>();
        var reading = new ListRequest(request.Query, plan, engine.Translate);
        query = reading.SearchAndSort();
        refused = reading.Refused();
        return refused == null;
    }

    /// <summary>Shows a list's parameters and searchable fields in the OpenAPI document.</summary>
    public static TBuilder DescribeList<TBuilder>(this TBuilder route, ListPlan plan)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(plan);

    private sealed record ListEnvelope<TShape>(
        int Size, int Number, long TotalPages, long TotalElements, IReadOnlyList<TShape> Content);
}
