using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Placard.Host.Serving;

/// <summary>
/// The server's buffers, larger than its own choice of 4 kB: a feed of hundreds of megabytes then comes in with a few
/// calls to the system instead of a hundred thousand. The buffer that came back last is the next to go out, so that
/// small requests, which touch only the beginning of one, find it in the processor's cache.
/// </summary>
internal sealed class WideBlocks : MemoryPool<byte>
{
    private const int BlockBytes = 32 << 10;

    /// <summary>
    /// Two for each of a thousand requests at once; more are left to the garbage collector when they come back.
    /// </summary>
    private const int MostKept = 2_048;

    private readonly Lock gate = new();
    private readonly Block[] kept = new Block[MostKept];
    private int count;

    public override int MaxBufferSize => Shared.MaxBufferSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        if (minBufferSize > BlockBytes)
        {
            return Shared.Rent(minBufferSize);
        }
        lock (gate)
        {
            if (count > 0)
            {
                return kept[--count];
            }
        }
        return new Block(this);
    }

    protected override void Dispose(bool disposing)
    {
        // What it kept goes with it.
    }

    private void Return(Block block)
    {
        lock (gate)
        {
            if (count < MostKept)
            {
                kept[count++] = block;
            }
        }
    }

    /// <summary>The server makes a pool for each of its loops, so that they do not wait for each other.</summary>
    internal sealed class Factory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new WideBlocks();
    }

    private sealed class Block(WideBlocks pool) : IMemoryOwner<byte>
    {
        private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(BlockBytes);

        public Memory<byte> Memory => bytes;

        public void Dispose() => pool.Return(this);
    }
}
