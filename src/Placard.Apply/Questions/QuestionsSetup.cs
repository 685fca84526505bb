using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Placard.Platform;

namespace Placard.Apply.Questions;

/// <summary>What questions need to know of the exchange they are asked by.</summary>
/// <param name="Sandbox">Documents may then be fetched over http and from this machine.</param>
internal sealed record QuestionsOptions(bool Sandbox)
{
    /// <summary>How long a form waits for a document that was never there.</summary>
    public TimeSpan FirstPatience { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a form waits for a newer version of one that is there.</summary>
    public TimeSpan RefreshPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one fetch may take in all.</summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Questions documents: fetching, checking, and what their advertisers see of them.</summary>
internal static class QuestionsSetup
{
    public static void AddQuestions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new QuestionsOptions(
            bool.TryParse(configuration["Placard:Sandbox"], out var sandbox) && sandbox));
        services.AddSingleton<QuestionFetcher>();
        services.AddSingleton<QuestionStore>();
        services.AddSingleton<QuestionSources>();
        services.AddSingleton<QuestionDocumentList>();
    }

    public static void MapQuestions(this RouteGroupBuilder v5)
    {
        v5.MapPost("/applications/questions/validate", (Delegate)QuestionsCheck.Answer)
            .For(CallerKind.Operator, CallerKind.Customer)
            .WithMetadata(new BodyLimit(QuestionsCheck.BodyBytes))
            .Describe(
                "Checks a questions document as fetching it would; 422 lists every fault with its path.",
                """
                [{"id":"work_eligibility","type":"select","question":"Are you eligible to work in the United States?",
                "options":[{"label":"No","value":"no"},{"label":"Yes","value":"yes","correct":true}],"required":true}]
                """,
                """{"valid":true}""");
        var list = ((IEndpointRouteBuilder)v5).ServiceProvider.GetRequiredService<QuestionDocumentList>();
        v5.MapGet("/questions-documents", (Delegate)list.Answer)
            .For(CallerKind.Operator, CallerKind.Customer)
            .DescribeList(QuestionDocumentList.Plan)
            .Describe(
                "The questions documents that forms have needed, and why one could not be taken.",
                answerJson: """
                {"id":7,"customerId":3,"url":"https://ats.example/questions/nurse.json","jobId":14813142427,
                "status":"KEPT","fault":"[0].options[1].value: Another option of this question has this value.",
                "checkedAt":"2026-01-31T10:00:00Z","goodSince":"2026-01-30T08:00:00Z"}
                """);
        v5.MapPost("/questions-documents/refresh", (Delegate)list.Refresh)
            .For(CallerKind.Operator, CallerKind.Customer)
            .Describe(
                "Fetches a document now that forms have needed, so that a mended one is asked at once.",
                """{"url":"https://ats.example/questions/nurse.json"}""",
                """
                {"id":7,"customerId":3,"url":"https://ats.example/questions/nurse.json","jobId":14813142427,
                "status":"GOOD","fault":null,"checkedAt":"2026-01-31T10:05:00Z","goodSince":"2026-01-31T10:05:00Z"}
                """);
    }
}
