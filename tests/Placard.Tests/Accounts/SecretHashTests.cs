using Placard.Accounts.AppClients;

namespace Placard.Tests.Accounts;

/// <summary>How secrets are kept.</summary>
public sealed class SecretHashTests
{
    private static readonly byte[] Salt = [.. Enumerable.Range(0, SecretHash.SaltLength).Select(i => (byte)i)];

    [Theory]
    [InlineData("5lx7ghclhhwaryrbct6s7uvoblpj52ia")]
    [InlineData("")]
    [InlineData("naïve ☃")]
    public void OnlyTheSecretItselfMatches(string secret)
    {
        foreach (var kept in new[] { SecretHash.OfMade(secret), SecretHash.OfChosen(secret, Salt) })
        {
            Assert.True(SecretHash.Matches(kept, secret));
            Assert.False(SecretHash.Matches(kept, secret + "x"));
            Assert.False(SecretHash.Matches(kept, "x" + secret));
            Assert.True(secret.Length == 0 || !kept.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void AChosenSecretIsKeptDifferentlyEachTime() => Assert.NotEqual(
        SecretHash.OfChosen("password", Salt), SecretHash.OfChosen("password", [.. Salt.Reverse()]));
}
