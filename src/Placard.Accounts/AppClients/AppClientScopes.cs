using Placard.Platform;

namespace Placard.Accounts.AppClients;

/// <summary>The scopes that a client of each kind can have; all of them unless fewer are asked for.</summary>
internal static class AppClientScopes
{
    private static readonly string[] Whole = [Scopes.PlatformRead, Scopes.PlatformWrite];
    private static readonly string[] Publishers = [Scopes.FeedsRead, Scopes.FeedsWrite, Scopes.EarningsRead];

    /// <summary>The wire's names of the kinds, as numbers in the store.</summary>
    public static IReadOnlyDictionary<string, long> Kinds { get; } = new Dictionary<string, long>
    {
        ["OPERATOR"] = (long)CallerKind.Operator,
        ["CUSTOMER"] = (long)CallerKind.Customer,
        ["PUBLISHER"] = (long)CallerKind.Publisher,
    };

    public static IReadOnlyList<string> Of(CallerKind kind) => kind == CallerKind.Publisher ? Publishers : Whole;

    public static string NameOf(CallerKind kind) => kind.ToString().ToUpperInvariant();

    /// <summary>How a set of scopes is kept, and written in form answers: words with a space between.</summary>
    public static string Join(IEnumerable<string> scopes) => string.Join(' ', scopes);

    public static string[] Split(string scopes) => scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
