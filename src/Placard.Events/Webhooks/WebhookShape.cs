using Placard.Platform;

namespace Placard.Events.Webhooks;

/// <summary>A webhook as the API shows it; the secret only where one webhook is asked for.</summary>
internal sealed record WebhookShape(
    long Id,
    long CustomerId,
    string Url,
    string? Secret,
    string? PreviousSecretSignsUntil,
    IReadOnlyList<string> EventTypes,
    bool WrapQuestionsAndAnswers,
    string? ContactEmail,
    string Status,
    string? FailingSince,
    string? ToldAt,
    string? DisabledAt,
    string? DisabledReason,
    string CreatedAt)
{
    public static WebhookShape Of(EndpointRow row, string? secret, long nowMs) => new(
        row.Id,
        row.CustomerId,
        row.Url,
        secret,
        row.PreviousUntilMs > nowMs ? Wire.Time(row.PreviousUntilMs) : null,
        row.Types,
        row.Wraps != 0,
        row.ContactEmail,
        row.Status,
        Wire.Time(row.FailingSinceMs),
        Wire.Time(row.ToldAtMs),
        Wire.Time(row.DisabledAtMs),
        row.DisabledWhy,
        Wire.Time(row.CreatedAtMs));
}

/// <summary>A server behind post URLs as the API shows it: scheme, host and port, and how it fares.</summary>
internal sealed record PostUrlServerShape(
    long Id, long CustomerId, string Url, string Status, string? FailingSince, string? ToldAt, string CreatedAt)
{
    public static PostUrlServerShape Of(EndpointRow row) => new(
        row.Id, row.CustomerId, row.Url, row.Status, Wire.Time(row.FailingSinceMs), Wire.Time(row.ToldAtMs),
        Wire.Time(row.CreatedAtMs));
}
