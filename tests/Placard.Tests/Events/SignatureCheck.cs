using System.Security.Cryptography;
using System.Text;

namespace Placard.Tests.Events;

/// <summary>
/// Verifies a post the way a receiver does, from the public documentation alone: nothing of the program's own code.
/// </summary>
internal static class SignatureCheck
{
    /// <summary>Fails unless both kinds of signature are right for this secret.</summary>
    public static void Holds(Received post, string secret)
    {
        Assert.True(Talroo(post, secret), $"x-talroo-signature does not verify: {post.Headers["x-talroo-signature"]}");
        Assert.True(Standard(post, secret), $"webhook-signature does not verify: {post.Headers["webhook-signature"]}");
        Assert.Equal(post.EventId, post.Headers["webhook-id"]);
    }

    public static bool Talroo(Received post, string secret)
    {
        var parts = post.Headers["x-talroo-signature"].Split(',').Select(part => part.Split('=', 2)).ToList();
        var time = parts.Single(part => part[0] == "t")[1];
        var expected = Hmac(Encoding.UTF8.GetBytes(secret), $"{time}.", post.Body);
        return parts.Any(part => part[0] == "v1" && part[1] == Convert.ToHexStringLower(expected));
    }

    public static bool Standard(Received post, string secret)
    {
        var key = secret.StartsWith("whsec_", StringComparison.Ordinal)
            ? Convert.FromBase64String(secret["whsec_".Length..])
            : Encoding.UTF8.GetBytes(secret);
        var start = $"{post.Headers["webhook-id"]}.{post.Headers["webhook-timestamp"]}.";
        var expected = "v1," + Convert.ToBase64String(Hmac(key, start, post.Body));
        return post.Headers["webhook-signature"].Split(' ').Contains(expected);
    }

    public static long TimeOf(Received post) =>
        long.Parse(post.Headers["webhook-timestamp"], CultureInfo.InvariantCulture);

    private static byte[] Hmac(byte[] key, string start, byte[] body)
    {
        using var hmac = new HMACSHA256(key);
        return hmac.ComputeHash([.. Encoding.ASCII.GetBytes(start), .. body]);
    }
}
