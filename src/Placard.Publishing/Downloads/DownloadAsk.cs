using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Placard.Publishing.Downloads;

/// <summary>A download as it was asked for. Where a parameter comes twice, the first counts.</summary>
internal sealed record DownloadAsk(string IdText, long FeedId, string Pass, long Part)
{
    /// <summary>Longer passes are garbage; comparing them would only cost time.</summary>
    private const int MostPass = 200;

    /// <summary>What cannot be read becomes 0, which no feed and no part has.</summary>
    public static DownloadAsk Of(IQueryCollection query)
    {
        var idText = First(query, "id") ?? "";
        var pass = First(query, "pass") ?? "";
        return new DownloadAsk(
            idText,
            Number(idText),
            pass.Length <= MostPass ? pass : "",
            First(query, "part") is { Length: > 0 } part ? Number(part) : 1);
    }

    /// <summary>Whether the answer may be compressed, and the reader does not like it less than plain.</summary>
    public static bool AcceptsGzip(HttpRequest request)
    {
        var (named, anything, plain) = (default(double?), 0.0, 0.0);
        foreach (var coding in request.GetTypedHeaders().AcceptEncoding)
        {
            var quality = coding.Quality ?? 1;
            if (Is(coding.Value, "gzip") || Is(coding.Value, "x-gzip"))
            {
                named = quality;
            }
            else if (Is(coding.Value, "*"))
            {
                anything = quality;
            }
            else if (Is(coding.Value, "identity"))
            {
                plain = quality;
            }
        }
        var gzip = named ?? anything;
        return gzip > 0 && gzip >= plain;
    }

    private static bool Is(Microsoft.Extensions.Primitives.StringSegment name, string coding) =>
        name.Equals(coding, StringComparison.OrdinalIgnoreCase);

    private static string? First(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
