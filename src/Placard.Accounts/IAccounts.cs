namespace Placard.Accounts;

/// <summary>Credentials of an operator client, readable this once.</summary>
public sealed record OperatorCredentials(string ClientId, string Secret);

/// <summary>What the host asks of accounts. Rooms ask <see cref="Placard.Platform.IAccountFacts"/>.</summary>
public interface IAccounts
{
    /// <summary>
    /// Call once the schema is there, before traffic. Makes the first operator client when the exchange has none,
    /// writes <c>operator.json</c> into the <c>DataFolder</c> (readable by its owner only) and answers the
    /// credentials, to be printed once; null when an operator exists, be it made by another node. With configured
    /// credentials that client is made or given the configured secret, nothing is written, and the answer is null.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Only one of the two is configured, or the configured client is not an operator's.
    /// </exception>
    Task<OperatorCredentials?> EnsureOperator(string? clientId, string? secret, CancellationToken stop);
}
