using System.Text;
using Microsoft.AspNetCore.Routing;
using Placard.Platform;

namespace Placard.Tests.Platform;

/// <summary>
/// At every address of <c>/v5</c>, a stranger is told of somebody else's thing what he is told of a thing that does not
/// exist, and changes nothing. Bodies are the examples of the documents, so that nobody is refused for his spelling.
/// </summary>
public sealed class EveryRouteTenantTests
{
    [Theory, OnBothEngines]
    public async Task AStrangerFindsNothing(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var things = await EveryRoute.Things(scenario);
        var nowhere = things.ToDictionary(
            thing => thing.Key, thing => thing.Value[..(thing.Value.LastIndexOf('/') + 1)] + "999999999");
        var customer = await Stranger(scenario, $"/v5/customers/{await scenario.NewCustomer()}/app-clients");
        var publisher = await Stranger(scenario, $"/v5/publishers/{(await scenario.NewPublisher()).Id}/app-clients");
        var faults = new List<string>();
        foreach (var route in (await EveryRoute.OfPlatform()).Where(route => route.RoutePattern.Parameters.Count > 0))
        {
            foreach (var (kind, client) in new[] { (CallerKind.Customer, customer), (CallerKind.Publisher, publisher) })
            {
                var allowed = route.Metadata.GetMetadata<CallerPolicy>()!.Allowed.Contains(kind);
                var expected = allowed ? (await Ask(client, route, nowhere)).Status : 403;
                var answer = await Ask(client, route, things);
                if (answer.Status != expected || answer.Status is < 400 or >= 500)
                {
                    faults.Add($"{kind}: expected {expected}, got {answer}");
                }
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory, OnBothEngines]
    public async Task NobodyWithoutATokenComesIn(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var things = await EveryRoute.Things(scenario);
        foreach (var route in (await EveryRoute.OfPlatform())
            .Where(route => !route.Metadata.GetMetadata<CallerPolicy>()!.Anyone))
        {
            using var message = Request(route, things);

            (await scenario.Send(message)).ExpectProblem(401);
        }
    }

    private static async Task<PlatformApi> Stranger(Scenario scenario, string path)
    {
        var made = (await scenario.Operator.Post(path, new { name = "Stranger" })).Expect(201);
        return await scenario.LogIn((string)made["id"]!, (string)made["secret"]!);
    }

    private static async Task<Answer> Ask(
        PlatformApi client, RouteEndpoint route, IReadOnlyDictionary<string, string> things)
    {
        using var message = Request(route, things);
        return await client.Send(message.Method, message.RequestUri!.OriginalString, message.Content);
    }

    private static HttpRequestMessage Request(RouteEndpoint route, IReadOnlyDictionary<string, string> things)
    {
        var method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
        var example = route.Metadata.GetMetadata<RouteText>()?.RequestJson;
        var type = example?.StartsWith('<') ?? false ? "application/xml" : "application/json";
        return new HttpRequestMessage(HttpMethod.Parse(method), EveryRoute.AddressOf(route, things))
        {
            Content = example == null ? null : new StringContent(example, Encoding.UTF8, type),
        };
    }
}
