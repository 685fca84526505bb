using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Placard.Accounts.AppClients;

/// <summary>
/// How an app client's secret is kept. Secrets that we make have 160 random bits: nobody can search that space, so a
/// plain SHA-256 is enough and a token request stays cheap. A secret that a person wrote into the configuration may be
/// a word, so it is salted and stretched.
/// </summary>
internal static class SecretHash
{
    private const int Iterations = 210_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>The kept form of a secret that we made.</summary>
    public static string OfMade(string secret) =>
        "sha256:" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The kept form of a secret that a person chose.</summary>
    public static string OfChosen(string secret, byte[] salt)
    {
        var hash = Convert.ToBase64String(Stretch(secret, salt, Iterations));
        return string.Create(
            CultureInfo.InvariantCulture, $"pbkdf2:{Iterations}:{Convert.ToBase64String(salt)}:{hash}");
    }

    /// <summary>The number of random bytes that <see cref="OfChosen"/> wants.</summary>
    public static int SaltLength => SaltBytes;

    /// <summary>Whether the secret is the one; takes the same time however wrong it is.</summary>
    public static bool Matches(string kept, string secret)
    {
        var parts = kept.Split(':');
        var (expected, actual) = parts[0] switch
        {
            "sha256" => (parts[1], SHA256.HashData(Encoding.UTF8.GetBytes(secret))),
            "pbkdf2" => (parts[3], Stretch(
                secret, Convert.FromBase64String(parts[2]), int.Parse(parts[1], CultureInfo.InvariantCulture))),
            _ => throw new InvalidOperationException("An app client's secret is kept in an unknown form."),
        };
        return CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(expected), actual);
    }

    private static byte[] Stretch(string secret, byte[] salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(secret), salt, iterations, HashAlgorithmName.SHA256, HashBytes);
}
