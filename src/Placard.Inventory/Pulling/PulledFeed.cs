namespace Placard.Inventory.Pulling;

/// <summary>A feed cannot be had from its address. The message is for the advertiser.</summary>
internal sealed class PullException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// What a feed's server answered. <paramref name="Body"/> is null when the feed has not changed. ETag and date are as
/// they came, to be sent back unread.
/// </summary>
internal sealed record PulledFeed(
    Stream? Body, string? Etag, string? LastModified, HttpResponseMessage? Response, PullPatience? Patience)
    : IDisposable
{
    public bool IsUnchanged => Body == null;

    public void Dispose()
    {
        Body?.Dispose();
        Response?.Dispose();
        Patience?.Dispose();
    }
}
