using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Placard.Kernel;

namespace Placard.Events.Mail;

/// <summary>A mail that no further attempt would bring to its receiver.</summary>
internal sealed class UndeliverableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Hands a mail to the SMTP server, or, where none is configured, writes it as an <c>.eml</c> file into
/// <c>outbox</c> in the data folder.
/// </summary>
internal sealed class Postman(EventsOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How this node sends, for the metrics.</summary>
    public string Way => options.MailHost == null ? "written" : "sent";

    /// <exception cref="UndeliverableException">Its address or its receiver cannot be; do not try again.</exception>
    /// <exception cref="SmtpException">Not now; try again.</exception>
    public async Task Send(MailCopy mail, long id, long createdAtMs, CancellationToken stop)
    {
        using var message = Message(mail, id);
        if (options.MailHost == null)
        {
            Write(message, id, createdAtMs);
            return;
        }
        using var client = new SmtpClient(options.MailHost, options.MailPort) { EnableSsl = options.MailTls };
        if (options.MailUser != null)
        {
            client.Credentials = new NetworkCredential(options.MailUser, options.MailPassword);
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(message, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new SmtpException($"The mail server took longer than {Patience.TotalSeconds} seconds.");
        }
        catch (SmtpFailedRecipientException refused) when (IsForGood(refused.StatusCode))
        {
            throw new UndeliverableException("The mail server refuses the receiver.", refused);
        }
    }

    private static bool IsForGood(SmtpStatusCode code) => code is SmtpStatusCode.MailboxUnavailable
        or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath;

    // The same mail written twice is one file.
    private void Write(MailMessage message, long id, long createdAtMs)
    {
        var outbox = Path.Combine(options.DataFolder, "outbox");
        var writing = Path.Combine(outbox, string.Create(CultureInfo.InvariantCulture, $".writing-{id}"));
        if (Directory.Exists(writing))
        {
            // An attempt that died in the middle left half a mail.
            Directory.Delete(writing, recursive: true);
        }
        Directory.CreateDirectory(writing);
        using (var client = new SmtpClient
        {
            DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
            PickupDirectoryLocation = Path.GetFullPath(writing),
        })
        {
            client.Send(message);
        }
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTimeOffset.FromUnixTimeMilliseconds(createdAtMs):yyyyMMdd'T'HHmmss'Z'}-{id}.eml");
        File.Move(Directory.GetFiles(writing, "*.eml")[0], Path.Combine(outbox, name), overwrite: true);
        Directory.Delete(writing, recursive: true);
    }

    private MailMessage Message(MailCopy mail, long id)
    {
        if (!MailAddress.TryCreate(Line(mail.To), out var to))
        {
            throw new UndeliverableException("The address is no e-mail address.");
        }
        var from = new MailAddress(options.MailFrom);
        var message = new MailMessage(from, to)
        {
            Subject = Line(mail.Subject),
            SubjectEncoding = Encoding.UTF8,
            Body = mail.Text,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        // Stable over attempts: a receiver that was sent it twice shows it once.
        message.Headers.Add("Message-ID", $"<mail-{id}@{from.Host}>");
        if (mail.File != null)
        {
            var type = new ContentType(mail.FileType!) { Name = Line(mail.FileName!) };
            message.Attachments.Add(new Attachment(new MemoryStream(mail.File), type));
        }
        return message;
    }

    // What stands in a header is one line, of characters that can be normalised: U+FFFE and U+FFFF are none.
    private static string Line(string text) => string.Concat(text.Select(c => c switch
    {
        '\uFFFE' or '\uFFFF' => '\uFFFD',
        _ => char.IsControl(c) ? ' ' : c,
    })).Trim();
}
