using System.Numerics;
using Dapper;

namespace Placard.Storage;

/// <summary>
/// Ids for an <c>IN</c> of portable SQL: the mapper's own list parameters mean an array on PostgreSQL. The list is
/// filled up, with its last id, to the next power of two: a statement's text grows with its parameters, and each text
/// is parsed, planned and remembered for itself. This way there are few.
/// </summary>
public sealed class IdList
{
    private readonly object[] ids;

    /// <summary>A list of numbers.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public IdList(IReadOnlyCollection<long> ids)
        : this([.. ids.Select(id => (object)id)])
    {
    }

    /// <summary>A list of ids in bytes.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public IdList(IReadOnlyCollection<byte[]> ids)
        : this([.. ids.Select(id => (object)id)])
    {
    }

    private IdList(object[] ids)
    {
        if (ids.Length == 0)
        {
            throw new ArgumentException("An IN needs at least one id.", nameof(ids));
        }
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)ids.Length);
        this.ids = [.. ids, .. Enumerable.Repeat(ids[^1], length - ids.Length)];
    }

    /// <summary>The list as SQL: <c>(@id_0, @id_1)</c>.</summary>
    public string Sql => $"({string.Join(", ", ids.Select((_, index) => $"@id_{index}"))})";

    /// <summary>The ids' values, and the statement's other parameters.</summary>
    public DynamicParameters With(object? others = null)
    {
        var parameters = new DynamicParameters(others);
        foreach (var (index, id) in ids.Index())
        {
            parameters.Add($"id_{index}", id);
        }
        return parameters;
    }
}
