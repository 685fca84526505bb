using System.Text;

namespace Placard.Inventory.Reading;

/// <summary>A long text as the bytes it came in and goes out in.</summary>
internal readonly record struct Utf8Text(ReadOnlyMemory<byte> Bytes)
{
    public bool IsEmpty => Bytes.IsEmpty;

    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);
}
