namespace Placard.Inventory.Imports;

/// <summary>Whose jobs an import changes.</summary>
internal sealed record ImportSource(long Id, long PoolId, long CustomerId);
