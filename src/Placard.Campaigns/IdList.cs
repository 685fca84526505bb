using Dapper;

namespace Placard.Campaigns;

/// <summary>
/// Ids for an <c>IN</c> of portable SQL: the mapper's own list parameters mean an array on PostgreSQL. Lists are filled
/// up, with their last id, to a few lengths, so that few different statements arise and engines keep them prepared.
/// </summary>
internal sealed class IdList
{
    private readonly long[] ids;

    public IdList(IReadOnlyCollection<long> ids)
    {
        if (ids.Count == 0)
        {
            throw new ArgumentException("An IN needs at least one id.", nameof(ids));
        }
        var length = 1;
        while (length < ids.Count)
        {
            length *= 4;
        }
        this.ids = [.. ids, .. Enumerable.Repeat(ids.Last(), length - ids.Count)];
    }

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
