using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Placard.Platform;

/// <summary>Reads a list's query string, noting every fault by parameter.</summary>
internal sealed class ListRequest(IQueryCollection query, ListPlan plan, Func<string, string> translate)
{
    public const int DefaultSize = 20;

    public const int MostSize = 500;

    private const int MostSorts = 10;
    private readonly Dictionary<string, List<string>> errors = new(StringComparer.Ordinal);

    /// <summary>The 422 that lists every fault; null when there is none.</summary>
    public IResult? Refused() => errors.Count == 0 ? null : Refusal.Invalid(errors);

    public int Page() => Whole("page", 0, int.MaxValue, 0);

    public int Size() => Whole("size", 1, MostSize, DefaultSize);

    public ListQuery SearchAndSort()
    {
        var parameters = new DynamicParameters();
        return new ListQuery(Where(parameters), OrderBy(), parameters);
    }

    private string Where(DynamicParameters parameters)
    {
        var (conditions, fault) = SearchReader.Read(One("search") ?? "");
        var sql = new SearchSql(plan, parameters, translate);
        var parts = new List<string>();
        foreach (var condition in fault == null ? conditions : [])
        {
            (var part, fault) = sql.Translate(condition);
            if (fault != null)
            {
                break;
            }
            parts.Add(part);
        }
        if (fault != null)
        {
            Fault("search", fault.ToString());
        }
        return parts.Count == 0 ? "1 = 1" : string.Join(" AND ", parts);
    }

    private string OrderBy()
    {
        var sorts = query["sort"];
        if (sorts.Count > MostSorts)
        {
            Fault("sort", $"At most {MostSorts} fields can be sorted by.");
            return plan.TieBreak;
        }
        var orders = sorts.Select(Order).OfType<(string Sql, bool Descends)>().ToList();
        return string.Join(", ", orders.Select(order => order.Sql)
            .Append(orders.Count == 0 ? plan.TieBreak : TieBreak(orders[^1].Descends)));
    }

    // Rows that a sort finds equal come in its own direction: what happened within one millisecond is read in order.
    private string TieBreak(bool descends)
    {
        var column = plan.TieBreak.Replace(" DESC", "", StringComparison.Ordinal);
        return descends ? column + " DESC" : column;
    }

    private (string Sql, bool Descends)? Order(string? text)
    {
        var parts = (text ?? "").Split(',');
        var field = plan.Find(parts[0].Trim());
        var direction = parts.Length > 1 ? parts[1].Trim().ToUpperInvariant() : "ASC";
        if (field == null)
        {
            Fault("sort", $"This list can be sorted by: {string.Join(", ", plan.Fields.Select(one => one.Name))}.");
        }
        else if (parts.Length > 2 || direction is not ("ASC" or "DESC"))
        {
            Fault("sort", "The form is field,asc or field,desc.");
        }
        else
        {
            // The engines disagree about where missing values go; as the greatest, PostgreSQL can use its indexes.
            var descends = direction == "DESC";
            var order = descends ? " DESC NULLS FIRST" : " ASC NULLS LAST";
            return (SearchSql.Ordered(field, translate) + order, descends);
        }
        return null;
    }

    private int Whole(string name, int min, int max, int otherwise)
    {
        if (One(name) is not { } text)
        {
            return otherwise;
        }
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
        {
            return number;
        }
        Fault(name, $"This must be a whole number between {min} and {max}.");
        return otherwise;
    }

    private string? One(string name)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            Fault(name, "This parameter is given twice.");
        }
        return StringValues.IsNullOrEmpty(values) ? null : values[0];
    }

    private void Fault(string name, string text)
    {
        if (!errors.TryGetValue(name, out var texts))
        {
            errors[name] = texts = [];
        }
        texts.Add(text);
    }
}
