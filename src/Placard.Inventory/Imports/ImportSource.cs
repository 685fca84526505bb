using Placard.Inventory.Sources;

namespace Placard.Inventory.Imports;

/// <summary>Whose jobs an import changes.</summary>
internal sealed record ImportSource(long Id, long PoolId, long CustomerId)
{
    public static ImportSource Of(SourceRow source) => new(source.Id, source.PoolId, source.CustomerId);
}
