using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Placard.Platform;

/// <summary>
/// A file of ours that pages refer to. Its address changes with its content, so that browsers may keep it for good.
/// </summary>
public sealed class PageAsset
{
    private readonly byte[] content;
    private readonly string path;
    private readonly string mediaType;

    /// <summary>An embedded resource of <paramref name="home"/>'s assembly, to be served at this path.</summary>
    public PageAsset(Type home, string resource, string path, string mediaType)
    {
        using var stream = home.Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is missing from the program.");
        content = new byte[stream.Length];
        stream.ReadExactly(content);
        this.path = path;
        this.mediaType = mediaType;
        Address = $"{path}?v={Convert.ToHexStringLower(SHA256.HashData(content))[..10]}";
    }

    /// <summary>Path and query that pages name.</summary>
    public string Address { get; }

    /// <summary>Maps it for GET and HEAD.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(path, ["GET", "HEAD"], Write)
            .WithMetadata(new BodyLimit(BodyLimit.Ordinary)).RequireRateLimiting(RateGroups.Page)
            .WithGroupName("pages");

    private async Task Write(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = mediaType;
        response.ContentLength = content.Length;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        }
    }
}

/// <summary>What all pages share: the stylesheet.</summary>
public static class PageAssets
{
    private static readonly PageAsset Style = new(
        typeof(PageAssets), "Placard.Platform.Pages.page.css", "/page.css", "text/css; charset=utf-8");

    internal static string StyleAddress => Style.Address;

    /// <summary>Maps the stylesheet. Called once, by the host.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes) => Style.Map(routes);
}
