using System.Text;

namespace Placard.Bench.Measuring;

/// <summary>Gathers what was found, tells it as it comes, and prints the one table at the end.</summary>
internal sealed class ResultTable
{
    private static readonly string[] Heads = ["", "measured", "ours", "beside it", "result", "goal", ""];
    private readonly List<Finding> findings = [];
    private readonly List<string> remarks = [];

    public void Add(Finding finding)
    {
        findings.Add(finding);
        Console.WriteLine("  " + string.Join(" | ", Cells(finding)));
    }

    /// <summary>A sentence that belongs under the table: what was checked, what could not be measured.</summary>
    public void Remark(string sentence)
    {
        remarks.Add(sentence);
        Console.WriteLine("  " + sentence);
    }

    public string Markdown(IReadOnlyList<string> machine)
    {
        var text = new StringBuilder();
        text.Append("# Results\n\nWritten by `dotnet run -c Release --project src/Placard.Host -- bench`. ")
            .Append("Medians of interleaved rounds (least - most). Ratios are taken round by round; only they mean ")
            .Append("anything on another machine.\n\n");
        foreach (var line in machine)
        {
            text.Append("* ").Append(line).Append('\n');
        }
        text.Append('\n');
        Row(text, Heads);
        Row(text, [.. Heads.Select(_ => "---")]);
        foreach (var finding in findings)
        {
            Row(text, Cells(finding));
        }
        text.Append('\n');
        foreach (var remark in remarks)
        {
            text.Append("* ").Append(remark).Append('\n');
        }
        return text.ToString();
    }

    private static string[] Cells(Finding finding) =>
    [
        finding.Subject, finding.Measured, finding.Ours, finding.Beside, finding.Result.Text(finding.Format),
        finding.Goal?.ToString() ?? "", finding.Met switch { true => "met", false => "**missed**", null => "" },
    ];

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
