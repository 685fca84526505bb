namespace Placard.Inventory.Imports;

/// <summary>A row of <c>import_findings</c> as it is read for lists.</summary>
internal sealed record FindingRow(
    long Line, long Column, string? Referencenumber, string Reason, string? Element, string Message, string? Value)
{
    public const long Rejections = 0;
    public const long Notes = 1;

    public RejectionShape ToRejection() => new(Line, Column, Referencenumber, Reason, Message, Value);

    public NoteShape ToNote() => new(Line, Column, Referencenumber, Reason, Element, Message, Value);
}

/// <summary>A rejected job; the names are the contract's.</summary>
internal sealed record RejectionShape(
    long Line, long Column, string? Referencenumber, string Reason, string Message, string? Value);

/// <summary>Something repaired or left out of a job that was taken.</summary>
internal sealed record NoteShape(
    long Line, long Column, string? Referencenumber, string Kind, string? Element, string Message, string? Value);
