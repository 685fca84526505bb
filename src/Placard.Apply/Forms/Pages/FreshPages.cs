using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Apply.Forms;

/// <summary>
/// Contact pages as a click meets them, written once for each job as long as its facts hold: they differ by their
/// form's address and token only.
/// </summary>
internal sealed class FreshPages
{
    /// <summary>What stands for the form's address; no XML, so no job, can hold it.</summary>
    public const string Action = "\u0001";

    /// <summary>What stands for the token.</summary>
    public const string Token = "\u0002";

    private readonly ConditionalWeakTable<ApplyJob, FreshPage> pages = [];

    /// <summary>The job's page; null when it cannot be cut, and must be written whole.</summary>
    public FreshPage? Of(ApplyJob job, Func<WrittenPage> write, HttpContext context)
    {
        if (pages.TryGetValue(job, out var known))
        {
            return known;
        }
        var page = write();
        var whole = PageText.Whole(context, page.Title, page.Main, page.Traits);
        return whole.Split(Action) is [var head, var rest] && rest.Split(Token) is [var middle, var end]
            ? pages.GetValue(job, _ => new FreshPage(
                Encoding.UTF8.GetBytes(head), Encoding.UTF8.GetBytes(middle), Encoding.UTF8.GetBytes(end),
                page.Traits))
            : null;
    }
}

/// <summary>A page in three pieces: between them stand the form's address and its token.</summary>
internal sealed record FreshPage(byte[] Head, byte[] Middle, byte[] End, PageTraits Traits)
{
    public async Task Write(HttpContext context, string action, string token)
    {
        var safe = PageText.Safe(action);
        var page = new ArrayBufferWriter<byte>(
            Head.Length + Middle.Length + End.Length + (3 * (safe.Length + token.Length)));
        page.Write(Head);
        Encoding.UTF8.GetBytes(safe, page);
        page.Write(Middle);
        Encoding.UTF8.GetBytes(token, page);
        page.Write(End);
        await PageText.WriteReady(context, StatusCodes.Status200OK, page.WrittenMemory, Traits).ConfigureAwait(false);
    }
}
