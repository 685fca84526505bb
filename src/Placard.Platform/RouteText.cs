using Microsoft.AspNetCore.Builder;

namespace Placard.Platform;

/// <summary>
/// What the OpenAPI documents say about a route. Handlers read their bodies by hand, so the documents infer schemas
/// from these examples; a test holds every route of <c>/v5</c> and every partner route to having a summary.
/// </summary>
public sealed record RouteText(
    string Summary,
    string? RequestJson,
    string? AnswerJson,
    int Status,
    IReadOnlyList<(string Name, string Text)> Query);

/// <summary>Media types that a route takes and answers beside those of its examples.</summary>
public sealed record RouteTypes(IReadOnlyList<string> Takes, IReadOnlyList<string> Answers);

/// <summary>
/// A further shape of what a route takes, answers or refuses with, where one example cannot show every field: it stands
/// beside the first one under its name, and its fields join the schema's.
/// </summary>
public sealed record RouteShape(
    string Name, string? RequestJson, string? AnswerJson, string? RefusalJson, string RequestType);

/// <summary>Hangs a <see cref="RouteText"/> on a route.</summary>
public static class RouteTexts
{
    /// <summary>
    /// Describes a route. <paramref name="requestJson"/> and <paramref name="answerJson"/> are complete, realistic
    /// examples; <paramref name="status"/> is the answer's when all goes well; <paramref name="query"/> are the query
    /// parameters with a sentence each. Path parameters come from the route's pattern.
    /// </summary>
    public static TBuilder Describe<TBuilder>(
        this TBuilder route,
        string summary,
        string? requestJson = null,
        string? answerJson = null,
        int status = 200,
        params (string Name, string Text)[] query)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new RouteText(summary, requestJson, answerJson, status, query));

    /// <summary>Names media types that a route answers, beside its example's if it has one.</summary>
    public static TBuilder Answers<TBuilder>(this TBuilder route, params string[] mediaTypes)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteTypes([], mediaTypes));

    /// <summary>Names media types that a route takes, beside its example's if it has one.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder route, params string[] mediaTypes)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteTypes(mediaTypes, []));

    /// <summary>
    /// Adds a further shape, as JSON examples. A form's fields are written as JSON too, with the form's media type as
    /// <paramref name="requestType"/>.
    /// </summary>
    public static TBuilder Also<TBuilder>(
        this TBuilder route,
        string name,
        string? requestJson = null,
        string? answerJson = null,
        string? refusalJson = null,
        string requestType = "application/json")
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new RouteShape(name, requestJson, answerJson, refusalJson, requestType));
}
