using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Placard.Dispositions.Reading;

namespace Placard.Tests.Dispositions;

/// <summary>Reading bodies of anybody who finds the address.</summary>
public sealed class SentDispositionsTests
{
    private const string Sid = "9dc3d611-e014-4ddb-a87f-d36e3e10a813";
    private const string Good = $$"""{"tlr_sid":"{{Sid}}","event":"hired","event_time":"2024-02-25T12:56:33Z"}""";

    [Theory]
    [InlineData(Sid)]
    [InlineData("9DC3D611-E014-4DDB-A87F-D36E3E10A813")]
    [InlineData("9dc3d611e0144ddba87fd36e3e10a813")]
    [InlineData("9dc3d611e0144ddba87fd36e3e10a8139dc3d611e0144ddba87fd36e3e10a813")]
    [InlineData("9dc3d611-e014-4ddb-a87f-d36e3e10a8139DC3D611-E014-4DDB-A87F-D36E3E10A813")]
    public void OneIdHasSeveralSpellings(string spelling)
    {
        var sent = Read(Good.Replace(Sid, spelling, StringComparison.Ordinal));

        Assert.Equal(Sid, Assert.Single(sent.Good).ClickId.ToString());
    }

    [Fact]
    public void AHundredEventsAreTakenAndOneMoreRefusesAll()
    {
        Assert.Equal(100, Read(ArrayOf(100)).Good.Count);

        var tooMany = Read(ArrayOf(101));

        Assert.NotNull(tooMany.BodyFault);
        Assert.Empty(tooMany.Good);
    }

    [Fact]
    public void BytesThatAreNoUtf8AreNoJson()
    {
        byte[] latin1 = [.. Encoding.Latin1.GetBytes(Good.Replace("hired", "é", StringComparison.Ordinal))];

        Assert.NotNull(SentDispositions.Read(latin1).BodyFault);
        Assert.NotNull(SentDispositions.Read(Encoding.Unicode.GetBytes(Good)).BodyFault);
    }

    [Fact]
    public void AByteOrderMarkIsSkipped() =>
        Assert.Single(SentDispositions.Read((byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)]).Good);

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void ARawEventIsCountedInCharacters(int characters, bool isTaken)
    {
        foreach (var character in (string[])["x", "é", "漢", "😀", """\u00e9""", """\ud83d\ude00"""])
        {
            var text = string.Concat(Enumerable.Repeat(character, characters));
            var sent = Read(Good.Replace("{", $$"""{"raw_event":"{{text}}",""", StringComparison.Ordinal));
            Assert.Equal(isTaken, sent.Good.Count == 1);
        }
    }

    [Theory]
    [InlineData(16_384, true)]
    [InlineData(16_385, false)]
    public void MetaDataHasACeiling(int characters, bool isTaken)
    {
        var json = $$"""{"a":"{{new string('x', characters - """{"a":""}""".Length)}}"}""";
        var sent = Read($$"""{"meta_data":{{json}},{{Good[1..]}}""");

        Assert.Equal(isTaken, sent.Good.Count == 1);
        Assert.Equal(isTaken ? json : null, sent.Good.FirstOrDefault()?.MetaData);
    }

    [Fact]
    public void MetaDataIsKeptAsItWasSent()
    {
        const string json = """{ "b": 1.50, "a": [ "\u00e9", null ], "b": {} }""";

        Assert.Equal(json, Assert.Single(Read($$"""{"meta_data":{{json}},{{Good[1..]}}""").Good).MetaData);
    }

    [Fact]
    public void AnApplicationIdNamesTheEventWhenBothAreSent()
    {
        var sent = Read(Good.Replace(
            "{", """{"tlr_application_id":"15c4dce613e511f0837b0e09a3d063d1",""", StringComparison.Ordinal));

        var good = Assert.Single(sent.Good);
        Assert.Equal(Sid, good.ClickId.ToString());
        Assert.Equal(good.ApplicationId, good.Subject);
    }

    // Whatever arrives is judged, never thrown at: what remains of a body after a few accidents, 3,000 times.
    [Fact]
    public void DamagedBodiesAreReadWithoutAnAccident()
    {
        var bodies = Directory.GetFiles(RepositoryRoot.At("tests", "golden", "disposition"), "*.request.json",
            SearchOption.AllDirectories).Select(File.ReadAllBytes).Append(Encoding.UTF8.GetBytes(ArrayOf(3))).ToArray();
        var damaged = from body in Gen.Elements(bodies)
                      from accidents in Gen.ListOf(Gen.Two(Gen.Choose(0, int.MaxValue)))
                      select Damage(body, accidents);

        Prop.ForAll(damaged.ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    private static bool Holds(byte[] body)
    {
        var sent = SentDispositions.Read(body);
        return sent.BodyFault == null || (sent.Good.Count == 0 && sent.Failed.Count == 0);
    }

    private static byte[] Damage(byte[] body, IEnumerable<(int Where, int What)> accidents)
    {
        var bytes = body.ToList();
        foreach (var (where, what) in accidents.Take(4).Where(_ => bytes.Count > 0))
        {
            var at = where % bytes.Count;
            switch (what % 4)
            {
                case 0: bytes[at] = (byte)what; break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes.InsertRange(at, bytes[..(what % bytes.Count)]); break;
            }
        }
        return [.. bytes];
    }

    private static string ArrayOf(int count) =>
        new JsonArray([.. Enumerable.Range(0, count).Select(_ => JsonNode.Parse(Good))]).ToJsonString();

    private static SentDispositions Read(string body) => SentDispositions.Read(Encoding.UTF8.GetBytes(body));
}
