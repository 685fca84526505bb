namespace Placard.PackData;

/// <summary>Our own lists: one entry a line, # begins a remark.</summary>
internal static class Lists
{
    public static string[] Read(string name)
    {
        using var resource = typeof(Lists).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The list {name} is missing.");
        using var text = new StreamReader(resource);
        return [.. text.ReadToEnd().Split('\n').Where(line => line.Trim().Length > 0 && !line.StartsWith('#'))];
    }
}
