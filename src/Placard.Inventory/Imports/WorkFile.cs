namespace Placard.Inventory.Imports;

/// <summary>Files that nobody needs after a restart.</summary>
internal static class WorkFile
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>
    /// A new file for writing and reading back. Where the system allows it, its name is gone at once: even a killed
    /// program leaves nothing behind.
    /// </summary>
    public static FileStream Create(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
            BufferSize = BufferBytes,
        });
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }
        return file;
    }
}
