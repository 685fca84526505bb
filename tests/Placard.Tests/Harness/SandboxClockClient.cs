using System.Net.Http.Json;

namespace Placard.Tests.Harness;

/// <summary>The test clock of an exchange. Move it only on an exchange of one's own.</summary>
public static class SandboxClockClient
{
    /// <summary>What the exchange's clock shows.</summary>
    public static async Task<DateTimeOffset> Now(this Exchange exchange) => (await exchange.ReadClock()).Now;

    /// <summary>What the clock shows, and whether it stands still.</summary>
    public static async Task<(DateTimeOffset Now, bool Frozen)> ReadClock(this Exchange exchange) =>
        Read(await Send(exchange, HttpMethod.Get, "/sandbox/clock", null));

    /// <summary>Moves the clock forward by whole seconds; every timer that fell due has run.</summary>
    public static async Task<DateTimeOffset> AdvanceClock(this Exchange exchange, TimeSpan by) =>
        Read(await Send(
            exchange, HttpMethod.Post, "/sandbox/clock/advance", new { seconds = (long)by.TotalSeconds })).Now;

    /// <summary>Sets the clock to a whole second; it stands still there unless told otherwise.</summary>
    public static async Task<DateTimeOffset> SetClock(this Exchange exchange, DateTimeOffset now, bool frozen = true)
    {
        var text = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Read(await Send(exchange, HttpMethod.Put, "/sandbox/clock", new { now = text, frozen })).Now;
    }

    private static async Task<Answer> Send(Exchange exchange, HttpMethod method, string path, object? body)
    {
        using var message = new HttpRequestMessage(method, path);
        message.Content = body is null ? null : JsonContent.Create(body);
        return await Answer.To(message, exchange);
    }

    private static (DateTimeOffset Now, bool Frozen) Read(Answer answer)
    {
        var shown = answer.Expect(200);
        return (DateTimeOffset.Parse((string)shown["now"]!, CultureInfo.InvariantCulture), (bool)shown["frozen"]!);
    }
}
