using System.Buffers;
using System.Buffers.Text;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Publishing.Tokens;

/// <summary>
/// Seals and opens tokens with one cipher per thread and key: AesGcm objects are not safe for two threads, and a new
/// one per token would cost twice as much as the work itself.
/// </summary>
internal sealed class Spl(KeyRing ring, IdSource ids) : ISpl, IFollower, IDisposable
{
    /// <summary>Characters of a token without search context, which is what feeds carry.</summary>
    public const int TokenLength = (SplCipher.Overhead + SplRecord.Length) / 3 * 4;

    /// <summary>The most characters of any token.</summary>
    public const int MostLength = 80;

    private const string Purpose = "spl";
    // Not tracked: threads come and go, and what they leave behind is the finaliser's.
    private readonly ThreadLocal<SplCipher?[]> ciphers = new(() => new SplCipher?[256]);
    private volatile SecretKey? sealing;

    public int Order => 1;

    public async Task CatchUp(CancellationToken stop) => await TakeNewestKey(stop).ConfigureAwait(false);

    /// <summary>Makes the newest key the one that seals; a build asks once, before its first token.</summary>
    public async ValueTask TakeNewestKey(CancellationToken stop) =>
        sealing = await ring.Newest(Purpose, rotates: true, stop).ConfigureAwait(false);

    public int Seal(in SplContents contents, Span<char> into)
    {
        Span<byte> token = stackalloc byte[SplCipher.Overhead + SplRecord.Length];
        SealBytes(contents, token);
        return Base64Url.EncodeToChars(token, into);
    }

    /// <summary>As <see cref="Seal"/>, straight into a feed's bytes; answers <see cref="TokenLength"/>.</summary>
    public int SealUtf8(in SplContents contents, Span<byte> into)
    {
        Span<byte> token = stackalloc byte[SplCipher.Overhead + SplRecord.Length];
        SealBytes(contents, token);
        return Base64Url.EncodeToUtf8(token, into);
    }

    public bool TryOpen(ReadOnlySpan<char> token, out SplContents contents)
    {
        contents = default;
        if (token.Length < TokenLength || token.Length > MostLength || token.Length % 4 != 0)
        {
            return false;
        }
        Span<byte> bytes = stackalloc byte[MostLength / 4 * 3];
        // Fewer bytes than characters promise means white space or padding between them, which no seal of ours has.
        if (Base64Url.DecodeFromChars(token, bytes, out _, out var length) != OperationStatus.Done
            || length != token.Length / 4 * 3
            || ring.Find(Purpose, bytes[0]) is not { } key)
        {
            return false;
        }
        Span<byte> record = stackalloc byte[SplRecord.MostLength];
        record = record[..(length - SplCipher.Overhead)];
        return CipherOf(key).TryOpen(bytes[..length], record) && SplRecord.TryRead(record, out contents);
    }

    public void Dispose() => ciphers.Dispose();

    private void SealBytes(in SplContents contents, Span<byte> token)
    {
        Span<byte> record = stackalloc byte[SplRecord.Length];
        SplRecord.Write(contents, record);
        var key = sealing ?? throw new InvalidOperationException("No key yet: followers must catch up before sealing.");
        CipherOf(key).Seal(record, token);
    }

    private SplCipher CipherOf(SecretKey key)
    {
        var mine = ciphers.Value!;
        if (mine[key.Id] is { } known && known.IsOf(key))
        {
            return known;
        }
        mine[key.Id]?.Dispose();
        return mine[key.Id] = new SplCipher(key, ids);
    }
}
