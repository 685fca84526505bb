using Placard.Platform;

namespace Placard.Tests.Platform;

/// <summary>
/// Every list of every room takes every operator on every field, and sorts by it, on both engines: PostgreSQL refuses
/// to compare types that SQLite compares without a word.
/// </summary>
public sealed class EveryListTests
{
    [Theory, OnBothEngines]
    public async Task EveryFieldCanBeSearchedAndSortedBy(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var things = await EveryRoute.Things(scenario);
        var faults = new List<string>();
        foreach (var route in await EveryRoute.OfPlatform())
        {
            // The operator has no "me"; the same list is asked by its customer's number.
            if (route.Metadata.GetMetadata<ListPlan>() is not { } plan
                || route.RoutePattern.RawText!.Contains("/me/", StringComparison.Ordinal))
            {
                continue;
            }
            foreach (var query in plan.Fields.SelectMany(Queries).Prepend("?size=5"))
            {
                var answer = await scenario.Operator.Get(EveryRoute.AddressOf(route, things) + query);
                if (answer.Status != 200)
                {
                    faults.Add($"{query}: {answer}");
                }
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<string> Queries(ListField field)
    {
        yield return $"?size=5&sort={field.Name},asc";
        yield return $"?size=5&sort={field.Name},desc";
        string[] operators = field switch
        {
            { Words: not null } or { Type: ListType.Flag } => ["=", "!="],
            { Type: ListType.Text } => ["=", "!=", "<", ">=", "~"],
            _ => ["=", "!=", "<", ">="],
        };
        foreach (var value in Values(field))
        {
            foreach (var op in operators)
            {
                yield return "?size=5&search=" + Uri.EscapeDataString($"{field.Name}{op}\"{value}\"");
            }
            yield return "?size=5&search=" + Uri.EscapeDataString($"-{field.Name}:(\"{value}\",\"{value}\")");
        }
    }

    private static IEnumerable<string> Values(ListField field) => field.Words?.Keys ?? field.Type switch
    {
        ListType.Number => ["0", "9223372036854775807"],
        ListType.Dollars => ["0", "-0.5", "92233720368547757.99"],
        ListType.Time => ["2026-01-31T10:00:00Z", "0001-01-01"],
        ListType.Flag => ["true", "false"],
        ListType.ClickId => ["0198c5a0-1111-7222-8333-444455556666"],
        _ => ["text", "7"],
    };
}
