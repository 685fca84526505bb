using Microsoft.AspNetCore.Http;

namespace Placard.Platform;

/// <summary>
/// Metadata of a route that says in a way of its own what the platform has to refuse there.
/// </summary>
public interface IRefusesItsOwnWay
{
    /// <summary>The answer; null when this request is answered as everywhere.</summary>
    Task? Write(HttpContext context, int status);
}

/// <summary>
/// Metadata of a route for people: what the platform has to refuse there (too large, too many, broken, a failure of
/// ours) is said by a page and not in JSON.
/// </summary>
/// <param name="TooLarge">
/// The sentence for a body beyond the limit; null where nothing is entered, then no text speaks of what was.
/// </param>
public sealed record RefusesWithPages(string? TooLarge = null) : IRefusesItsOwnWay
{
    /// <inheritdoc/>
    public Task? Write(HttpContext context, int status) => PageText.Write(
        context, status, TitleOf(status),
        $"<h1>{TitleOf(status)}</h1><p>{PageText.Safe(TextOf(status))}</p>", new PageTraits(SecretAddress: true));

    private string TextOf(int status) => status switch
    {
        413 => TooLarge ?? "Nothing is sent to this address.",
        429 => "Please wait a minute, then go back and try again." + Reassure(" Nothing you entered is lost."),
        >= 500 => "Please go back and try again in a moment." + Reassure(" What you sent before is safe."),
        404 or 405 => "The link may have been cut off or typed wrong. Please go back to where you found it.",
        _ => "Please go back and try again.",
    };

    private string Reassure(string sentence) => TooLarge == null ? "" : sentence;

    private static string TitleOf(int status) => status switch
    {
        413 => "That was too large",
        429 => "That was too fast",
        >= 500 => "That went wrong on our side",
        404 or 405 => "There is no such page",
        _ => "We could not read that",
    };
}
