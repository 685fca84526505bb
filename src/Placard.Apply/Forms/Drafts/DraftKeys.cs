using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Placard.Kernel;

namespace Placard.Apply.Forms;

/// <summary>
/// What one opened contact page will become when it is sent, however often it is sent: the secret of the draft's
/// address and the application's id follow from the page's chance number.
/// </summary>
internal sealed record DraftKey(string Nonce, string Secret, byte[] TlrApplicationId)
{
    /// <summary>Under which the address is kept.</summary>
    public byte[] LinkMark { get; } = ApplicantSeals.LinkMark(Secret);

    /// <summary>When the page was opened; never, as far as a number tells that is not one of ours.</summary>
    public long OpenedAtMs =>
        long.TryParse(
            Nonce.AsSpan(0, DraftKeys.TimeLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
            out var ms) ? ms : long.MaxValue;
}

/// <summary>
/// Keys and tokens of forms. A contact page carries a chance number and its seal: sent twice, it leads to the same
/// draft, with or without cookies. A draft's pages carry a token made of the draft's own secret.
/// </summary>
internal sealed class DraftKeys(ApplicantSeals seals, IdSource ids, TimeProvider clock)
{
    /// <summary>Characters of a chance number that tell when it was made.</summary>
    public const int TimeLength = 12;

    private const int NonceLength = TimeLength + 26;
    private const int SealLength = 16;

    /// <summary>For a page that is opened now.</summary>
    public string NewNonce() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Max(0, clock.GetUtcNow().ToUnixTimeMilliseconds()):x12}{ids.NextToken(NonceLength - TimeLength)}");

    /// <summary>The contact page's token for this job and click.</summary>
    public async ValueTask<string> PageToken(string nonce, long jobId, string tlrSid, CancellationToken stop)
    {
        var mark = await seals.Key("apply page", $"{nonce}\n{jobId}\n{tlrSid}", stop).ConfigureAwait(false);
        return nonce + Base64Url.EncodeToString(mark.AsSpan(0, SealLength));
    }

    /// <summary>The key of a token that was made for this job and click; null when it was not.</summary>
    public async ValueTask<DraftKey?> OpenPageToken(
        string? token, long jobId, string tlrSid, CancellationToken stop)
    {
        if (token == null || token.Length < NonceLength || token.Length > 2 * NonceLength)
        {
            return null;
        }
        var nonce = token[..NonceLength];
        return AreSame(token, await PageToken(nonce, jobId, tlrSid, stop).ConfigureAwait(false))
            ? await DraftOf(nonce, jobId, tlrSid, stop).ConfigureAwait(false)
            : null;
    }

    public async ValueTask<DraftKey> DraftOf(string nonce, long jobId, string tlrSid, CancellationToken stop)
    {
        var value = $"{nonce}\n{jobId}\n{tlrSid}";
        var secret = await seals.Key("apply draft", value, stop).ConfigureAwait(false);
        var id = (await seals.Key("apply id", value, stop).ConfigureAwait(false))[..16];
        // Version and variant bits of a random UUID.
        id[6] = (byte)((id[6] & 0x0F) | 0x40);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new DraftKey(nonce, Base64Url.EncodeToString(secret), id);
    }

    /// <summary>The token of every form of this draft.</summary>
    public async ValueTask<string> DraftToken(string secret, CancellationToken stop)
    {
        var mark = await seals.Key("apply form", secret, stop).ConfigureAwait(false);
        return Base64Url.EncodeToString(mark.AsSpan(0, SealLength));
    }

    public async ValueTask<bool> IsDraftToken(string? token, string secret, CancellationToken stop) =>
        token != null && AreSame(token, await DraftToken(secret, stop).ConfigureAwait(false));

    private static bool AreSame(string given, string made) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(made));
}
