using System.Security.Cryptography;
using System.Text;
using Placard.Kernel;
using Placard.Storage;

namespace Placard.Apply.Forms;

/// <summary>
/// Seals what an applicant gave, each value bound to its application and column. Seal before a write transaction
/// begins: a key that is due to be renewed is written in one of its own, and the ledger has one writer.
/// </summary>
/// <remarks>Applications are named by <c>tlr_application_id</c>, whose 16 bytes are those of a ClickId.</remarks>
internal sealed class ApplicantSeals(Seals seals)
{
    public ValueTask<byte[]> Person(byte[] tlrApplicationId, Person person, CancellationToken stop) =>
        seals.Seal(person.ToJson(), Place(tlrApplicationId, "person"), stop);

    public Person OpenPerson(byte[] tlrApplicationId, byte[] box) =>
        Forms.Person.FromJson(seals.Open(box, Place(tlrApplicationId, "person")));

    public ValueTask<byte[]> Answers(byte[] tlrApplicationId, byte[] json, CancellationToken stop) =>
        seals.Seal(json, Place(tlrApplicationId, "answers"), stop);

    public byte[] OpenAnswers(byte[] tlrApplicationId, byte[] box) =>
        seals.Open(box, Place(tlrApplicationId, "answers"));

    public ValueTask<byte[]> FileName(byte[] tlrApplicationId, string field, string name, CancellationToken stop) =>
        seals.Seal(Encoding.UTF8.GetBytes(name), Place(tlrApplicationId, $"name {field}"), stop);

    public string OpenFileName(byte[] tlrApplicationId, string field, byte[] box) =>
        Encoding.UTF8.GetString(seals.Open(box, Place(tlrApplicationId, $"name {field}")));

    public ValueTask<byte[]> FileContent(
        byte[] tlrApplicationId, string field, ReadOnlyMemory<byte> content, CancellationToken stop) =>
        seals.Seal(content, Place(tlrApplicationId, $"content {field}"), stop);

    public byte[] OpenFileContent(byte[] tlrApplicationId, string field, byte[] box) =>
        seals.Open(box, Place(tlrApplicationId, $"content {field}"));

    /// <summary>Who applies; null once forgotten.</summary>
    public Person? PersonOf(ApplicationRow row) =>
        row.Person is { } box ? OpenPerson(row.TlrApplicationId, box) : null;

    /// <summary>What was answered so far.</summary>
    public Questions.Answers AnswersOf(ApplicationRow row) => row.Answers is { } box
        ? Questions.Answers.FromJson(OpenAnswers(row.TlrApplicationId, box))
        : Questions.Answers.None;

    /// <summary>The mark by which an address is found again: trimmed and case-folded first.</summary>
    public ValueTask<byte[]> EmailMark(string emailAddress, CancellationToken stop) =>
        seals.Mark(emailAddress.Trim().ToLowerInvariant(), stop);

    /// <summary>A key that only this exchange can make, for addresses and tokens of pages; never an e-mail's.</summary>
    public ValueTask<byte[]> Key(string purpose, string value, CancellationToken stop) =>
        seals.Mark($"\n{purpose}\n{value}", stop);

    /// <summary>The mark under which an address's secret is kept.</summary>
    public static byte[] LinkMark(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static string Place(byte[] tlrApplicationId, string what) =>
        $"application {ClickId.FromBytes(tlrApplicationId)} {what}";
}
