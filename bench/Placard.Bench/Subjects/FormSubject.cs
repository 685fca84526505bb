using System.Text;
using Placard.Bench.Measuring;
using Placard.Bench.Programs;

namespace Placard.Bench.Subjects;

/// <summary>
/// The first page of hosted applications, of a thousand jobs in turn, beside a server that has as many bytes ready.
/// </summary>
internal static class FormSubject
{
    private const int Jobs = 1_000;
    private const int JobsAtOnce = 500;
    private const int Connections = 64;

    public static async Task Measure(Workshop workshop)
    {
        var folder = workshop.FolderOf("form");
        await using var exchange = await ExchangeUnderTest.Start(folder, database: null);
        var ids = await Advertise(await BenchApi.LogIn(exchange, folder), Path.Combine(workshop.Folder, "form.xml"));
        var paths = Path.Combine(workshop.Folder, "form-paths");
        // What a click's redirect names; the page carries it on and asks the store for nothing.
        await File.WriteAllLinesAsync(paths, ids.Select((id, number) =>
            $"/apply/{id}?tlr_sid=0199d2f4-7f6b-7c31-9f0e-5a1c3b7d{number:x4}"));
        var size = (await exchange.Http.GetByteArrayAsync(File.ReadLines(paths).First())).Length;
        var bare = await workshop.Bare();
        var ready = Path.Combine(workshop.Folder, "form-bare-paths");
        await File.WriteAllLinesAsync(ready, ids.Select(_ => $"/json/{size}"));
        var seconds = workshop.Options.Seconds;
        var loads = await Rounds.Interleave(workshop.Options.Rounds,
            () => Wrk.Run(exchange.Address, new WrkScript(paths, 1), Connections, seconds, workshop.Folder),
            () => Wrk.Run(bare.Address, new WrkScript(ready, 1), Connections, seconds, workshop.Folder));
        workshop.Table.Add(Finding.Ratio("form", $"first page : bare Kestrel, {size} bytes that are ready",
            [.. loads[0].Select(load => load.PerSecond)], [.. loads[1].Select(load => load.PerSecond)],
            Print.PerSecond, Goal.AtLeast(0.5)));
        workshop.Table.Add(Finding.Ratio("form", "first page : bare Kestrel, p99",
            [.. loads[0].Select(load => load.P99Ms)], [.. loads[1].Select(load => load.P99Ms)], Print.Ms, null));
    }

    /// <summary>A customer with a live hosted campaign over so many jobs; their ids.</summary>
    private static async Task<List<long>> Advertise(BenchApi api, string file)
    {
        const string name = "Hosted";
        var customer = await api.Post("/v5/customers", new { name });
        var pool = await api.Post($"/v5/customers/{customer["id"]}/pools", new { name });
        var source = await api.Post($"/v5/pools/{pool["id"]}/sources", new { name });
        var campaign = await api.Post($"/v5/pools/{pool["id"]}/campaigns", new
        {
            name, adType = "JOB", talrooBasicCpc = 50, monthlyBudget = 1_000, talrooApply = true,
        });
        await api.Post($"/v5/campaigns/{campaign["id"]}/launch");
        await File.WriteAllTextAsync(file, Feed());
        await api.Import((long)source["id"]!, file);
        var ids = new List<long>();
        for (var page = 0; page < Jobs / JobsAtOnce; page++)
        {
            var rows = (await api.Get($"/v5/jobs?size={JobsAtOnce}&page={page}&sort=jobId,asc"))["content"]!.AsArray();
            ids.AddRange(rows.Select(row => (long)row!["jobId"]!));
        }
        return ids.Count == Jobs ? ids : throw new InvalidOperationException($"Only {ids.Count} jobs are there.");
    }

    private static string Feed()
    {
        var feed = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<source>\n");
        for (var number = 0; number < Jobs; number++)
        {
            feed.Append(CultureInfo.InvariantCulture, $"""
                <job><title>Forklift Driver {number}</title><date>Fri, 05 Dec 2025 20:52:19 GMT</date>
                <referencenumber>job-{number}</referencenumber><url>https://acme.example/jobs/{number}</url>
                <company>Acme Logistics</company><city>Austin</city><state>TX</state><postalcode>78701</postalcode>
                <description>Drive a forklift.</description>
                <talroo_apply><addressCollection>optional</addressCollection></talroo_apply></job>

                """);
        }
        return feed.Append("</source>").ToString();
    }
}
