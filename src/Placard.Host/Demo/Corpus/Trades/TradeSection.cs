namespace Placard.Host.Demo.Corpus.Trades;

/// <summary>A block of <c>key: value</c> lines in which keys may repeat.</summary>
internal sealed class TradeSection
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    public IReadOnlyList<string> this[string key] => _values.TryGetValue(key, out var found) ? found : [];

    /// <summary>The one value of a key that every section of its kind has.</summary>
    public string Single(string key) => this[key].Count == 1
        ? this[key][0]
        : throw new InvalidOperationException($"Demo text: expected one '{key}', found {this[key].Count}.");

    public string? Optional(string key) => this[key].Count == 0 ? null : Single(key);

    public void Add(string key, string value)
    {
        if (!_values.TryGetValue(key, out var list)) _values[key] = list = [];
        list.Add(value);
    }
}
