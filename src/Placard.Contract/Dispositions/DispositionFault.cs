namespace Placard.Contract.Dispositions;

/// <summary>
/// One fault of a sent event. <paramref name="Field"/> is the JSON name, empty when the event or the body as a whole is
/// meant; <paramref name="Value"/> is the offending value's JSON exactly as it was sent, empty for null or nothing.
/// </summary>
public readonly record struct DispositionFault(string Message, string Field, ReadOnlyMemory<byte> Value);

/// <summary>
/// A refused event: the ids as they were sent (empty: not sent, or null), which are a sender's only handle on it, and
/// everything that is wrong with it.
/// </summary>
public sealed record FailedDisposition(
    ReadOnlyMemory<byte> TlrSid,
    ReadOnlyMemory<byte> TlrApplicationId,
    IReadOnlyList<DispositionFault> Faults);

/// <summary>
/// The error texts, full stop included. The seed shows the first; the others are of the same family
/// (<c>docs/contract/dispositions.md</c> says which are ours).
/// </summary>
public static class DispositionTexts
{
    public const string Missing = "This value should not be null.";
    public const string Blank = "This value should not be blank.";
    public const string NotInList = "The value you selected is not a valid choice.";
    public const string NotATime = "This value is not a valid datetime.";
    public const string NotAnId = "This is not a valid UUID.";
    public const string RawEventTooLong = "This value is too long. It should have 128 characters or less.";
    public const string MetaDataTooLong = "This value is too long. It should have 16384 characters or less.";
    public const string NotText = "This value should be of type string.";
    public const string NotAnObject = "This value should be of type object.";
    public const string NeitherObjectNorArray = "This value should be of type object or array.";
    public const string ReasonWithoutRejected = "This value should be null.";
    public const string TooMany = "This collection should contain 100 elements or less.";
    public const string TooFew = "This collection should contain 1 element or more.";
    public const string NotJson = "This value should be valid JSON.";
    public const string NotUnicode = "This value does not match the expected UTF-8 charset.";
    public const string HoldsNul = "This value is not valid.";
}
