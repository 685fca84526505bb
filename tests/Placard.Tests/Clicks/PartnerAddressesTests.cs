using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Placard.Tests.Clicks;

/// <summary>
/// Every partner endpoint meets every kind of nonsense: other methods, other content types, garbage, oversize. Each
/// answer is one the contract pages name, has a body that says what is wrong, and is never a 500.
/// </summary>
public sealed class PartnerAddressesTests
{
    private static readonly string[] Methods =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];

    // address, what it takes
    private static readonly (string Path, string Takes)[] Addresses =
    [
        ("/click.php", "GET HEAD"), ("/click", "GET HEAD"), ("/closed/14813142427", "GET HEAD"),
        ("/v2/job/14813142427/status", "GET"), ("/v2/job/status", "POST"), ("/download", "GET HEAD"),
        ("/conversion.php", "GET HEAD"), ("/conversion2.php", "GET HEAD"), ("/conversion3.php", "GET HEAD"),
        ("/disposition/v1/events", "POST"),
    ];

    [Theory, OnBothEngines]
    public async Task AMethodThatAnAddressDoesNotTakeIsRefusedWithThoseItTakes(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        foreach (var (path, takes) in Addresses)
        {
            foreach (var method in Methods.Where(method => !takes.Split(' ').Contains(method)))
            {
                var answer = await scenario.Send(new HttpMethod(method), path);
                Assert.True(answer.Status == 405, $"{method} {path}: {answer}");
                Assert.Equal(takes, string.Join(' ', (answer.Header("Allow") ?? "").Split(", ").Order()));
                Assert.True(method == "HEAD" || (string?)answer["message"] is { Length: > 0 }, answer.ToString());
            }
        }
    }

    [Theory, OnBothEngines]
    public async Task NoQueryMakesAnAddressFail(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var paths = Addresses.Where(one => one.Takes != "POST").Select(one => one.Path).Append("/v2/job/x/status");
        string[] queries =
        [
            "?", "?&&&", "?=", "?%", "?%00", "?id=%00&pass=%00&part=%00", "?id=1.1&spl=%FF%FE", "?id=-1&pass=&part=-1",
            "?id=99999999999999999999&pass=x&part=99999999999999999999", "?id=1000&id=1001&pass=a&pass=b&part=1&part=2",
            "?id[]=1&pass[]=x", "?id=1e3&pass=1e3&part=1e3",
            "?tlr_sid=%00", "?tlr_sid=&Link=true", "?tlr_sid=abc&Link=true",
            "?tlr_sid=%27%3B%20DROP%20TABLE%20clicks&link=TRUE", "?tlr_sid=" + new string('a', 4_000),
            "?id=" + new string('9', 4_000), "?rdr=" + new string('%', 3_000),
            "?job_id=1&pub_id=1&spl=" + new string('A', 8_000),
            "?page=-1&size=0&search=%00", "?x=" + string.Concat(Enumerable.Repeat("%F0%9F%98%80", 300)),
        ];
        foreach (var path in paths)
        {
            foreach (var query in queries)
            {
                var answer = await scenario.Get(path + query);
                Assert.True(answer.Status is 200 or 400 or 404, $"{path}{query}: {answer}");
                Assert.NotEmpty(answer.Body);
            }
            // Longer than any address of ours: refused before anybody reads it.
            Assert.Equal(414, (await scenario.Get($"{path}?x={new string('a', 40_000)}")).Status);
        }
    }

    [Theory, OnBothEngines]
    public async Task NoBodyMakesAnAddressFail(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var paths = Addresses.Where(one => one.Takes == "POST").Select(one => one.Path);
        string?[] types = ["application/json", "text/plain", "application/xml", "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x", "image/gif", "application/json; charset=utf-16", null];
        byte[][] bodies =
        [
            [], [0], [0xFF, 0xFE, 0x00], [0xEF, 0xBB, 0xBF], "{"u8.ToArray(), "[]"u8.ToArray(), "null"u8.ToArray(),
            "\"\\ud800\""u8.ToArray(), "{\"spls\":[\"\\udfff\"]}"u8.ToArray(), "{\"spls\":1e999}"u8.ToArray(),
            "spls=x&spls=y"u8.ToArray(), "<x>&y;</x>"u8.ToArray(), Encoding.UTF8.GetBytes(new string('[', 50_000)),
            Encoding.Unicode.GetBytes("{\"spls\":[]}"),
            Encoding.UTF8.GetBytes("{\"a\":" + new string('9', 50_000) + "}"),
        ];
        foreach (var path in paths)
        {
            foreach (var type in types)
            {
                foreach (var body in bodies)
                {
                    var answer = await Post(scenario, path, type, body);
                    var sent = Encoding.Latin1.GetString(body);
                    Assert.True(
                        answer.Status is 200 or 400 or 415,
                        $"{path} {type} {sent[..Math.Min(40, sent.Length)]}: {answer}");
                    Assert.Equal("application/json", answer.MediaType);
                    Assert.NotNull(answer.Json);
                }
            }
            var oversize = await Post(scenario, path, "application/json", new byte[(1 << 20) + 1]);
            Assert.Equal("application/json", oversize.Expect(413).MediaType);
        }
    }

    // Nobody answers a GET with a body by failing on it.
    [Theory, OnBothEngines]
    public async Task ABodyWhereNoneBelongsChangesNothing(string engine)
    {
        var shop = await ClickShop.Open(await Scenario.OnShared(engine));
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(shop.Job.Url).PathAndQuery);
        message.Headers.TryAddWithoutValidation("User-Agent", Visitor.Browser);
        message.Content = new StringContent("{\"spl\":\"x\"}", Encoding.UTF8, "application/json");
        (await shop.Scenario.Send(message)).Expect(302);
        Assert.Equal("BILLABLE", (string?)Assert.Single(await shop.Rows())["verdict"]);
    }

    private static async Task<Answer> Post(Scenario scenario, string path, string? type, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return await scenario.Send(HttpMethod.Post, path, content);
    }
}
