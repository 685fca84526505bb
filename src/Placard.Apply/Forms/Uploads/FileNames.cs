using System.Globalization;
using System.Text;

namespace Placard.Apply.Forms;

/// <summary>Names of uploads as receivers may write them to a disk.</summary>
internal static class FileNames
{
    private const int Longest = 100;
    private const string Reserved = "<>:\"|?*";

    /// <summary>The ending after the last dot, without it; empty where there is none.</summary>
    public static string EndingOf(string name)
    {
        var last = LastPiece(name);
        var dot = last.LastIndexOf('.');
        return dot < 0 ? "" : last[(dot + 1)..].Trim();
    }

    /// <summary>
    /// The name without folders, control and direction characters and what file systems refuse, with the ending of
    /// what the file is.
    /// </summary>
    public static string Clean(string name, MediaKind kind)
    {
        var last = LastPiece(name);
        var dot = last.LastIndexOf('.');
        var ending = EndingOf(name);
        var front = Plain(dot < 0 ? last : last[..dot]);
        var end = kind.IsCalled(ending) ? ending.ToLowerInvariant() : kind.Ending;
        return $"{(front.Length == 0 ? "file" : front)}.{end}";
    }

    private static string LastPiece(string name) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string Plain(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= Longest)
            {
                break;
            }
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                || rune == Rune.ReplacementChar)
            {
                continue;
            }
            clean.Append(rune.IsAscii && Reserved.Contains((char)rune.Value) ? "_" : rune.ToString());
        }
        return clean.ToString().Trim(' ', '.');
    }
}
