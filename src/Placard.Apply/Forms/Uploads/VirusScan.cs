using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Placard.Apply.Forms;

/// <summary>What the scanner said.</summary>
internal enum ScanAnswer
{
    /// <summary>Nothing was found, or no scanner is configured.</summary>
    Clean,

    Infected,

    /// <summary>There was no answer: a file that was not looked at is not taken.</summary>
    Unreachable,
}

/// <summary>Has uploads looked at by clamd (<c>INSTREAM</c> over TCP) where <c>Placard:Clamd</c> names one.</summary>
internal sealed partial class VirusScan(FormOptions options, ILogger<VirusScan> log)
{
    private const int ChunkBytes = 64 << 10;
    private const int LongestAnswer = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<ScanAnswer> Look(ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        if (options.ClamdHost is not { } host)
        {
            return ScanAnswer.Clean;
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            var said = await Ask(host, content, patience.Token).ConfigureAwait(false);
            if (said.EndsWith(" FOUND", StringComparison.Ordinal))
            {
                return ScanAnswer.Infected;
            }
            if (said.EndsWith(": OK", StringComparison.Ordinal))
            {
                return ScanAnswer.Clean;
            }
            LogOdd(log, said);
        }
        catch (Exception fault) when (fault is SocketException or IOException
            || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            LogUnreachable(log, host, options.ClamdPort, fault);
        }
        return ScanAnswer.Unreachable;
    }

    private async Task<string> Ask(string host, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host, options.ClamdPort, stop).ConfigureAwait(false);
        var stream = client.GetStream();
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), stop).ConfigureAwait(false);
        var length = new byte[4];
        for (var at = 0; at < content.Length; at += ChunkBytes)
        {
            var chunk = content[at..Math.Min(content.Length, at + ChunkBytes)];
            BinaryPrimitives.WriteInt32BigEndian(length, chunk.Length);
            await stream.WriteAsync(length, stop).ConfigureAwait(false);
            await stream.WriteAsync(chunk, stop).ConfigureAwait(false);
        }
        await stream.WriteAsync(new byte[4], stop).ConfigureAwait(false);
        return await ReadAnswer(stream, stop).ConfigureAwait(false);
    }

    private static async Task<string> ReadAnswer(NetworkStream stream, CancellationToken stop)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (length < answer.Length && (length == 0 || answer[length - 1] != 0)
            && await stream.ReadAsync(answer.AsMemory(length), stop).ConfigureAwait(false) is > 0 and var read)
        {
            length += read;
        }
        return Encoding.UTF8.GetString(answer, 0, length).TrimEnd('\0', '\n', ' ');
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The virus scanner at {Host}:{Port} does not answer.")]
    private static partial void LogUnreachable(ILogger logger, string host, int port, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The virus scanner said: {Said}")]
    private static partial void LogOdd(ILogger logger, string said);
}
