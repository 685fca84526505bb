using System.Text.Json;
using System.Text.Json.Nodes;

namespace Placard.Tests.Harness;

/// <summary>
/// What is driven from Node in <c>tests/browser</c>: Chromium with accessibility rules, and other people's code.
/// Missing on this machine it skips the test; on a build server it fails it.
/// </summary>
public static class Browser
{
    private static readonly string[] Executables =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string Folder = RepositoryRoot.At("tests", "browser");

    /// <summary>
    /// Opens a page in a window of this width: its status, its title, and what is wrong with it. Of a
    /// <paramref name="foreign"/> page, whose markup is not ours, only whether it works.
    /// </summary>
    public static async Task<PageSeen> Look(Uri page, int width, bool foreign = false)
    {
        var found = await Run(
            "look.mjs", new JsonObject { ["url"] = page.ToString(), ["width"] = width, ["foreign"] = foreign });
        return new PageSeen(
            (int)found["status"]!,
            (string)found["title"]!,
            [.. found["faults"]!.AsArray().Select(fault => (string)fault!)]);
    }

    /// <summary>
    /// Runs a script of <c>tests/browser</c> that drives Chromium; <paramref name="asked"/> gets its path added.
    /// </summary>
    public static Task<JsonNode> Run(string script, JsonObject asked)
    {
        var executable = Array.Find(Executables, File.Exists);
        if (executable == null)
        {
            StorageEngine.Missing("Chromium is not installed");
        }
        asked["executable"] = executable;
        return RunNode(script, asked);
    }

    /// <summary>Runs a script of <c>tests/browser</c> that needs Node alone.</summary>
    public static async Task<JsonNode> RunNode(string script, JsonObject asked)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "playwright-core")))
        {
            StorageEngine.Missing("Node, or what npm ci installs in tests/browser, is missing");
        }
        var printed = await Commands.Require("node", [Path.Combine(Folder, script), asked.ToJsonString()], Folder);
        var line = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        try
        {
            return JsonNode.Parse(line)!;
        }
        catch (JsonException)
        {
            throw new InvalidOperationException($"{script} answered no JSON: {printed}");
        }
    }
}

/// <summary>A page as a browser saw it; without <paramref name="Faults"/> it is as it should be.</summary>
public sealed record PageSeen(int Status, string Title, IReadOnlyList<string> Faults);
