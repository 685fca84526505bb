using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Reading;

/// <summary>Hands its bytes out in pieces of 1 to <paramref name="most"/>, as a seeded network would.</summary>
internal sealed class TornStream(byte[] bytes, int most, int seed) : ReadOnlyStream
{
    private readonly Random _random = new(seed);
    private int _at;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(Math.Min(buffer.Length, bytes.Length - _at), 1 + _random.Next(most));
        bytes.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span));
}
