using Placard.Host.Serving;

namespace Placard.Tests.Host;

public sealed class WideBlocksTests
{
    [Fact]
    public void TheBlockThatCameBackLastGoesOutNext()
    {
        using var blocks = new WideBlocks();
        var (first, second) = (blocks.Rent(), blocks.Rent(4_096));
        var (memoryOfFirst, memoryOfSecond) = (first.Memory, second.Memory);
        Assert.NotEqual(memoryOfFirst, memoryOfSecond);

        second.Dispose();
        first.Dispose();

        using var third = blocks.Rent();
        using var fourth = blocks.Rent();
        Assert.Equal(memoryOfFirst, third.Memory);
        Assert.Equal(memoryOfSecond, fourth.Memory);
    }

    [Fact]
    public void WhateverIsAskedForFits()
    {
        using var blocks = new WideBlocks();
        using var huge = blocks.Rent(1_000_000);
        using var usual = blocks.Rent();

        Assert.True(huge.Memory.Length >= 1_000_000);
        Assert.True(usual.Memory.Length >= 16_384);
    }
}
