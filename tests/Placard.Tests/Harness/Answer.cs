using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Placard.Tests.Harness;

/// <summary>An HTTP answer read to its end, with what is needed to say why it is not the expected one.</summary>
public sealed class Answer
{
    private readonly HttpResponseHeaders headers;
    private readonly HttpContentHeaders contentHeaders;
    private readonly string request;
    private readonly Exchange exchange;

    private Answer(HttpResponseMessage response, byte[] body, string request, Exchange exchange)
    {
        Status = (int)response.StatusCode;
        headers = response.Headers;
        contentHeaders = response.Content.Headers;
        Body = body;
        this.request = request;
        this.exchange = exchange;
    }

    /// <summary>The status code.</summary>
    public int Status { get; }

    /// <summary>The bytes as they came over the wire.</summary>
    public byte[] Body { get; }

    /// <summary>The body read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body read as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>Media type without parameters, such as <c>application/problem+json</c>; empty without one.</summary>
    public string MediaType => contentHeaders.ContentType?.MediaType ?? "";

    /// <summary>Address of a redirect or of a created object, as written; null without one.</summary>
    public string? Location => Header("Location");

    /// <summary>Field of a JSON object.</summary>
    public JsonNode? this[string field] => Json[field];

    /// <summary>Value of a header of the answer or its content, several joined by a comma; null when absent.</summary>
    public string? Header(string name) =>
        headers.NonValidated.TryGetValues(name, out var values)
        || contentHeaders.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    /// <summary>Fails the test unless the status is the given one; says what was asked and what came back.</summary>
    public Answer Expect(int status)
    {
        Assert.True(Status == status, $"Expected {status}, got {this}");
        return this;
    }

    /// <summary>Fails the test unless this is the problem+json of the given status.</summary>
    public Answer ExpectProblem(int status)
    {
        Expect(status);
        Assert.True(MediaType == "application/problem+json", $"Expected problem+json, got {MediaType}: {this}");
        Assert.Equal(status, (int)Json["status"]!);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = Text;
        var shown = text.Length > 2_000 ? text[..2_000] + " ..." : text;
        return $"{Status} from {request}\n{shown}\n--- the exchange printed ---\n{exchange.OutputTail}";
    }

    internal static async Task<Answer> To(HttpRequestMessage message, Exchange exchange)
    {
        var request = $"{message.Method} {message.RequestUri}";
        try
        {
            using var response = await exchange.Http.SendAsync(message);
            return new Answer(response, await response.Content.ReadAsByteArrayAsync(), request, exchange);
        }
        catch (SocketException fault)
        {
            // What the client lets out, against its contract, when a connection is reset as soon as it is made.
            throw new HttpRequestException(fault.Message, fault);
        }
    }
}
