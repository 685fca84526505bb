namespace Placard.Host.Demo.Corpus.Trades;

/// <summary>An employer's voice and openings, as its text file states them.</summary>
internal sealed record Trade
{
    public required TradeSection Voice { get; init; }

    public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary>The cities it hires in.</summary>
    public required IReadOnlyList<City> Cities { get; init; }

    /// <summary>Orders of the description's blocks; each job takes one.</summary>
    public required IReadOnlyList<string[]> Layouts { get; init; }

    public required MarkupStyle Markup { get; init; }

    /// <summary>Share of titles, in percent, that get one of the voice's suffixes.</summary>
    public required int SuffixPercent { get; init; }

    public int Jobs => Roles.Sum(role => role.Jobs);
}

/// <summary>How an employer's system writes the lists of a description.</summary>
internal enum MarkupStyle
{
    /// <summary>Paragraphs and <c>ul</c>.</summary>
    List,

    /// <summary>Dashes and <c>br</c>.</summary>
    Break,

    /// <summary>Running sentences.</summary>
    Prose,
}

/// <summary>A kind of job that the employer fills many times.</summary>
internal sealed record Role
{
    public required string Name { get; init; }

    /// <summary>How many of the employer's jobs are of this kind.</summary>
    public required int Jobs { get; init; }

    public required PayRange Pay { get; init; }

    /// <summary>Bounds of the job's own price in cents, where the employer's feed states one.</summary>
    public required (int Low, int High) BidCents { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Titles whose pay and categories differ from the role's.</summary>
    public required IReadOnlyList<RoleVariant> Variants { get; init; }

    /// <summary>The text material: titles, leads, duties, needs, pluses, shifts.</summary>
    public required TradeSection Text { get; init; }

    public RoleVariant For(string title)
    {
        foreach (var variant in Variants)
        {
            if (title.StartsWith(variant.TitleStart, StringComparison.Ordinal)) return variant;
        }
        return new RoleVariant("", Pay, Categories);
    }
}

/// <summary>Pay and categories of the titles that start with these words.</summary>
internal sealed record RoleVariant(string TitleStart, PayRange Pay, IReadOnlyList<string> Categories);

/// <summary>What a job pays, in dollars <paramref name="Per"/> hour, week, season or year.</summary>
internal readonly record struct PayRange(decimal Low, decimal High, string Per);
