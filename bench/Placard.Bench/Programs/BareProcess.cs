using System.Diagnostics;

namespace Placard.Bench.Programs;

/// <summary>The bare server, running.</summary>
internal sealed class BareProcess(Child child, Uri address) : IDisposable
{
    public Uri Address => address;

    /// <summary>Seconds of processor it has used.</summary>
    public double ProcessorSeconds => child.ProcessorSeconds;

    public static async Task<BareProcess> Start(string folder)
    {
        var own = typeof(BareProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [own, BareServer.Verb]);
        var (child, address) = await Child.Start(start, BareServer.Announcement, folder);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var first = await http.GetAsync(new Uri(address));
        return new BareProcess(child, new Uri(address));
    }

    public void Dispose() => child.Dispose();
}
