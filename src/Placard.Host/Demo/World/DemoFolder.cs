using System.Text.Json;
using Placard.Host.Demo.Hosted;
using Placard.Host.Serving;

namespace Placard.Host.Demo.World;

/// <summary>Credentials of one demo account.</summary>
internal sealed record DemoLogin(string Account, string ClientId, string Secret);

/// <summary>A demo feed's name and address.</summary>
internal sealed record DemoFeedAddress(string Name, long FeedId, string PathAndQuery);

/// <summary>What a visitor of the demo needs: kept beside the data, because secrets are shown only once.</summary>
internal sealed record DemoKeys(
    DemoLogin Customer, DemoLogin Publisher, IReadOnlyList<DemoFeedAddress> Feeds, HostedKeys Hosted);

/// <summary>The demo's data folder: whether its world was made, and the keys to it.</summary>
internal sealed class DemoFolder(string folder)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly string[] Stores = ["ledger.db", "inventory.db"];
    private readonly string keysFile = Path.Combine(folder, "demo.json");
    private readonly string unfinishedFile = Path.Combine(folder, "demo-unfinished");

    /// <summary>A world whose making was interrupted is of no use: its files go, and it is made again.</summary>
    /// <exception cref="CannotStartException">The folder holds an exchange that no demo made.</exception>
    public void ClearUnfinished()
    {
        if (!File.Exists(unfinishedFile))
        {
            // Somebody's real exchange must not get demo advertisers, nor be taken for a world that was interrupted.
            if (!File.Exists(keysFile) && Stores.Any(store => File.Exists(Path.Combine(folder, store))))
            {
                throw new CannotStartException(
                    $"{Path.GetFullPath(folder)} holds an exchange that is no demo. Give another folder with --data.");
            }
            return;
        }
        foreach (var store in Stores.SelectMany(name => (string[])[name, name + "-wal", name + "-shm"]))
        {
            File.Delete(Path.Combine(folder, store));
        }
        File.Delete(Path.Combine(folder, "operator.json"));
        File.Delete(unfinishedFile);
    }

    /// <summary>The keys of a finished world; null when there is none yet.</summary>
    public DemoKeys? Keys() => File.Exists(keysFile)
        ? JsonSerializer.Deserialize<DemoKeys>(File.ReadAllText(keysFile), Indented)
        : null;

    /// <summary>Marks the folder as ours before anything is in it.</summary>
    public void Begin() => File.WriteAllText(unfinishedFile, "The demo world is being made.");

    public void Finish(DemoKeys keys)
    {
        File.WriteAllText(keysFile, JsonSerializer.Serialize(keys, Indented));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keysFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        File.Delete(unfinishedFile);
    }

    /// <summary>The operator's credentials, where this folder made them.</summary>
    public DemoLogin? OperatorKeys()
    {
        var file = Path.Combine(folder, "operator.json");
        if (!File.Exists(file))
        {
            return null;
        }
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return new DemoLogin(
            "operator",
            json.RootElement.GetProperty("clientId").GetString()!,
            json.RootElement.GetProperty("secret").GetString()!);
    }
}
