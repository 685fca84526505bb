using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Tests.Platform;

/// <summary>A caller says with weights which types it likes.</summary>
public sealed class AcceptedTypeTests
{
    private const string Json = "application/json";
    private const string Csv = "text/csv";
    private const string Lines = "application/x-ndjson";

    [Theory]
    [InlineData(null, Json)]
    [InlineData("", Json)]
    [InlineData("*/*", Json)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Json)]
    [InlineData("application/json, text/plain, */*", Json)]
    [InlineData("TEXT/CSV", Csv)]
    [InlineData("text/csv; charset=utf-8", Csv)]
    [InlineData("text/csv, */*", Csv)]
    [InlineData("*/*, text/csv", Csv)]
    [InlineData("text/csv, application/json", Csv)]
    [InlineData("application/json, text/csv", Json)]
    [InlineData("text/csv;q=0.5, application/json", Json)]
    [InlineData("text/csv;q=0.5, application/json;q=0.4, application/x-ndjson;q=0.6", Lines)]
    [InlineData("text/*", Csv)]
    [InlineData("text/*, text/csv;q=0", Json)]
    [InlineData("text/csv;q=0", Json)]
    [InlineData("application/json;q=0, */*;q=0.1", Csv)]
    [InlineData("image/png", Json)]
    [InlineData("nonsense", Json)]
    [InlineData("text/csv;q=lots", Csv)]
    public void TheHighestWeightWins(string? accept, string answered)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Accept = accept;

        Assert.Equal(answered, AcceptedType.Of(request, Json, Csv, Lines));
    }
}
