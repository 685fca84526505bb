using System.Diagnostics;
using Placard.Host.Serving;

namespace Placard.Bench.Programs;

/// <summary>
/// The real program, started as an operator would: no sandbox, the machine's clock, durable. Clicks come with the
/// addresses of their visitors and pass the rate limit as it is shipped; the limits of status, dispositions, pages
/// and the platform are switched off, because one caller here stands for many.
/// </summary>
internal sealed class ExchangeUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RestLook = TimeSpan.FromMilliseconds(500);
    private const double RestProcessorSeconds = 0.05;
    private readonly ExchangeProcess process;

    private ExchangeUnderTest(ExchangeProcess process, Uri address, TimeSpan startTime)
    {
        this.process = process;
        Address = address;
        StartTime = startTime;
        Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(30),
        };
    }

    public Uri Address { get; }

    /// <summary>From its launch to the moment it takes clicks.</summary>
    public TimeSpan StartTime { get; }

    public HttpClient Http { get; }

    /// <summary>Arguments of every verb on this exchange.</summary>
    public static string[] Settings(string folder, string? database) =>
    [
        "--data", folder, "--Placard:RateLimits:status=0", "--Placard:RateLimits:disposition=0",
        "--Placard:RateLimits:platform=0", "--Placard:RateLimits:page=0",
        .. database == null ? [] : (string[])[$"--Placard:Database={database}"],
    ];

    public static async Task<ExchangeUnderTest> Start(string folder, string? database)
    {
        var began = Stopwatch.GetTimestamp();
        var process = new ExchangeProcess(
            ["serve", "--urls", "http://127.0.0.1:0", .. Settings(folder, database)], folder);
        try
        {
            var address = await process.Address();
            return new ExchangeUnderTest(process, address, Stopwatch.GetElapsedTime(began));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Whether the books add up, and what the program said about them.</summary>
    public static Task<Finished> Verify(string folder, string? database) => Commands.Run(
        "dotnet", ExchangeProgram.StartInfo(["verify", .. Settings(folder, database)]).ArgumentList,
        patience: TimeSpan.FromHours(1));

    /// <summary>The last lines it printed, for messages.</summary>
    public string Said => process.Tail;

    /// <summary>Bytes of memory it holds now.</summary>
    public long Resident => ProcessMemory.Resident(process.Id);

    /// <summary>The most bytes it has held since <see cref="ForgetPeak"/>.</summary>
    public long Peak => ProcessMemory.Peak(process.Id);

    public void ForgetPeak() => ProcessMemory.ForgetPeak(process.Id);

    /// <summary>Seconds of processor it has used.</summary>
    public double ProcessorSeconds => ProcessMemory.ProcessorSeconds(process.Id);

    /// <summary>
    /// Waits until it has nothing left to do: after an import the log moves into the file while its sender goes on.
    /// </summary>
    public async Task Rest()
    {
        double before;
        do
        {
            before = ProcessorSeconds;
            await Task.Delay(RestLook, SystemClock.Machine);
        }
        while (ProcessorSeconds - before > RestProcessorSeconds);
    }

    /// <summary>The counters of its metrics page by name with labels.</summary>
    public async Task<Dictionary<string, double>> Metrics() => (await Http.GetStringAsync("/metrics"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[0] != '#')
        .Select(line => (Name: line[..line.LastIndexOf(' ')], Value: line[(line.LastIndexOf(' ') + 1)..]))
        .ToDictionary(line => line.Name, line => double.Parse(line.Value, CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await process.Terminate(EndPatience);
        process.Dispose();
    }
}

/// <summary>What the kernel says about another process.</summary>
internal static class ProcessMemory
{
    public static long Resident(int id) => Line(id, "VmRSS:");

    public static long Peak(int id) => Line(id, "VmHWM:");

    public static void ForgetPeak(int id) => File.WriteAllText($"/proc/{id}/clear_refs", "5");

    public static double ProcessorSeconds(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static long Line(int id, string name) => 1024 * long.Parse(
        File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(),
        CultureInfo.InvariantCulture);
}
