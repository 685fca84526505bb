using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Placard.Platform;

namespace Placard.Host.Docs;

/// <summary>Turns what a route says about itself (its pattern and metadata) into its OpenAPI operation.</summary>
internal static class RouteOperation
{
    private const string Json = "application/json";

    /// <summary>The group that a route was mapped into; null for none.</summary>
    public static string? GroupOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IEndpointGroupNameMetadata>()?.EndpointGroupName;

    /// <summary>The route's path as OpenAPI writes it: names of parameters, without their types.</summary>
    public static string PathOf(RouteEndpoint route) => "/" + string.Join('/',
        route.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            _ => throw new InvalidOperationException($"{part.PartKind} is an unknown part of a route."),
        }))));

    public static OpenApiOperation Of(RouteEndpoint route, HttpMethod method, OpenApiDocument document)
    {
        var text = route.Metadata.GetMetadata<RouteText>();
        var plan = route.Metadata.GetMetadata<ListPlan>();
        var types = route.Metadata.GetOrderedMetadata<RouteTypes>();
        var shapes = route.Metadata.GetOrderedMetadata<RouteShape>();
        var operation = new OpenApiOperation
        {
            Summary = text?.Summary,
            OperationId = IdOf(route, method),
            Tags = new HashSet<OpenApiTagReference> { new(TagOf(route), document) },
            Parameters = [.. Parameters(route, text, plan, types)],
            RequestBody = Request(text, types, shapes),
            Responses = Responses(route, document, text, plan, types),
        };
        if (route.Metadata.GetMetadata<CallerPolicy>() is { Anyone: false } policy)
        {
            var kinds = string.Join(", ", policy.Allowed.Select(kind => kind.ToString().ToLowerInvariant()));
            operation.Description = $"For {kinds} clients.";
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(DocsPages.Scheme, document)] = [] }];
        }
        return operation;
    }

    private static IEnumerable<IOpenApiParameter> Parameters(
        RouteEndpoint route, RouteText? text, ListPlan? plan, IEnumerable<RouteTypes> types)
    {
        foreach (var part in route.RoutePattern.Parameters)
        {
            yield return Parameter(part.Name, null, ParameterLocation.Path,
                IsNumber(part) ? JsonSchemaType.Integer : JsonSchemaType.String);
        }
        foreach (var (name, sentence) in text?.Query ?? [])
        {
            yield return Parameter(name, sentence, ParameterLocation.Query, JsonSchemaType.String);
        }
        // What a list answers beside JSON is the whole list.
        var streams = types.Any(one => one.Answers.Count > 0);
        foreach (var parameter in plan == null ? [] : ListParameters(plan, streams ? " Of JSON only." : ""))
        {
            yield return parameter;
        }
    }

    private static bool IsNumber(RoutePatternParameterPart part) => part.ParameterPolicies.Any(
        policy => policy.Content is "long" or "int" || policy.ParameterPolicy is LongRouteConstraint);

    private static IEnumerable<OpenApiParameter> ListParameters(ListPlan plan, string pagesOf)
    {
        var fields = string.Join(", ", plan.Fields.Select(field => field.Name));
        yield return Parameter("page", $"Page, from 0.{pagesOf}", ParameterLocation.Query, JsonSchemaType.Integer);
        yield return Parameter(
            "size", $"Rows of a page: 1 to 500, default 20.{pagesOf}", ParameterLocation.Query,
            JsonSchemaType.Integer);
        yield return Parameter(
            "sort", $"field,asc or field,desc; repeatable. Fields: {fields}.", ParameterLocation.Query,
            JsonSchemaType.String);
        yield return Parameter(
            "search",
            $"Conditions joined by AND, such as name~\"acme\" AND id>=7; operators = == != > >= < <= ~ :( ), "
                + $"and - before a field negates. Fields: {fields}.",
            ParameterLocation.Query,
            JsonSchemaType.String);
    }

    private static OpenApiParameter Parameter(
        string name, string? text, ParameterLocation place, JsonSchemaType type) => new()
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Description = text,
        Schema = new OpenApiSchema { Type = type },
    };

    private static OpenApiRequestBody? Request(
        RouteText? text, IEnumerable<RouteTypes> types, IEnumerable<RouteShape> shapes)
    {
        var content = Content(text?.RequestJson, types.SelectMany(one => one.Takes));
        foreach (var shape in shapes.Where(shape => shape.RequestJson != null))
        {
            ExampleSchema.Add(content, shape.Name, shape.RequestJson!, shape.RequestType);
        }
        return content.Count > 0 ? new OpenApiRequestBody { Content = content } : null;
    }

    private static OpenApiResponses Responses(
        RouteEndpoint route, OpenApiDocument document, RouteText? text, ListPlan? plan, IEnumerable<RouteTypes> types)
    {
        var status = text?.Status ?? 200;
        var answer = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(status) };
        var example = text?.AnswerJson is { } row && plan != null ? Envelope(row) : text?.AnswerJson;
        var content = Content(example, types.SelectMany(one => one.Answers));
        var shapes = route.Metadata.GetOrderedMetadata<RouteShape>();
        foreach (var shape in shapes.Where(shape => shape.AnswerJson != null))
        {
            ExampleSchema.Add(content, shape.Name, shape.AnswerJson!, Json);
        }
        if (content.Count > 0)
        {
            answer.Content = content;
        }
        var responses = new OpenApiResponses { [status.ToString(CultureInfo.InvariantCulture)] = answer };
        if (GroupOf(route) == DocsPages.Platform)
        {
            responses["default"] = Refusal(document, [.. shapes.Where(shape => shape.RefusalJson != null)]);
        }
        return responses;
    }

    private static IOpenApiResponse Refusal(OpenApiDocument document, IReadOnlyList<RouteShape> shapes)
    {
        if (shapes.Count == 0)
        {
            return new OpenApiResponseReference(DocsPages.Problem, document);
        }
        var problem = document.Components!.Responses![DocsPages.Problem];
        var content = new Dictionary<string, OpenApiMediaType>(problem.Content!, StringComparer.Ordinal);
        foreach (var shape in shapes)
        {
            ExampleSchema.Add(content, shape.Name, shape.RefusalJson!, Json);
        }
        return new OpenApiResponse { Description = problem.Description, Content = content };
    }

    private static Dictionary<string, OpenApiMediaType> Content(string? example, IEnumerable<string> furtherTypes)
    {
        var content = example == null ? [] : ExampleSchema.ContentOf(example);
        foreach (var type in furtherTypes)
        {
            content[type] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }
        return content;
    }

    // A list's example may be one row; the envelope is the same for all of them.
    private static string Envelope(string example) => ExampleSchema.Parse(example) switch
    {
        JsonObject whole when whole.ContainsKey("content") => example,
        { } row => new JsonObject
        {
            ["size"] = 20,
            ["number"] = 0,
            ["totalPages"] = 1,
            ["totalElements"] = 1,
            ["content"] = new JsonArray(row),
        }.ToJsonString(),
        null => example,
    };

    private static string TagOf(RouteEndpoint route)
    {
        var parts = PathOf(route).Split('/');
        var part = GroupOf(route) == DocsPages.Platform && parts.Length > 2 ? parts[2] : parts[1];
        // applications and applications.csv are one subject.
        return part.Split('.')[0];
    }

    private static string IdOf(RouteEndpoint route, HttpMethod method)
    {
        char[] breaks = ['/', '{', '}', '-', '.', '_'];
        var words = PathOf(route).Split(breaks, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]);
        return method.Method.ToLowerInvariant() + string.Concat(words);
    }
}
