using System.Security.Cryptography;

namespace Placard.Apply.Forms;

/// <summary>A file that was taken: clean name, kind by its content, raw bytes.</summary>
internal sealed record Upload(string Name, MediaKind Kind, byte[] Content)
{
    public byte[] Sha256 { get; } = SHA256.HashData(Content);
}

/// <summary>A file as a request brought it. <paramref name="Content"/> is null when it was too large to keep.</summary>
internal sealed record SentFile(string Field, string Name, byte[]? Content);

/// <summary>Takes or refuses what was sent. A refusal is a sentence for the jobseeker.</summary>
internal sealed class UploadDesk(FormOptions options, VirusScan scan)
{
    public string TooLarge => $"This file is too large. Files may have at most {InWords(options.FileBytes)}.";

    /// <summary>Said of a file that an application has no room for beside its others.</summary>
    public string TooLargeTogether => "There is no room for this file: all files of an application may have "
        + $"{InWords(options.ApplicationBytes)} together. Please choose a smaller one, or remove another file.";

    public async Task<(Upload? Taken, string? Fault)> Take(SentFile sent, CancellationToken stop)
    {
        if (sent.Content is not { } content)
        {
            return (null, TooLarge);
        }
        if (content.Length == 0)
        {
            return (null, "This file is empty. Please choose another one.");
        }
        var ending = FileNames.EndingOf(sent.Name);
        if (ending.Length > 0 && !MediaKind.All.Any(kind => kind.IsCalled(ending)))
        {
            return (null, $"We do not take files of this kind. Please choose {MediaKind.InWords}.");
        }
        // Text is what everything is that has no mark of its own, so there the name has to agree.
        if (MediaSniffer.KindOf(content) is not { } kind
            || (kind == MediaKind.Txt && ending.Length > 0 && !kind.IsCalled(ending)))
        {
            return (null, "This file is damaged, or not what its name says. "
                + $"Please choose {MediaKind.InWords}.");
        }
        return await scan.Look(content, stop).ConfigureAwait(false) switch
        {
            ScanAnswer.Infected => (null, "This file carries a virus. Please choose another one."),
            ScanAnswer.Unreachable =>
                (null, "We cannot check files at the moment. Please try again in a minute, or send it later."),
            _ => (new Upload(FileNames.Clean(sent.Name, kind), kind, content), null),
        };
    }

    public static string InWords(long bytes) =>
        bytes % 1_000_000 == 0 ? $"{bytes / 1_000_000} MB"
        : bytes % (1 << 20) == 0 ? $"{bytes >> 20} MB"
        : $"{bytes >> 10} KB";
}
