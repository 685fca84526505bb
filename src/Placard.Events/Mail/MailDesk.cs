using System.Text.Json;
using Placard.Events.Outbox;
using Placard.Storage;

namespace Placard.Events.Mail;

/// <summary>One copy of a mail, as it is sealed.</summary>
internal sealed record MailCopy(
    string To, string Subject, string Text, string? FileName, string? FileType, byte[]? File);

/// <summary>Queues mails, sealed: who is written to and what is nobody's business while it waits.</summary>
internal sealed class MailDesk(EventBodies bodies, TimeProvider clock) : IMail
{
    public Task<long> Recall(DbSession session, string about) => MailStore.Recall(session, about);

    public async Task Append(DbSession session, NewMail mail)
    {
        if (mail.To.Count == 0)
        {
            return;
        }
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var first = await session.NextIds(Area.Ledger, "mails", 1, mail.To.Count).ConfigureAwait(false);
        for (var i = 0; i < mail.To.Count; i++)
        {
            var id = first + i;
            var copy = new MailCopy(
                mail.To[i], mail.Subject, mail.Text, mail.Attachment?.Name, mail.Attachment?.MediaType,
                mail.Attachment?.Bytes);
            var box = bodies.Seal(JsonSerializer.SerializeToUtf8Bytes(copy), EventBodies.PlaceOfMail(id));
            await MailStore.Add(session, id, mail.About, box, Math.Max(mail.NotBeforeMs, nowMs), nowMs)
                .ConfigureAwait(false);
        }
    }
}
