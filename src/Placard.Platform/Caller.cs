using Microsoft.AspNetCore.Http;

namespace Placard.Platform;

/// <summary>Whose credentials a call carries.</summary>
public enum CallerKind
{
    /// <summary>Runs the exchange; sees everything.</summary>
    Operator,

    /// <summary>An advertising company; sees its own.</summary>
    Customer,

    /// <summary>A publisher; sees its own.</summary>
    Publisher,
}

/// <summary>
/// Who calls <c>/v5</c>. <paramref name="AccountId"/> is the customer's or publisher's id, 0 for an operator.
/// Stores put it into every where-clause; what another account owns answers 404.
/// </summary>
public sealed record Caller(CallerKind Kind, long AccountId, string ClientId, IReadOnlySet<string> Scopes)
{
    /// <summary>True for an operator's client.</summary>
    public bool IsOperator => Kind == CallerKind.Operator;

    /// <summary>The customer whose rows may be seen; null for an operator (all), -1 for a publisher (none).</summary>
    public long? CustomerScope => Kind switch
    {
        CallerKind.Operator => null,
        CallerKind.Customer => AccountId,
        _ => -1,
    };

    /// <summary>The publisher whose rows may be seen; null for an operator (all), -1 for a customer (none).</summary>
    public long? PublisherScope => Kind switch
    {
        CallerKind.Operator => null,
        CallerKind.Publisher => AccountId,
        _ => -1,
    };

    /// <summary>Whether rows of this customer may be seen and changed.</summary>
    public bool OwnsCustomer(long customerId) => IsOperator || (Kind == CallerKind.Customer && AccountId == customerId);

    /// <summary>Whether rows of this publisher may be seen and changed.</summary>
    public bool OwnsPublisher(long publisherId) =>
        IsOperator || (Kind == CallerKind.Publisher && AccountId == publisherId);
}

/// <summary>Opens bearer tokens. Accounts answers it.</summary>
public interface ICallers
{
    /// <summary>The caller behind a token; null when it is unknown, expired or revoked.</summary>
    ValueTask<Caller?> Find(string bearerToken, CancellationToken stop);

    /// <summary>
    /// The client behind a token that was opened here lately; null when it was not, whatever it is worth. Never waits:
    /// the rate limit asks before anything else is known.
    /// </summary>
    string? KnownClient(string bearerToken);
}

/// <summary>Finding the caller in a request.</summary>
public static class CallerOfRequest
{
    private static readonly object Key = new();

    /// <summary>The caller of an endpoint below <see cref="PlatformRoutes.MapPlatform"/>.</summary>
    public static Caller Caller(this HttpContext context) => (Caller)context.Items[Key]!;

    /// <summary>The text after <c>Bearer</c> in the Authorization header; null when there is none.</summary>
    internal static string? BearerToken(this HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
    }

    internal static void SetCaller(this HttpContext context, Caller caller) => context.Items[Key] = caller;
}
