namespace Placard.Platform;

/// <summary>
/// The first place where a search text cannot be understood. <paramref name="Index"/> counts characters from 0.
/// </summary>
internal sealed record SearchFault(int Index, string Text)
{
    public override string ToString() => $"At character {Index + 1}: {Text}";
}
