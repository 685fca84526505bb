using System.Net;

namespace Placard.Clicks.Judging;

/// <summary>
/// Address ranges as an operator writes them, one a line: <c>first,last,name</c> or <c>network/bits,name</c>; IPv4 and
/// IPv6 may be mixed, in any order. Quotes around a field, empty lines and lines that begin with # are let pass, and so
/// is anything after the fields that are asked for.
/// </summary>
internal static class AddressRangesText
{
    /// <param name="from">The text.</param>
    /// <param name="file">The file's name, for the message.</param>
    /// <param name="nameOf">The name from the fields after the range, or null for a line that says nothing.</param>
    /// <exception cref="InvalidDataException">A line cannot be read; the message names file, line, reason.</exception>
    public static AddressTable Read(TextReader from, string file, Func<string[], string?> nameOf)
    {
        var builder = new AddressTableBuilder();
        var number = 0;
        while (from.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
            {
                continue;
            }
            try
            {
                Add(builder, line, nameOf);
            }
            catch (FormatException unreadable)
            {
                throw new InvalidDataException($"{file}, line {number}: {unreadable.Message}", unreadable);
            }
        }
        return builder.Build();
    }

    private static void Add(AddressTableBuilder builder, string line, Func<string[], string?> nameOf)
    {
        var fields = line.Split(',', 4, StringSplitOptions.TrimEntries);
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = fields[i].Trim('"');
        }
        var isNetwork = fields[0].Contains('/', StringComparison.Ordinal);
        if (!isNetwork && fields.Length < 2)
        {
            throw new FormatException("A range is written first,last or network/bits.");
        }
        var (first, last) = isNetwork
            ? AddressTableBuilder.EndsOf(IPNetwork.Parse(fields[0]))
            : (IPAddress.Parse(fields[0]), IPAddress.Parse(fields[1]));
        if (nameOf(fields[(isNetwork ? 1 : 2)..]) is { } name)
        {
            builder.Add(first, last, name);
        }
    }
}
