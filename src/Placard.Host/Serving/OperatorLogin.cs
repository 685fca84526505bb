namespace Placard.Host.Serving;

/// <summary>The first operator's credentials where this process knows them: just made, or configured.</summary>
internal sealed class OperatorLogin
{
    private (string ClientId, string Secret)? known;

    /// <summary>Null where the operator was made before and is not configured: its secret is kept nowhere.</summary>
    public (string ClientId, string Secret)? Known => known;

    public void Take(string? clientId, string? secret)
    {
        if (clientId != null && secret != null)
        {
            known = (clientId, secret);
        }
    }
}
