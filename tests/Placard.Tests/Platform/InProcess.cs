using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Placard.Tests.Platform;

/// <summary>A request and its answer without a server.</summary>
internal static class InProcess
{
    /// <summary>A GET with this query, written as in an address.</summary>
    public static DefaultHttpContext Request(string query = "", string? body = null)
    {
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        };
        context.Request.Method = body == null ? "GET" : "POST";
        context.Request.Path = "/v5/things";
        context.Request.QueryString = new QueryString(query);
        context.Response.Body = new MemoryStream();
        if (body != null)
        {
            context.Request.ContentType = "application/json";
            context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        }
        return context;
    }

    /// <summary>Runs the result; its status and body.</summary>
    public static async Task<(int Status, JsonNode Body)> Answer(DefaultHttpContext context, IResult result)
    {
        await result.ExecuteAsync(context);
        return (context.Response.StatusCode, BodyOf(context));
    }

    /// <summary>What was written so far.</summary>
    public static JsonNode BodyOf(DefaultHttpContext context) =>
        JsonNode.Parse(((MemoryStream)context.Response.Body).ToArray())!;
}
