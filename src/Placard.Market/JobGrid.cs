using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace Placard.Market;

/// <summary>
/// A shelf's rows by place: cells of one degree for jobs with coordinates, states for all. Looking 50 miles around
/// touches at most nine cells south of the 60th parallel, more towards the pole.
/// </summary>
internal sealed class JobGrid
{
    private const int Degree = 1_000_000;
    private readonly FrozenDictionary<int, int[]> cells;
    private readonly FrozenDictionary<string, int[]> states;
    private readonly FrozenDictionary<string, int[]> unplaced;

    private JobGrid(
        FrozenDictionary<int, int[]> cells,
        FrozenDictionary<string, int[]> states,
        FrozenDictionary<string, int[]> unplaced)
    {
        this.cells = cells;
        this.states = states;
        this.unplaced = unplaced;
    }

    /// <summary>Rows in the cells that a circle touches, a cell at a time.</summary>
    public IEnumerable<int[]> Around(in Place centre, int miles)
    {
        // A degree of latitude has about 69 miles, one of longitude less towards the poles.
        var reach = Degree * miles / 69;
        var narrowing = Math.Max(0.2, Math.Cos(centre.LatitudeMicro / 1e6 * Math.PI / 180));
        var reachEast = (int)(reach / narrowing);
        return CellsBetween(
            CellOf(centre.LatitudeMicro - reach), CellOf(centre.LatitudeMicro + reach),
            CellOf(centre.LongitudeMicro - reachEast), CellOf(centre.LongitudeMicro + reachEast));
    }

    /// <summary>Rows of a state.</summary>
    public int[] InState(string state) => states.TryGetValue(state, out var rows) ? rows : [];

    /// <summary>Rows of a state that have no coordinates.</summary>
    public int[] UnplacedInState(string state) => unplaced.TryGetValue(state, out var rows) ? rows : [];

    private IEnumerable<int[]> CellsBetween(int south, int north, int west, int east)
    {
        for (var latitude = south; latitude <= north; latitude++)
        {
            for (var longitude = west; longitude <= east; longitude++)
            {
                if (cells.TryGetValue(KeyOf(latitude, longitude), out var rows))
                {
                    yield return rows;
                }
            }
        }
    }

    private static int CellOf(int micro) => (int)Math.Floor(micro / (double)Degree);

    private static int KeyOf(int latitude, int longitude) => (latitude * 1000) + longitude;

    public sealed class Builder
    {
        private readonly Dictionary<int, List<int>> cells = [];
        private readonly Dictionary<string, List<int>> states = new(StringComparer.Ordinal);
        private readonly Dictionary<string, List<int>> unplaced = new(StringComparer.Ordinal);

        public void Add(int row, int latitudeMicro, int longitudeMicro, string state)
        {
            if (latitudeMicro != int.MinValue && longitudeMicro != int.MinValue)
            {
                Put(cells, KeyOf(CellOf(latitudeMicro), CellOf(longitudeMicro)), row);
            }
            else
            {
                Put(unplaced, state, row);
            }
            Put(states, state, row);
        }

        public JobGrid Build() => new(
            cells.ToFrozenDictionary(cell => cell.Key, cell => cell.Value.ToArray()),
            states.ToFrozenDictionary(state => state.Key, state => state.Value.ToArray(), StringComparer.Ordinal),
            unplaced.ToFrozenDictionary(state => state.Key, state => state.Value.ToArray(), StringComparer.Ordinal));

        private static void Put<TKey>(Dictionary<TKey, List<int>> lists, TKey key, int row)
            where TKey : notnull
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, key, out _);
            (list ??= []).Add(row);
        }
    }
}
