using System.Buffers;
using System.IO.Pipelines;
using Placard.Inventory.Reading;

namespace Placard.Inventory.Imports;

/// <summary>
/// An uploaded feed. It waits until a reader's whole buffer can be filled: of every few kilobytes that arrive the
/// reader would be woken, and a feed of hundreds of megabytes is mostly waking up then.
/// </summary>
internal sealed class UploadStream(PipeReader body) : ReadOnlyStream
{
    private const int MostWaitedFor = 256 << 10;

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("An upload is read as it arrives.");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var arrived = await body.ReadAtLeastAsync(Math.Min(buffer.Length, MostWaitedFor), cancellationToken)
            .ConfigureAwait(false);
        var length = (int)Math.Min(arrived.Buffer.Length, buffer.Length);
        var taken = arrived.Buffer.Slice(0, length);
        taken.CopyTo(buffer.Span);
        body.AdvanceTo(taken.End);
        return length;
    }
}
