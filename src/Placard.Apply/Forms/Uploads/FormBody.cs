using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Placard.Apply.Forms;

/// <summary>
/// A form as it was sent, within bounds: values by field in their order, files in memory. What is beyond a bound is
/// read and forgotten, so that the answer can be the page with everything else on it.
/// </summary>
internal sealed class FormBody
{
    /// <summary>More than a form of 500 questions has, its checkboxes and hidden fields included.</summary>
    private const int MostFields = 4_000;

    /// <summary>Longer texts are cut here: beyond what any field takes, so that its own fault is shown.</summary>
    private const int LongestValueBytes = 128 << 10;

    private const int MostValuesBytes = 2 << 20;
    private const int LongestName = 1_000;
    private const int LongestBoundary = 200;

    private readonly Dictionary<string, List<string>> values = new(StringComparer.Ordinal);
    private long valuesBytes;
    private int fields;

    private FormBody()
    {
    }

    /// <summary>Files that were chosen, in their order; a file field left alone sends none.</summary>
    public List<SentFile> Files { get; } = [];

    /// <summary>The first value of a field; null when it was not sent.</summary>
    public string? Value(string field) => values.TryGetValue(field, out var all) ? all[0] : null;

    /// <summary>All values of a field.</summary>
    public IReadOnlyList<string> Values(string field) => values.TryGetValue(field, out var all) ? all : [];

    public bool Has(string field) => values.ContainsKey(field);

    /// <exception cref="BadHttpRequestException">The body is no form, or beyond every bound.</exception>
    public static async Task<FormBody> Read(HttpContext context, FormOptions options)
    {
        var form = new FormBody();
        var type = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var parsed) ? parsed : null;
        try
        {
            if (type?.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true)
            {
                await form.ReadParts(context, Boundary(type), options).ConfigureAwait(false);
            }
            else if (type?.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
                == true)
            {
                await form.ReadPairs(context).ConfigureAwait(false);
            }
            else if (context.Request.ContentLength is not (null or 0))
            {
                throw new BadHttpRequestException("This is no form.", StatusCodes.Status415UnsupportedMediaType);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException
            and not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The form cannot be read.", fault);
        }
        return form;
    }

    private static string Boundary(MediaTypeHeaderValue type) =>
        HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= LongestBoundary } boundary
            ? boundary
            : throw new BadHttpRequestException("The form has no usable boundary.");

    private async Task ReadPairs(HttpContext context)
    {
        using var reader = new FormReader(context.Request.Body, Encoding.UTF8)
        {
            ValueCountLimit = MostFields,
            KeyLengthLimit = LongestName,
            ValueLengthLimit = MostValuesBytes,
        };
        while (await reader.ReadNextPairAsync(context.RequestAborted).ConfigureAwait(false) is { } pair)
        {
            Add(
                pair.Key, pair.Value[..Math.Min(pair.Value.Length, LongestValueBytes)],
                Encoding.UTF8.GetByteCount(pair.Value));
        }
    }

    private async Task ReadParts(HttpContext context, string boundary, FormOptions options)
    {
        var stop = context.RequestAborted;
        var reader = new MultipartReader(boundary, context.Request.Body);
        var left = options.FilesBytes;
        while (await reader.ReadNextSectionAsync(stop).ConfigureAwait(false) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var said)
                || HeaderUtilities.RemoveQuotes(said.Name).Value is not { Length: > 0 and <= LongestName } name)
            {
                throw new BadHttpRequestException("A part of the form has no name.");
            }
            if (said.FileName.HasValue || said.FileNameStar.HasValue)
            {
                left -= await ReadFile(part, name, said, Math.Min(options.FileBytes, left), stop)
                    .ConfigureAwait(false);
                continue;
            }
            var (bytes, _) = await Head(part.Body, LongestValueBytes, stop).ConfigureAwait(false);
            Add(name, Encoding.UTF8.GetString(bytes), bytes.Length);
        }
    }

    private async Task<long> ReadFile(
        MultipartSection part, string field, ContentDispositionHeaderValue said, long most, CancellationToken stop)
    {
        var name = HeaderUtilities.RemoveQuotes(
            said.FileNameStar.HasValue ? said.FileNameStar : said.FileName).Value ?? "";
        var (content, isWhole) = await Head(part.Body, most, stop).ConfigureAwait(false);
        if (name.Length == 0 && content.Length == 0)
        {
            return 0;
        }
        Count(0);
        Files.Add(new SentFile(field, name, isWhole ? content : null));
        return isWhole ? content.Length : 0;
    }

    /// <summary>So many bytes as may be kept, and whether they are all; the rest is read and forgotten.</summary>
    private static async Task<(byte[] Kept, bool IsWhole)> Head(Stream body, long most, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            using var kept = new MemoryStream();
            var isWhole = true;
            for (int read; (read = await body.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0;)
            {
                isWhole &= kept.Length + read <= most;
                kept.Write(buffer, 0, (int)Math.Min(read, most - kept.Length));
            }
            return (kept.ToArray(), isWhole);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Add(string field, string value, long bytes)
    {
        Count(bytes);
        if (!values.TryGetValue(field, out var all))
        {
            values[field] = all = [];
        }
        all.Add(value);
    }

    private void Count(long bytes)
    {
        valuesBytes += bytes;
        if (++fields > MostFields || valuesBytes > MostValuesBytes)
        {
            throw new BadHttpRequestException("The form has more fields or text than this address takes.", 413);
        }
    }
}
