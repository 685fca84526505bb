using Placard.Host.Demo.Corpus.Trades;

namespace Placard.Host.Demo.Corpus.Feeds;

/// <summary>One opening, before any feed's habits of spelling it.</summary>
internal sealed record DemoJob
{
    /// <summary>Its place in the advertiser's list, 0 upwards; the opening in a slot changes every few weeks.</summary>
    public required int Slot { get; init; }

    /// <summary>Unique in its feed for ever: a slot's next opening gets another number.</summary>
    public required int Number { get; init; }

    public required Role Role { get; init; }

    public required string Title { get; init; }

    public required string Company { get; init; }

    public required City City { get; init; }

    public required string Street { get; init; }

    public required PayRange Pay { get; init; }

    public required long BidCents { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    public required DateTimeOffset PostedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required JobText Text { get; init; }
}

/// <summary>The pieces that this opening's description is made of.</summary>
internal sealed record JobText
{
    public required string Lead { get; init; }

    public required string PayLine { get; init; }

    public required string Shift { get; init; }

    public required string Local { get; init; }

    public required string About { get; init; }

    public required string Closing { get; init; }

    public required string Equal { get; init; }

    public required IReadOnlyList<string> Duties { get; init; }

    public required IReadOnlyList<string> Needs { get; init; }

    public required IReadOnlyList<string> Pluses { get; init; }

    public required IReadOnlyList<string> Benefits { get; init; }

    /// <summary>Block names in the order in which they are written.</summary>
    public required IReadOnlyList<string> Layout { get; init; }

    /// <summary>The heading of a block, where the employer writes one.</summary>
    public required IReadOnlyDictionary<string, string> Headings { get; init; }

    public required MarkupStyle Markup { get; init; }
}
