using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Placard.Platform;

namespace Placard.Host.Docs;

/// <summary>Turns what a route says about itself (its metadata) into its OpenAPI operation.</summary>
internal static partial class RouteOperation
{
    public static Task Fill(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken _)
    {
        var description = context.Description;
        var metadata = description.ActionDescriptor.EndpointMetadata;
        var text = metadata.OfType<RouteText>().LastOrDefault();
        var plan = metadata.OfType<ListPlan>().LastOrDefault();
        operation.Summary = text?.Summary;
        operation.OperationId = IdOf(description);
        operation.Tags = new HashSet<OpenApiTagReference> { new(TagOf(description), context.Document) };
        operation.Parameters = [.. Parameters(operation, description, text, plan)];
        operation.RequestBody = text?.RequestJson is { } request
            ? new OpenApiRequestBody { Content = ExampleSchema.ContentOf(request) }
            : null;
        operation.Responses = Responses(description, context.Document, text, plan);
        if (metadata.OfType<CallerPolicy>().LastOrDefault() is { Anyone: false } policy)
        {
            var kinds = string.Join(", ", policy.Allowed.Select(kind => kind.ToString().ToLowerInvariant()));
            operation.Description = $"For {kinds} clients.";
            operation.Security =
                [new() { [new OpenApiSecuritySchemeReference(DocsPages.Scheme, context.Document)] = [] }];
        }
        return Task.CompletedTask;
    }

    private static IEnumerable<IOpenApiParameter> Parameters(
        OpenApiOperation operation, ApiDescription description, RouteText? text, ListPlan? plan)
    {
        var inferred = (operation.Parameters ?? []).Where(parameter => parameter.In == ParameterLocation.Path).ToList();
        foreach (var parameter in inferred)
        {
            yield return parameter;
        }
        foreach (var name in PathName().Matches(description.RelativePath ?? "").Select(match => match.Groups[1].Value))
        {
            if (inferred.TrueForAll(parameter => parameter.Name != name))
            {
                yield return Parameter(name, null, ParameterLocation.Path, JsonSchemaType.String);
            }
        }
        foreach (var (name, sentence) in text?.Query ?? [])
        {
            yield return Parameter(name, sentence, ParameterLocation.Query, JsonSchemaType.String);
        }
        foreach (var parameter in plan == null ? [] : ListParameters(plan))
        {
            yield return parameter;
        }
    }

    private static IEnumerable<OpenApiParameter> ListParameters(ListPlan plan)
    {
        var fields = string.Join(", ", plan.Fields.Select(field => field.Name));
        yield return Parameter("page", "Page, from 0.", ParameterLocation.Query, JsonSchemaType.Integer);
        yield return Parameter(
            "size", "Rows of a page: 1 to 500, default 20.", ParameterLocation.Query, JsonSchemaType.Integer);
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

    private static OpenApiResponses Responses(
        ApiDescription description, OpenApiDocument? document, RouteText? text, ListPlan? plan)
    {
        var status = text?.Status ?? 200;
        var answer = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(status) };
        if (text?.AnswerJson is { } example)
        {
            answer.Content = ExampleSchema.ContentOf(plan == null ? example : Envelope(example));
        }
        var responses = new OpenApiResponses { [status.ToString(CultureInfo.InvariantCulture)] = answer };
        if (description.GroupName == "v5")
        {
            responses["default"] = new OpenApiResponseReference(DocsPages.Problem, document);
        }
        return responses;
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

    private static string TagOf(ApiDescription description)
    {
        var parts = (description.RelativePath ?? "").Split('/');
        return description.GroupName == "v5" && parts.Length > 1 ? parts[1] : parts[0];
    }

    private static string IdOf(ApiDescription description)
    {
        var path = Constraint().Replace(description.RelativePath ?? "", "");
        var words = Word().Matches(path).Select(match => match.Value)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]);
        return (description.HttpMethod ?? "any").ToLowerInvariant() + string.Concat(words);
    }

    [GeneratedRegex(@"\{\**([A-Za-z0-9_]+)")]
    private static partial Regex PathName();

    [GeneratedRegex(@":[^}]*")]
    private static partial Regex Constraint();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Word();
}
