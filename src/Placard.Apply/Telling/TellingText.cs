using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Placard.Apply.Telling;

/// <summary>
/// Writes an event's JSON in two steps: all texts first, with a gap where the content of each file belongs, then the
/// finished bytes at their exact length with the files encoded straight into the gaps. So an application of many
/// megabytes exists once, beside the one file that is being read.
/// </summary>
internal sealed class TellingText
{
    private readonly ArrayBufferWriter<byte> text = new(4096);
    private readonly List<Gap> gaps = [];

    public TellingText() => Json = new Utf8JsonWriter(text, new JsonWriterOptions
    {
        // Letters of every language and the plus of base64 stay as they are; receivers parse JSON, not HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public Utf8JsonWriter Json { get; }

    /// <summary>A UTC time in whole seconds with Z.</summary>
    public static string Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs)
        .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>How many bytes the text has so far, gaps filled.</summary>
    public int Position()
    {
        Json.Flush();
        return text.WrittenCount + gaps.Sum(gap => gap.Length);
    }

    /// <summary>Writes the file as an object of four keys; <see cref="Finish"/> fills in its content.</summary>
    public void File(TellingFile file)
    {
        Json.WriteStartObject();
        Json.WriteString("fileName"u8, file.Name);
        Json.WriteString("contentType"u8, file.MediaType);
        Json.WriteString("contentSha256"u8, Convert.ToHexStringLower(file.Sha256));
        Json.WriteString("data"u8, ""u8);
        Json.Flush();
        gaps.Add(new Gap(text.WrittenCount - 1, Base64.GetMaxEncodedToUtf8Length(file.Size), file));
        Json.WriteEndObject();
    }

    /// <summary>The finished bytes.</summary>
    /// <exception cref="InvalidOperationException">A file has not the size its row says.</exception>
    public async ValueTask<byte[]> Finish()
    {
        var told = new byte[Position()];
        var (read, written) = (0, 0);
        foreach (var gap in gaps)
        {
            var before = gap.At - read;
            text.WrittenSpan.Slice(read, before).CopyTo(told.AsSpan(written));
            (read, written) = (gap.At, written + before);
            Fill(gap, await gap.File.Open().ConfigureAwait(false), told.AsSpan(written, gap.Length));
            written += gap.Length;
        }
        text.WrittenSpan[read..].CopyTo(told.AsSpan(written));
        return told;
    }

    private static void Fill(Gap gap, byte[] content, Span<byte> into)
    {
        if (content.Length != gap.File.Size
            || Base64.EncodeToUtf8(content, into, out _, out var length) != OperationStatus.Done
            || length != gap.Length)
        {
            throw new InvalidOperationException(
                $"A file of {gap.File.Size} bytes was opened with {content.Length}.");
        }
    }

    private readonly record struct Gap(int At, int Length, TellingFile File);
}
