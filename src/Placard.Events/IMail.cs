using Placard.Storage;

namespace Placard.Events;

/// <summary>E-mail: written in the transaction of its cause, sent from there at least once.</summary>
public interface IMail
{
    /// <summary>
    /// Queues a mail; it leaves after the commit, at <see cref="NewMail.NotBeforeMs"/> at the earliest.
    /// </summary>
    Task Append(DbSession session, NewMail mail);

    /// <summary>Takes back the mails about this that have not left; answers how many there were.</summary>
    Task<long> Recall(DbSession session, string about);
}

/// <summary>A mail to be, in plain text.</summary>
/// <param name="To">Addresses, each gets its own copy.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The body.</param>
/// <param name="About">
/// What it is about (an application's id), to be forgotten or recalled by; null when no person is.
/// </param>
/// <param name="Attachment">Name, media type and bytes of a file that goes with it, or null.</param>
/// <param name="NotBeforeMs">When to send it by the exchange's clock; 0 at once.</param>
public sealed record NewMail(
    IReadOnlyList<string> To,
    string Subject,
    string Text,
    string? About = null,
    MailAttachment? Attachment = null,
    long NotBeforeMs = 0);

/// <summary>A file that goes with a mail.</summary>
public sealed record MailAttachment(string Name, string MediaType, byte[] Bytes);
