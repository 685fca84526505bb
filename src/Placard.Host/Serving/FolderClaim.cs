using System.Globalization;
using Placard.Kernel;

namespace Placard.Host.Serving;

/// <summary>
/// One server over one data folder while SQLite holds the books: what may still be spent lies in the memory of the
/// process that writes, and a second one would spend it again. The operating system ends the claim with the process,
/// however that ends. Whoever only reads (<c>verify</c>, a backup) needs none.
/// </summary>
internal sealed class FolderClaim : IDisposable
{
    private const string FileName = "in-use";

    // A server that is being replaced may take a moment to end.
    private const int Looks = 50;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly FileStream file;

    private FolderClaim(FileStream file) => this.file = file;

    /// <summary>Claims the folder, which is made if it is missing.</summary>
    /// <exception cref="CannotStartException">Another server has it, or it cannot be written.</exception>
    public static async Task<FolderClaim> Take(string folder, CancellationToken stop)
    {
        var machine = new MachineTime(SystemClock.Machine);
        for (var look = 1; ; look++)
        {
            try
            {
                Directory.CreateDirectory(folder);
                return new FolderClaim(new FileStream(
                    Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (look < Looks)
            {
                await machine.Wait(BetweenLooks, stop).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new CannotStartException(
                    $"{Path.GetFullPath(folder)} cannot be used: another server runs over it, or it cannot be written. "
                    + $"({fault.Message})", fault);
            }
        }
    }

    /// <summary>
    /// Makes sure that the folder can be written. Servers over one database need no claim, but each builds its
    /// feeds there: better not begun than ready and unable to.
    /// </summary>
    /// <exception cref="CannotStartException">It cannot be written.</exception>
    public static void Try(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var name = string.Create(CultureInfo.InvariantCulture, $"{FileName}-{Environment.ProcessId}");
            new FileStream(
                Path.Combine(folder, name), FileMode.OpenOrCreate, FileAccess.Write,
                FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException(
                $"{Path.GetFullPath(folder)} cannot be used: it cannot be written. ({fault.Message})", fault);
        }
    }

    public void Dispose() => file.Dispose();
}
