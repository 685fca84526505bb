using System.Text.Json;

namespace Placard.Apply.Forms;

/// <summary>
/// Who applies, as the contact page took it: texts trimmed, the state as its code, the phone as digits. Kept sealed as
/// JSON in <c>applications.person</c> (see <see cref="ApplicantSeals"/>), never in a log, an error or an address.
/// </summary>
internal sealed record Person(
    string FirstName,
    string LastName,
    string EmailAddress,
    string Phone,
    string Zipcode,
    string City,
    string State,
    string? Address,
    string UserAgent)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static Person FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<Person>(json)
        ?? throw new InvalidDataException("A person's JSON is null.");
}
