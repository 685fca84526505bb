using System.Numerics;

namespace Placard.Kernel;

/// <summary>Values that become parameters of a statement, one by one.</summary>
public static class ParameterList
{
    /// <summary>
    /// The values, filled up with the last of them to the next power of two. A statement's text grows with its
    /// parameters, and each text is parsed, planned and remembered for itself: this way there are few.
    /// </summary>
    /// <exception cref="ArgumentException">There is no value to fill up with.</exception>
    public static T[] FillUp<T>(IReadOnlyCollection<T> values)
    {
        if (values.Count == 0)
        {
            throw new ArgumentException("A list of parameters needs at least one value.", nameof(values));
        }
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)values.Count);
        var filled = new T[length];
        var at = 0;
        foreach (var value in values)
        {
            filled[at++] = value;
        }
        Array.Fill(filled, filled[at - 1], at, length - at);
        return filled;
    }
}
