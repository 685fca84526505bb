namespace Placard.Inventory.Imports;

/// <summary>The feed cannot be used as a whole. The message is for the advertiser.</summary>
internal sealed class ImportException(string message) : Exception(message);
