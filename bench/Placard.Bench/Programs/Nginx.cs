using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Placard.Bench.Programs;

/// <summary>
/// nginx as Debian ships it, with a configuration of its own: it redirects every path and writes its access log, and
/// serves the files of one folder.
/// </summary>
internal sealed class Nginx : IDisposable
{
    private readonly Child child;

    private Nginx(Child child, Uri address)
    {
        this.child = child;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Its version; null where it is not installed.</summary>
    public static string? Version { get; } = FindVersion();

    /// <summary>Starts it over a folder for its logs; <paramref name="files"/> is served under /files/.</summary>
    public static async Task<Nginx> Start(string folder, string files)
    {
        var port = FreePorts.Next();
        Directory.CreateDirectory(folder);
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(folder, files, port));
        var start = new ProcessStartInfo("nginx", ["-e", Path.Combine(folder, "error.log"), "-c", configuration]);
        var nginx = new Nginx(Child.StartSilent(start, "TERM", folder), new Uri($"http://127.0.0.1:{port}"));
        await nginx.WaitUntilItAnswers();
        return nginx;
    }

    public void Dispose() => child.Dispose();

    private static string Configuration(string folder, string files, int port) => $$"""
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes {{Environment.ProcessorCount}};
        daemon off;
        pid {{folder}}/nginx.pid;
        events { worker_connections 4096; }
        http {
            access_log {{folder}}/access.log;
            client_body_temp_path {{folder}}/body;
            proxy_temp_path {{folder}}/proxy;
            fastcgi_temp_path {{folder}}/fastcgi;
            uwsgi_temp_path {{folder}}/uwsgi;
            scgi_temp_path {{folder}}/scgi;
            sendfile on;
            keepalive_requests 100000000;
            server {
                listen 127.0.0.1:{{port}};
                location /files/ { alias {{files}}/; }
                location / { return 302 https://careers.example.com/openings/10000000001?from=nginx; }
            }
        }
        """;

    private async Task WaitUntilItAnswers()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var attempt = 0; attempt < 500 && !child.HasExited; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Address.Port);
                return;
            }
            catch (SocketException)
            {
                await timer.WaitForNextTickAsync();
            }
        }
        throw new InvalidOperationException($"nginx does not start: {child.Output}");
    }

    private static string? FindVersion()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("nginx", ["-v"]) { RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return said.Trim().Replace("nginx version: ", "", StringComparison.Ordinal);
        }
        catch (Win32Exception)
        {
            return null; // not installed: its rows say so
        }
    }
}
