using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Placard.Events;

/// <summary>
/// What an operator may set for deliveries and mail (<c>Placard:Events:*</c>, <c>Placard:Mail:*</c>).
/// </summary>
public sealed record EventsOptions
{
    /// <summary>In a sandbox events may be posted to this machine, and over plain http.</summary>
    public bool Sandbox { get; init; }

    /// <summary>The folder of <c>--data</c>; mails without a server are written to <c>outbox</c> in it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Deliveries that go to one healthy endpoint at a time. 1 to 64; default 16.</summary>
    public int AtOnce { get; init; } = 16;

    /// <summary>Hours that an endpoint fails before somebody is told by mail. 1 to 168; default 2.</summary>
    public int TellAfterHours { get; init; } = 2;

    /// <summary>
    /// Hours that a webhook fails before it is switched off; never sooner than two days after the mail. 0 switches
    /// nothing off; at most 8,760; default 120.
    /// </summary>
    public int SwitchOffAfterHours { get; init; } = 120;

    /// <summary>
    /// Days that an event can be read by cursor, redelivered and replayed, and its deliveries be looked at. 30 to
    /// 36,500; 0, the default: for ever.
    /// </summary>
    public int KeepDays { get; init; }

    /// <summary>The SMTP server; null: mails become files.</summary>
    public string? MailHost { get; init; }

    /// <summary>Its port; default 587.</summary>
    public int MailPort { get; init; } = 587;

    /// <summary>The name to log in with; null: no log-in.</summary>
    public string? MailUser { get; init; }

    /// <summary>The password to log in with.</summary>
    public string? MailPassword { get; init; }

    /// <summary>Whether the connection must be encrypted (STARTTLS); default true.</summary>
    public bool MailTls { get; init; } = true;

    /// <summary>The sender of every mail.</summary>
    public string MailFrom { get; init; } = "placard@localhost";

    /// <summary>Whom to tell about failing endpoints that name no contact; null: nobody.</summary>
    public string? MailOperator { get; init; }

    /// <summary>Reads the sections; a value out of its range stops the start with a sentence.</summary>
    public static EventsOptions Read(IConfiguration configuration)
    {
        var events = configuration.GetSection("Placard:Events");
        var mail = configuration.GetSection("Placard:Mail");
        var plain = new EventsOptions { DataFolder = configuration["Placard:Data"] ?? "data" };
        var host = Text(mail, "Host");
        return plain with
        {
            Sandbox = bool.TryParse(configuration["Placard:Sandbox"], out var sandbox) && sandbox,
            AtOnce = Whole(events, nameof(AtOnce), 1, 64, plain.AtOnce),
            TellAfterHours = Whole(events, nameof(TellAfterHours), 1, 168, plain.TellAfterHours),
            SwitchOffAfterHours = Whole(events, nameof(SwitchOffAfterHours), 0, 8_760, plain.SwitchOffAfterHours),
            KeepDays = KeepDaysOf(events),
            MailHost = host,
            MailPort = Whole(mail, "Port", 1, 65_535, plain.MailPort),
            MailUser = Text(mail, "User"),
            MailPassword = Text(mail, "Password"),
            MailTls = Text(mail, "Tls") is not { } tls || Flag(mail, "Tls", tls),
            MailFrom = Address(mail, "From") ?? (host == null
                ? plain.MailFrom
                : throw new InvalidOperationException("Placard:Mail:From is needed when Placard:Mail:Host is set.")),
            MailOperator = Address(mail, "Operator"),
        };
    }

    // Whoever was away for some weeks must still find what happened meanwhile.
    private static int KeepDaysOf(IConfigurationSection section) =>
        Text(section, nameof(KeepDays)) is null or "0" ? 0 : Whole(section, nameof(KeepDays), 30, 36_500, 0);

    private static string? Text(IConfigurationSection section, string key) =>
        section[key] is { Length: > 0 } text ? text : null;

    private static string? Address(IConfigurationSection section, string key) =>
        Text(section, key) is not { } text ? null
        : System.Net.Mail.MailAddress.TryCreate(text, out _) ? text
        : throw new InvalidOperationException($"{section.Path}:{key} must be an e-mail address.");

    private static bool Flag(IConfigurationSection section, string key, string text) =>
        bool.TryParse(text, out var flag)
            ? flag
            : throw new InvalidOperationException($"{section.Path}:{key} must be true or false.");

    private static int Whole(IConfigurationSection section, string key, int min, int max, int otherwise)
    {
        if (section[key] is not { Length: > 0 } text)
        {
            return otherwise;
        }
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max
            ? number
            : throw new InvalidOperationException($"{section.Path}:{key} must be a whole number, {min} to {max}.");
    }
}
