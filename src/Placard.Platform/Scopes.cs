using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Placard.Platform;

/// <summary>
/// What an access token may be used for; a closed list, documented in <c>docs/contract/platform-api.md</c>. Reading is
/// GET, everything else is writing. Operator and customer clients have <c>platform</c> scopes; publisher clients have
/// <c>feeds</c>, and <c>earnings</c> for what a feed's traffic brought.
/// </summary>
public static class Scopes
{
    public const string PlatformRead = "platform:read";
    public const string PlatformWrite = "platform:write";
    public const string FeedsRead = "feeds:read";
    public const string FeedsWrite = "feeds:write";
    public const string EarningsRead = "earnings:read";

    /// <summary>Marks a route whose rows are earnings: a publisher client needs <c>earnings:read</c>.</summary>
    public static TBuilder ShowsEarnings<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new EarningsShown());

    /// <summary>The scope that this caller needs for this request.</summary>
    internal static string Needed(CallerKind kind, HttpContext context)
    {
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (kind != CallerKind.Publisher)
        {
            return reads ? PlatformRead : PlatformWrite;
        }
        if (context.GetEndpoint()?.Metadata.GetMetadata<EarningsShown>() != null)
        {
            return EarningsRead;
        }
        return reads ? FeedsRead : FeedsWrite;
    }

    private sealed record EarningsShown;
}
