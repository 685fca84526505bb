using System.Web;

namespace Placard.Tests.Harness;

/// <summary>
/// A jobseeker: an address and a browser. Addresses are private ones (country unknown, so clicks pay), each used once
/// per run, since an address and a browser together are what makes a click a duplicate.
/// </summary>
public sealed record Visitor(string Address, string UserAgent)
{
    /// <summary>The user agent of an ordinary browser.</summary>
    public const string Browser =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        + "Chrome/131.0.0.0 Safari/537.36";

    private static int addresses;

    /// <summary>Somebody who was never here before.</summary>
    public static Visitor Fresh()
    {
        var number = Interlocked.Increment(ref addresses);
        return new Visitor($"10.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}", Browser);
    }

    internal void Sign(HttpRequestMessage message)
    {
        message.Headers.TryAddWithoutValidation("X-Forwarded-For", Address);
        if (UserAgent.Length > 0)
        {
            message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }
    }
}

/// <summary>Where a click led.</summary>
public sealed record ClickAnswer(Answer Answer)
{
    /// <summary>The redirect's target as written; null without a redirect.</summary>
    public string? Location => Answer.Location;

    /// <summary>The click's id, from the landing URL; null when the click was not recorded there.</summary>
    public string? TlrSid =>
        Location is { } to && Uri.TryCreate(to, UriKind.Absolute, out var landing)
            ? HttpUtility.ParseQueryString(landing.Query)["tlr_sid"]
            : null;

    /// <summary>Fails the test unless the click was redirected with an id, and answers that id.</summary>
    public string Landed()
    {
        Answer.Expect(302);
        Assert.True(TlrSid is not null, $"No tlr_sid in {Location}");
        return TlrSid!;
    }
}
