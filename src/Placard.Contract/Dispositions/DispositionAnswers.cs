using System.Buffers;
using System.Globalization;
using System.Text;

namespace Placard.Contract.Dispositions;

/// <summary>What the disposition endpoint says, byte for byte (seed 4; surface, section 3.3).</summary>
public static class DispositionAnswers
{
    /// <summary>200 to a single event.</summary>
    public static ReadOnlyMemory<byte> Success { get; } = """{"success":true}"""u8.ToArray();

    /// <summary>200 to an array.</summary>
    public static void WriteSucceeded(IBufferWriter<byte> to, int count)
    {
        to.Write("""{"num_succeeded_events":"""u8);
        WriteNumber(to, count);
        to.Write("}"u8);
    }

    /// <summary>400 to an array some events of which were refused; the others are stored.</summary>
    public static void WritePartly(IBufferWriter<byte> to, int count, IReadOnlyList<FailedDisposition> failed)
    {
        to.Write("""{"num_succeeded_events":"""u8);
        WriteNumber(to, count);
        to.Write(""","failed_events":["""u8);
        for (var i = 0; i < failed.Count; i++)
        {
            if (i > 0)
            {
                to.Write(","u8);
            }
            WriteFailed(to, failed[i]);
        }
        to.Write("]}"u8);
    }

    /// <summary>400 to a single event, and to a body that could not be taken at all.</summary>
    public static void WriteFailed(IBufferWriter<byte> to, FailedDisposition failed)
    {
        to.Write("""{"message":"Validation failed","""u8);
        WriteId(to, "\"tlr_sid\":"u8, failed.TlrSid.Span);
        WriteId(to, "\"tlr_application_id\":"u8, failed.TlrApplicationId.Span);
        to.Write("\"errors\":["u8);
        for (var i = 0; i < failed.Faults.Count; i++)
        {
            if (i > 0)
            {
                to.Write(","u8);
            }
            WriteFault(to, failed.Faults[i]);
        }
        to.Write("]}"u8);
    }

    private static void WriteId(IBufferWriter<byte> to, ReadOnlySpan<byte> name, ReadOnlySpan<byte> sent)
    {
        if (!sent.IsEmpty)
        {
            to.Write(name);
            to.Write(sent);
            to.Write(","u8);
        }
    }

    // Messages and field names are our own words without a character that JSON escapes.
    private static void WriteFault(IBufferWriter<byte> to, DispositionFault fault)
    {
        to.Write("{\"message\":\""u8);
        to.Write(Encoding.UTF8.GetBytes(fault.Message));
        to.Write("\",\"field\":\""u8);
        to.Write(Encoding.UTF8.GetBytes(fault.Field));
        to.Write("\",\"value\":"u8);
        to.Write(fault.Value.IsEmpty ? "null"u8 : fault.Value.Span);
        to.Write("}"u8);
    }

    private static void WriteNumber(IBufferWriter<byte> to, int number) =>
        to.Write(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
}
