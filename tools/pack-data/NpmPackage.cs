using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;

namespace Placard.PackData;

/// <summary>One published package, fetched and unpacked into a folder of its own that goes when this does.</summary>
internal sealed class NpmPackage : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pack-data-");

    private NpmPackage(string nameAndVersion) => NameAndVersion = nameAndVersion;

    public string NameAndVersion { get; }

    public static NpmPackage Fetch(string nameAndVersion)
    {
        var package = new NpmPackage(nameAndVersion);
        var start = new ProcessStartInfo("npm", ["pack", nameAndVersion, "--silent"])
        {
            WorkingDirectory = package._folder.FullName,
        };
        using var npm = Process.Start(start) ?? throw new InvalidOperationException("npm does not start.");
        npm.WaitForExit();
        var archive = package._folder.GetFiles("*.tgz");
        if (npm.ExitCode != 0 || archive.Length != 1)
        {
            throw new InvalidOperationException($"npm could not fetch {nameAndVersion}.");
        }
        using var packed = new GZipStream(archive[0].OpenRead(), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(packed, package._folder.FullName, overwriteFiles: false);
        return package;
    }

    public string PathOf(string file) => Path.Combine(_folder.FullName, "package", file);

    public string Text(string file) => File.ReadAllText(PathOf(file));

    public void Dispose() => _folder.Delete(recursive: true);
}
