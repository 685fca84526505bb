using Microsoft.Extensions.Configuration;

namespace Placard.Inventory;

/// <summary>What an operator may set for sources and imports (<c>Placard:Inventory:*</c>).</summary>
public sealed record InventoryOptions
{
    /// <summary>
    /// A folder on this machine for what an import sets aside while it reads; as large as the largest feed. Nothing
    /// in it is needed after a restart.
    /// </summary>
    public required string WorkFolder { get; init; }

    /// <summary>In a sandbox feeds may be pulled from this machine.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Cities that a job for all cities of a state is advertised in, largest first. 1 to 1,000.</summary>
    public int AllCitiesMost { get; init; } = 25;

    /// <summary>
    /// Another table of places than the shipped one: <c>zip,city,state,latitude,longitude</c> a line.
    /// </summary>
    public string? PlacesFile { get; init; }

    /// <summary>Bytes of a feed after decompression. 1 KiB to 64 GiB; default 16 GiB.</summary>
    public long FeedBytes { get; init; } = 16L << 30;

    /// <summary>Seconds that pulling one feed may take in all. 1 to 86,400; default an hour.</summary>
    public int PullSeconds { get; init; } = 3_600;

    /// <summary>Seconds that a feed's server may say nothing. 1 to 3,600; default a minute.</summary>
    public int PullSilenceSeconds { get; init; } = 60;

    /// <summary>Reads the section; a value out of its range stops the start with a sentence.</summary>
    public static InventoryOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Placard:Inventory");
        var plain = new InventoryOptions
        {
            WorkFolder = Path.Combine(configuration["Placard:Data"] ?? "data", "work"),
        };
        return plain with
        {
            Sandbox = bool.TryParse(configuration["Placard:Sandbox"], out var sandbox) && sandbox,
            AllCitiesMost = (int)Whole(section, nameof(AllCitiesMost), 1, 1_000, plain.AllCitiesMost),
            PlacesFile = section[nameof(PlacesFile)] is { Length: > 0 } file ? file : null,
            FeedBytes = Whole(section, nameof(FeedBytes), 1_024, 64L << 30, plain.FeedBytes),
            PullSeconds = (int)Whole(section, nameof(PullSeconds), 1, 86_400, plain.PullSeconds),
            PullSilenceSeconds = (int)Whole(section, nameof(PullSilenceSeconds), 1, 3_600, plain.PullSilenceSeconds),
        };
    }

    private static long Whole(IConfigurationSection section, string key, long min, long max, long otherwise)
    {
        if (section[key] is not { Length: > 0 } text)
        {
            return otherwise;
        }
        return long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max
            ? number
            : throw new InvalidOperationException($"{section.Path}:{key} must be a whole number, {min} to {max}.");
    }
}
