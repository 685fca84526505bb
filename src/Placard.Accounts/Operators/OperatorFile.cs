using System.Text.Json;

namespace Placard.Accounts.Operators;

/// <summary>
/// <c>operator.json</c> in the data folder: where the first operator's credentials are kept for the owner of the
/// folder, and nobody else on the machine.
/// </summary>
internal static class OperatorFile
{
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "operator.json");

    /// <summary>Writes the whole file or nothing; on disk when this returns.</summary>
    public static void Write(string dataFolder, OperatorCredentials credentials)
    {
        Directory.CreateDirectory(dataFolder);
        var path = PathIn(dataFolder);
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var file = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(file, credentials, JsonSerializerOptions.Web);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }
}
