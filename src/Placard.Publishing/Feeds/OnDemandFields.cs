using System.Text;
using Placard.Contract;
using Placard.Publishing.Builds;

namespace Placard.Publishing.Feeds;

/// <summary>
/// The elements that a feed has only when the operator switched them on (docs/contract/publisher-feed.md).
/// </summary>
internal sealed class OnDemandFields
{
    private const int TalrooApply = 1;

    private readonly bool[] on = new bool[Names.Count];
    private readonly bool any;

    public OnDemandFields(IReadOnlyCollection<string> names)
    {
        any = names.Count > 0;
        foreach (var name in names)
        {
            on[IndexOf(Encoding.ASCII.GetBytes(name))] = true;
        }
    }

    /// <summary>All of them, in the contract's order, which is also the order of a job's lines.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "logo_url",
        "talroo_apply",
        "all_requirements_normalized",
        "all_preferences_normalized",
        "compensation",
        "benefits",
        "work_schedule",
        "work_location_type",
        "visa_status",
    ];

    private static byte[][] Utf8Names { get; } = [.. Names.Select(Encoding.ASCII.GetBytes)];

    /// <summary>
    /// Picks the job's lines that are switched on. What a job does not have is left out, but for
    /// <c>talroo_apply</c>, which then says <c>false</c>.
    /// </summary>
    public void Write(ReadOnlySpan<byte> lines, FeedBuffer into)
    {
        if (!any)
        {
            return;
        }
        var applyIsDue = on[TalrooApply];
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            var line = end < 0 ? lines : lines[..(end + 1)];
            lines = lines[line.Length..];
            var index = IndexOf(FeedFragments.ElementOf(line));
            if (applyIsDue && index >= TalrooApply)
            {
                applyIsDue = false;
                into.Append(index == TalrooApply ? [] : NotHosted);
            }
            if (index >= 0 && on[index])
            {
                into.Append(line);
            }
        }
        into.Append(applyIsDue ? NotHosted : []);
    }

    private static ReadOnlySpan<byte> NotHosted => "<talroo_apply>false</talroo_apply>\n"u8;

    private static int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < Utf8Names.Length; index++)
        {
            if (name.SequenceEqual(Utf8Names[index]))
            {
                return index;
            }
        }
        return -1;
    }
}
