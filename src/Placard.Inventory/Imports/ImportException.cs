namespace Placard.Inventory.Imports;

/// <summary>The feed cannot be used as a whole. The message is for the advertiser.</summary>
internal sealed class ImportException(string message) : Exception(message);

/// <summary>Whoever sent the feed went away, or sent what no server takes: the fault inside says it.</summary>
internal sealed class FeedBrokeOffException(IOException fault) : Exception(fault.Message, fault);
