using System.IO.Pipelines;
using Placard.Inventory.Imports;

namespace Placard.Tests.Inventory.Imports;

public sealed class UploadStreamTests
{
    private readonly Pipe pipe = new();

    [Fact]
    public async Task AReaderIsWokenOnlyWhenItsBufferCanBeFilled()
    {
        await using var upload = new UploadStream(pipe.Reader);
        var buffer = new byte[5];

        var reading = upload.ReadAsync(buffer).AsTask();
        await pipe.Writer.WriteAsync(new byte[] { 1, 2 });
        await pipe.Writer.WriteAsync(new byte[] { 3, 4 });
        Assert.False(reading.IsCompleted);
        await pipe.Writer.WriteAsync(new byte[] { 5, 6 });

        Assert.Equal(5, await reading);
        Assert.Equal([1, 2, 3, 4, 5], buffer);
    }

    [Fact]
    public async Task TheEndGivesWhatThereIsAndThenNothing()
    {
        await using var upload = new UploadStream(pipe.Reader);
        await pipe.Writer.WriteAsync(new byte[] { 1, 2, 3 });
        await pipe.Writer.CompleteAsync();

        Assert.Equal(3, await upload.ReadAsync(new byte[8]));
        Assert.Equal(0, await upload.ReadAsync(new byte[8]));
    }

    [Fact]
    public async Task ABrokenConnectionIsThrown()
    {
        await using var upload = new UploadStream(pipe.Reader);
        await pipe.Writer.WriteAsync(new byte[] { 1, 2, 3 });
        await pipe.Writer.CompleteAsync(new IOException("gone"));

        await Assert.ThrowsAsync<IOException>(() => upload.ReadAsync(new byte[8]).AsTask());
    }
}
