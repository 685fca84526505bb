using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Placard.Platform;

/// <summary>
/// Requests per minute and caller of each route group, from <c>Placard:RateLimits:{group}</c>; 0 means no limit. The
/// shipped <c>appsettings.json</c> lists them all. Each node counts for itself.
/// </summary>
public sealed record RateLimits(FrozenDictionary<string, int> PerMinute, bool LoopbackIsExempt)
{
    /// <summary>What holds where the configuration is silent.</summary>
    public static FrozenDictionary<string, int> Defaults { get; } = new Dictionary<string, int>
    {
        [RateGroups.Platform] = 1_200,
        [RateGroups.Token] = 60,
        [RateGroups.Click] = 600,
        [RateGroups.Status] = 3_000,
        [RateGroups.Feed] = 300,
        [RateGroups.Conversion] = 6_000,
        [RateGroups.Disposition] = 1_200,
        [RateGroups.Page] = 600,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidOperationException">
    /// A group is unknown, or a number is not one: said in one sentence.
    /// </exception>
    public static RateLimits Read(IConfiguration configuration)
    {
        var numbers = Defaults.ToDictionary(StringComparer.Ordinal);
        foreach (var setting in configuration.GetSection("Placard:RateLimits").GetChildren())
        {
            var group = numbers.Keys.FirstOrDefault(
                name => name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidOperationException(
                    $"Placard:RateLimits:{setting.Key}: the groups are {string.Join(", ", Defaults.Keys.Order())}.");
            numbers[group] = int.TryParse(
                    setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number <= RateWindows.MostPerMinute
                ? number
                : throw new InvalidOperationException(
                    $"Placard:RateLimits:{group} must be a whole number from 0 to {RateWindows.MostPerMinute}.");
        }
        return new RateLimits(
            numbers.ToFrozenDictionary(StringComparer.Ordinal),
            configuration.GetValue("Placard:Sandbox", false));
    }
}
