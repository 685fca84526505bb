using Dapper;
using Placard.Kernel;

namespace Placard.Campaigns;

/// <summary>
/// Ids for an <c>IN</c> of portable SQL: the mapper's own list parameters mean an array on PostgreSQL. Lists are filled
/// up to a few lengths (<see cref="ParameterList"/>), so that few different statements arise.
/// </summary>
internal sealed class IdList
{
    private readonly long[] ids;

    public IdList(IReadOnlyCollection<long> ids) => this.ids = ParameterList.FillUp(ids);

    /// <summary>The list as SQL: <c>(@id_0, @id_1)</c>.</summary>
    public string Sql => $"({string.Join(", ", Enumerable.Range(0, ids.Length).Select(index => $"@id_{index}"))})";

    /// <summary>The ids' values, and the statement's other parameters.</summary>
    public DynamicParameters With(object? others = null)
    {
        var parameters = new DynamicParameters(others);
        for (var index = 0; index < ids.Length; index++)
        {
            parameters.Add($"id_{index}", ids[index]);
        }
        return parameters;
    }
}
