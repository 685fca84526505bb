namespace Placard.Events.Webhooks;

/// <summary>What an endpoint stands for.</summary>
internal static class EndpointKind
{
    public const long Webhook = 0;
    public const long PostServer = 1;
}

/// <summary>Why a webhook is off; stored as written.</summary>
internal static class DisabledWhy
{
    public const string Person = "SWITCHED_OFF";
    public const string Dead = "FAILING_TOO_LONG";
}

/// <summary>A row of <c>endpoints</c>. Secrets are sealed.</summary>
internal sealed record EndpointRow(
    long Id,
    long CustomerId,
    long Kind,
    string Url,
    string EventTypes,
    long Wraps,
    byte[]? Secret,
    byte[]? PreviousSecret,
    long? PreviousUntilMs,
    string? ContactEmail,
    long? DisabledAtMs,
    string? DisabledWhy,
    long? FailingSinceMs,
    long? ToldAtMs,
    long CreatedAtMs)
{
    public const string Columns =
        """
        id, customer_id, kind, url, event_types, wraps, secret, previous_secret, previous_until_ms, contact_email,
        disabled_at_ms, disabled_why, failing_since_ms, told_at_ms, created_at_ms
        """;

    public bool IsWebhook => Kind == EndpointKind.Webhook;

    public string Status => DisabledAtMs != null ? "DISABLED" : FailingSinceMs != null ? "FAILING" : "ACTIVE";

    public string[] Types => EventTypes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
