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
        File.Delete(path);
        var file = new FileStream(path, new FileStreamOptions
        {
            // Not Create: that truncates, and ext4 writes a file that was truncated to the disk when it is closed,
            // even one without a name. Hundreds of megabytes of it would keep every click's commit waiting.
            Mode = FileMode.CreateNew,
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
