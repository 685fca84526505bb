using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Placard.Kernel;

namespace Placard.Apply.Forms;

/// <summary>
/// What one opened contact page will become when it is sent, however often it is sent: the secret of the draft's
/// address and the application's id follow from it.
/// </summary>
internal sealed record DraftKey(string Secret, byte[] TlrApplicationId)
{
    /// <summary>Under which the address is kept.</summary>
    public byte[] LinkMark { get; } = ApplicantSeals.LinkMark(Secret);
}

/// <summary>
/// Keys and tokens of forms. A contact page carries a chance number and its seal: sent twice, it leads to the same
/// draft, with or without cookies. A draft's pages carry a token made of the draft's own secret.
/// </summary>
internal sealed class DraftKeys(ApplicantSeals seals, IdSource ids)
{
    private const int NonceLength = 26;
    private const int SealLength = 16;

    public string NewNonce() => ids.NextToken(NonceLength);

    /// <summary>The contact page's token for this job and click.</summary>
    public async ValueTask<string> PageToken(string nonce, long jobId, string tlrSid, CancellationToken stop)
    {
        var mark = await seals.Key("apply page", $"{nonce}\n{jobId}\n{tlrSid}", stop).ConfigureAwait(false);
        return nonce + Base64Url.EncodeToString(mark.AsSpan(0, SealLength));
    }

    /// <summary>The chance number of a token that was made for this job and click; null when it was not.</summary>
    public async ValueTask<string?> OpenPageToken(
        string? token, long jobId, string tlrSid, CancellationToken stop)
    {
        if (token == null || token.Length < NonceLength || token.Length > 2 * NonceLength)
        {
            return null;
        }
        var nonce = token[..NonceLength];
        return AreSame(token, await PageToken(nonce, jobId, tlrSid, stop).ConfigureAwait(false)) ? nonce : null;
    }

    public async ValueTask<DraftKey> DraftOf(string nonce, long jobId, string tlrSid, CancellationToken stop)
    {
        var value = $"{nonce}\n{jobId}\n{tlrSid}";
        var secret = await seals.Key("apply draft", value, stop).ConfigureAwait(false);
        var id = (await seals.Key("apply id", value, stop).ConfigureAwait(false))[..16];
        // Version and variant bits of a random UUID.
        id[6] = (byte)((id[6] & 0x0F) | 0x40);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new DraftKey(Base64Url.EncodeToString(secret), id);
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
