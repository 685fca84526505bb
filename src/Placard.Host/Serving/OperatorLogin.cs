namespace Placard.Host.Serving;

/// <summary>The first operator's credentials where this process knows them: just made, or configured.</summary>
internal sealed class OperatorLogin
{
    private (string ClientId, string Secret)? known;

    /// <exception cref="InvalidOperationException">
    /// The operator was made before, and its secret is kept nowhere.
    /// </exception>
    public string ClientId => Known.ClientId;

    public string Secret => Known.Secret;

    private (string ClientId, string Secret) Known => known ?? throw new InvalidOperationException(
        "This exchange has an operator already. A demo world is made only in a new data folder or database.");

    public void Take(string? clientId, string? secret)
    {
        if (clientId != null && secret != null)
        {
            known = (clientId, secret);
        }
    }
}
