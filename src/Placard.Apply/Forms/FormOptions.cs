using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Placard.Apply.Forms;

/// <summary>
/// What an operator may set about hosted applications (<c>Placard:Apply:*</c>, <c>Placard:Clamd</c>).
/// </summary>
/// <param name="FileBytes">Most bytes of one upload: 5 MiB, 64 KiB to 20 MB.</param>
/// <param name="ApplicationBytes">
/// Most bytes of all uploads of one application together: 50 MiB, <paramref name="FileBytes"/> to 100 MB. Its completed
/// event carries them all, and is written out in memory.
/// </param>
/// <param name="DraftDays">Days after which an application that nobody finished is erased: 90, 1 to 3650.</param>
/// <param name="ClamdHost">Where uploads are scanned for viruses; null: they are not.</param>
/// <param name="ClamdPort">Its TCP port.</param>
internal sealed record FormOptions(
    int FileBytes, long ApplicationBytes, int DraftDays, string? ClamdHost, int ClamdPort)
{
    /// <summary>
    /// Most bytes that the files of one request may have together and be kept; further ones are refused. They are held
    /// in memory until they are sealed.
    /// </summary>
    public long FilesBytes => Math.Max(25L << 20, FileBytes);

    /// <summary>
    /// A whole request. Far more than may be kept: what is too large is read to its end and forgotten, so that the
    /// jobseeker gets the page back with everything else that was entered.
    /// </summary>
    public const long RequestBytes = 128L << 20;

    /// <exception cref="InvalidOperationException">A setting cannot be used: said in one sentence.</exception>
    public static FormOptions Read(IConfiguration configuration)
    {
        var (host, port) = Clamd(configuration["Placard:Clamd"]);
        var fileBytes = (int)Number(configuration, "Placard:Apply:FileBytes", 5 << 20, 64 << 10, 20_000_000);
        return new FormOptions(
            fileBytes,
            Number(configuration, "Placard:Apply:ApplicationBytes", 50 << 20, fileBytes, 100_000_000),
            (int)Number(configuration, "Placard:Apply:DraftDays", 90, 1, 3650),
            host,
            port);
    }

    private static long Number(IConfiguration configuration, string key, long otherwise, long least, long most) =>
        configuration[key] is not { Length: > 0 } text ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most ? number
        : throw new InvalidOperationException($"{key} must be a whole number from {least} to {most}.");

    private static (string? Host, int Port) Clamd(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (null, 0);
        }
        var colon = text.LastIndexOf(':');
        return colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and < 65_536
            ? (text[..colon].Trim('[', ']'), port)
            : throw new InvalidOperationException("Placard:Clamd must be a host and a port, such as 127.0.0.1:3310.");
    }
}
