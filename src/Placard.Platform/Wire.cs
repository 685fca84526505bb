using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Placard.Platform;

/// <summary>
/// How <c>/v5</c> writes: camelCase JSON, nulls shown, UTC times in whole seconds or milliseconds with Z.
/// </summary>
public static class Wire
{
    /// <summary>Serialises shapes (records written for the wire, never rows).</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>200 with the shape.</summary>
    public static IResult Ok<T>(T shape) => Results.Json(shape, Options);

    /// <summary>201 with the shape and its address.</summary>
    public static IResult Created<T>(string location, T shape) => new CreatedResult<T>(location, shape);

    /// <summary><c>2026-01-31T10:00:00.123Z</c>; the fraction is left out when it is zero.</summary>
    public static string Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs)
        .ToString(unixMs % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Time(long)"/>, null for null.</summary>
    public static string? Time(long? unixMs) => unixMs is { } ms ? Time(ms) : null;

    private sealed class CreatedResult<T>(string location, T shape) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.StatusCode = 201;
            context.Response.Headers.Location = location;
            return context.Response.WriteAsJsonAsync(shape, Options, context.RequestAborted);
        }
    }
}
