using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Placard.Platform;

/// <summary>The platform's own part of the pipeline.</summary>
public static class PlatformSetup
{
    /// <summary>
    /// Reads the rate limits. Accounts adds <see cref="ICallers"/>; <c>MachineTime</c> must be there.
    /// </summary>
    /// <exception cref="InvalidOperationException">The configured limits cannot be used.</exception>
    public static IServiceCollection AddPlatform(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(RateLimits.Read(configuration));

    /// <summary>
    /// Error answers, routing, rate limits, body limits, in that order. Call it after forwarded headers are applied,
    /// because limits go by the caller's address, and before anything is mapped.
    /// </summary>
    public static IApplicationBuilder UsePlatform(this IApplicationBuilder app) =>
        app.UseMiddleware<PlatformProblems>().UseRouting().UseMiddleware<RateLimitGate>()
            .UseMiddleware<BodyGate>();
}
