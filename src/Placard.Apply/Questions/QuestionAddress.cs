using Placard.Kernel;

namespace Placard.Apply.Questions;

/// <summary>The address of a questions document, in one spelling.</summary>
internal static class QuestionAddress
{
    // It is a key of the store, and PostgreSQL's keys have an end.
    private const int Longest = 2_048;

    /// <summary>The address as it is kept and asked; null when it is none.</summary>
    public static string? Of(string text) =>
        WebHosts.Address(text.Trim())?.GetLeftPart(UriPartial.Query) is { Length: <= Longest } address
            ? address
            : null;
}
