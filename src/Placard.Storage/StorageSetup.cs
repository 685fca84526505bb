using System.Reflection;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Placard.Kernel;

namespace Placard.Storage;

/// <summary>The storage's front door.</summary>
public static class StorageSetup
{
    /// <summary>
    /// Adds the store over an opened engine. Rooms add their scripts with <see cref="AddMigrations"/>.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IEngine engine)
    {
        // Columns are written created_at_ms and read CreatedAtMs.
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        services.AddSingleton(engine);
        services.AddSingleton<Store>();
        services.AddSingleton<Leases>();
        services.AddSingleton<Followers>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<Seals>();
        services.AddSingleton<IFollower>(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton(provider => new MigrationSet(
            provider.GetServices<MigrationSource>().Select(source => source.Room)));
        return services.AddMigrations(typeof(Store).Assembly);
    }

    /// <summary>Names an assembly whose embedded <c>Migrations/*.sql</c> belong to the schema.</summary>
    public static IServiceCollection AddMigrations(this IServiceCollection services, Assembly room) =>
        services.AddSingleton(new MigrationSource(room));

    private sealed record MigrationSource(Assembly Room);
}
