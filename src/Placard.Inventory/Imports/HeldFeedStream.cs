using Placard.Inventory.Reading;

namespace Placard.Inventory.Imports;

/// <summary>A held import's feed, read piece by piece.</summary>
internal sealed class HeldFeedStream(ImportStore imports, long importId) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> piece;
    private long number;
    private bool ended;

    public override int Read(Span<byte> buffer) =>
        throw new NotSupportedException("A held feed comes from the store: read it asynchronously.");

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (piece.IsEmpty && !ended)
        {
            var next = await imports.HeldPiece(importId, number++, cancellationToken).ConfigureAwait(false);
            ended = next == null;
            piece = next;
        }
        var count = Math.Min(buffer.Length, piece.Length);
        piece[..count].CopyTo(buffer);
        piece = piece[count..];
        return count;
    }
}
