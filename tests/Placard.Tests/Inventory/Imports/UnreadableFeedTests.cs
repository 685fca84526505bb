using System.Globalization;
using System.Text;
using static Placard.Tests.Inventory.Imports.FeedUpload;

namespace Placard.Tests.Inventory.Imports;

/// <summary>Feeds that cannot be used as a whole, and bodies that are none.</summary>
public sealed class UnreadableFeedTests
{
    public static readonly (string Name, byte[] Body, string Message)[] Feeds =
    [
        ("cut off", Bytes(AdvertiserXml.Of(30).ToString()[..^40]), "breaks off"),
        ("a web page", Bytes("<!doctype html><html><body>Sorry</body></html>"), "web page"),
        ("another root", Bytes("<?xml version=\"1.0\"?><jobs><job/></jobs>"), "root"),
        ("not XML", Bytes("referencenumber,title\n1,Nurse\n"), "not XML"),
        ("white space", Bytes(" \n\t "), "nothing"),
        ("a DTD", Bytes("<?xml version=\"1.0\"?><!DOCTYPE source [<!ENTITY x \"y\">]><source></source>"), "entity"),
        ("gzip cut off", Gzip(AdvertiserXml.Of(30).ToString())[..^60], "breaks off"),
        ("gzip of junk", [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "gzip"),
    ];

    [Theory, OnBothEngines]
    public async Task AnUnreadableFeedFailsAndChangesNothing(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(3));
        var before = await InFeed(advertiser);

        foreach (var (name, body, message) in Feeds)
        {
            var answer = (await Send(scenario.Operator, advertiser.SourceId, body)).Expect(201);
            Assert.True((string)answer["status"]! == "FAILED", $"{name}: {answer}");
            Assert.Contains(message, (string)answer["message"]!, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("FAILED 0 0 0 0 0 0 0", Counts(answer.Json.AsObject()));
            Assert.Equal($"/v5/imports/{answer["id"]}", answer.Location);
        }
        Assert.Equal(before, await InFeed(advertiser));
    }

    [Theory, OnBothEngines]
    public async Task GzipIsTakenHoweverItIsAnnounced(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var feed = Gzip(AdvertiserXml.Of(4).ToString());
        (string? Type, string? Encoding)[] ways =
        [
            ("application/xml", "gzip"), ("text/xml; charset=utf-8", null), ("application/octet-stream", null),
            ("application/gzip", null), (null, "gzip"),
        ];

        foreach (var (type, encoding) in ways)
        {
            var answer = (await Send(scenario.Operator, advertiser.SourceId, feed, type?.Split(';')[0], encoding))
                .Expect(201);
            Assert.Equal("COMPLETED", (string)answer["status"]!);
            Assert.Equal(4, (int)answer["accepted"]!);
        }
    }

    [Theory, OnBothEngines]
    public async Task OtherBodiesAreRefused(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var feed = Bytes(AdvertiserXml.Of(1).ToString());

        (await Send(scenario.Operator, advertiser.SourceId, feed, "application/json")).ExpectProblem(415);
        (await Send(scenario.Operator, advertiser.SourceId, feed, "application/xml", "br")).ExpectProblem(415);
        (await Send(scenario.Operator, advertiser.SourceId, [], null)).ExpectProblem(422);
        (await Send(scenario.Operator, 999_999_999, feed)).ExpectProblem(404);
        (await scenario.Operator.Send(HttpMethod.Put, $"/v5/sources/{advertiser.SourceId}/imports", null))
            .ExpectProblem(405);
    }

    [Theory, OnBothEngines]
    public async Task AFeedBeyondTheCeilingFailsWithoutBeingReadToItsEnd(string engine)
    {
        await using var exchange = await Exchange.Start(engine, "--Placard:Inventory:FeedBytes=65536");
        var scenario = await Scenario.On(exchange);
        var advertiser = await scenario.NewAdvertiser();
        var bomb = Gzip($"<source>{new string(' ', 50_000_000)}</source>");

        var answer = (await Send(scenario.Operator, advertiser.SourceId, bomb)).Expect(201);

        Assert.Equal("FAILED", (string)answer["status"]!);
        Assert.Contains("65,536", (string)answer["message"]!, StringComparison.Ordinal);
    }

    [Theory, OnBothEngines]
    public async Task AnUploadOfMoreThanThreeGibibytesIsRefusedAtItsFirstByte(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var (clientId, secret) = await scenario.Exchange.OperatorCredentials();
        var token = (await PlatformApi.AskForToken(scenario.Exchange, clientId, secret))["accessToken"];
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/v5/sources/{advertiser.SourceId}/imports")
        {
            Content = new ByteArrayContent(Bytes("<source>")),
        };
        message.Content.Headers.ContentType = new("application/xml");
        message.Content.Headers.ContentLength = (3L << 30) + 1;
        message.Headers.Authorization = new("Bearer", (string)token!);
        // So the body waits until the exchange asks for it, which it does not.
        message.Headers.ExpectContinue = true;

        (await scenario.Send(message)).ExpectProblem(413);
        Assert.Empty(await scenario.Operator.List("/v5/imports", $"sourceId={advertiser.SourceId}"));
    }

    [Theory, OnBothEngines]
    public async Task AnUploadThatBreaksOffIsKeptAsFailed(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        await advertiser.Import(AdvertiserXml.Of(2));
        var before = await InFeed(advertiser);

        using var broken = new BrokenContent(Bytes(AdvertiserXml.Of(500).ToString()), () => Eventually.Holds(
            async () => (await scenario.Operator.List(
                "/v5/imports", $"sourceId={advertiser.SourceId} AND status=RUNNING")).Count > 0, "the import runs"));
        await Assert.ThrowsAnyAsync<Exception>(() => scenario.Operator.Send(
            HttpMethod.Post, $"/v5/sources/{advertiser.SourceId}/imports", broken));

        await Eventually.Becomes("FAILED: The feed broke off before its end.", () => Outcome(advertiser, scenario));
        Assert.Equal(before, await InFeed(advertiser));
        Assert.Equal("COMPLETED 2 2 0 0 0 2 0", Counts(await advertiser.Import(AdvertiserXml.Of(2))));
    }

    // No room on the disk, say: the advertiser must not go and look for a fault in the feed.
    [Theory, OnBothEngines]
    public async Task WhatTheExchangeCannotDoIsNotBlamedOnTheFeed(string engine)
    {
        await using var exchange = await Exchange.Start(engine);
        var scenario = await Scenario.On(exchange);
        var advertiser = await scenario.NewAdvertiser();
        var work = Path.Combine(exchange.DataFolder, "work");
        if (Directory.Exists(work))
        {
            Directory.Delete(work, recursive: true);
        }
        await File.WriteAllTextAsync(work, "no folder");

        (await Send(scenario.Operator, advertiser.SourceId, Bytes(AdvertiserXml.Of(2).ToString()))).ExpectProblem(500);
        Assert.Equal("FAILED: The exchange could not carry the import out.", await Outcome(advertiser, scenario));

        File.Delete(work);
        Assert.Equal("COMPLETED 2 2 0 2 0 0 0", Counts(await advertiser.Import(AdvertiserXml.Of(2))));
    }

    // A feed of several hundred kilobytes in odd encodings and one job of almost the ceiling: nothing of it is special.
    [Theory, OnBothEngines]
    public async Task AFeedLargerThanOrdinaryBodiesIsTaken(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        var feed = new AdvertiserXml()
            .Job("long", ("description", string.Concat(Enumerable.Repeat("Lift. ", 40_000))))
            .Job("café", ("company", "Société Générale"));
        for (var i = 0; i < 3_000; i++)
        {
            feed.Job(i.ToString(CultureInfo.InvariantCulture));
        }
        var western = Encoding.Latin1.GetBytes(
            feed.ToString().Replace("utf-8", "iso-8859-1", StringComparison.Ordinal));
        Assert.True(western.Length > 1 << 20);

        var answer = (await Send(scenario.Operator, advertiser.SourceId, western)).Expect(201);

        Assert.Equal("COMPLETED 3002 3002 0 3002 0 0 0", Counts(answer.Json.AsObject()));
        var job = Assert.Single(await scenario.Operator.List(
            "/v5/jobs", $"sourceId={advertiser.SourceId} AND jobReference=café"));
        Assert.Equal("Société Générale", (string)job["company"]!);
    }

    // Names that no file can have which is read this far: UTF-7 (the runtime refuses it), UTF-16, EBCDIC, none at all.
    [Theory, OnBothEngines]
    public async Task AnEncodingThatCannotBeMeantIsNotedAndTheFeedIsRead(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        foreach (var name in (string[])["utf-7", "utf-16", "IBM037", "bogus"])
        {
            var feed = AdvertiserXml.Of(2, ("company", "Société Générale")).ToString()
                .Replace("utf-8", name, StringComparison.Ordinal);

            var answer = (await Send(scenario.Operator, advertiser.SourceId, Bytes(feed))).Expect(201);

            Assert.Equal("COMPLETED 2 2 0", string.Join(' ', Counts(answer.Json.AsObject()).Split(' ')[..4]));
            var note = Assert.Single(await Notes(scenario, answer.Json.AsObject()));
            Assert.Equal(("ENCODING", name), ((string)note["kind"]!, (string)note["value"]!));
            Assert.Equal(
                ["Société Générale"], (await advertiser.Jobs()).Select(job => (string)job["company"]!).Distinct());
        }
    }

    [Theory, OnBothEngines]
    public async Task AFeedIsReadInTheEncodingItDeclares(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        (string Name, string Text)[] cases =
        [
            ("Shift_JIS", "倉庫作業員 ソーセージ"), ("EUC-JP", "倉庫作業員"), ("ISO-2022-JP", "倉庫作業員"),
            ("GB2312", "仓库工人"), ("GBK", "仓库工人"), ("GB18030", "仓库工人 😀"), ("Big5", "倉庫工人"),
            ("EUC-KR", "창고 직원"), ("ks_c_5601-1987", "창고 직원"), ("KOI8-R", "Кладовщик"),
            ("windows-1251", "Кладовщик"), ("iso-8859-2", "Żółć"), ("UTF-8", "Żółć"), ("utf8", "Żółć"),
        ];
        foreach (var (name, text) in cases)
        {
            var encoding = name == "utf8" ? Encoding.UTF8
                : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
            var feed = AdvertiserXml.Of(2, ("company", text)).ToString()
                .Replace("utf-8", name, StringComparison.Ordinal);

            var answer = (await Send(scenario.Operator, advertiser.SourceId, encoding.GetBytes(feed))).Expect(201);

            Assert.Equal("COMPLETED 2 2 0", string.Join(' ', Counts(answer.Json.AsObject()).Split(' ')[..4]));
            Assert.Empty(await Notes(scenario, answer.Json.AsObject()));
            Assert.Equal(
                [(name, text)],
                (await advertiser.Jobs()).Select(job => (name, (string)job["company"]!)).Distinct());
        }
    }

    // Programs that were handed a text name the encoding it once had; the file they wrote is UTF-8 all the same.
    [Theory, OnBothEngines]
    public async Task Utf8UnderAnotherNameIsReadAsUtf8AndNoted(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        foreach (var name in (string[])["Shift_JIS", "GB2312", "windows-1251"])
        {
            var feed = AdvertiserXml.Of(2, ("company", "Société 倉庫")).ToString()
                .Replace("utf-8", name, StringComparison.Ordinal);

            var answer = (await Send(scenario.Operator, advertiser.SourceId, Bytes(feed))).Expect(201);

            var note = Assert.Single(await Notes(scenario, answer.Json.AsObject()));
            Assert.Equal(("ENCODING", name), ((string)note["kind"]!, (string)note["value"]!));
            Assert.Equal(["Société 倉庫"], (await advertiser.Jobs()).Select(job => (string)job["company"]!).Distinct());
        }
    }

    // The bytes say what they are, by a mark or by their zeros, and the declaration says something else.
    [Theory, OnBothEngines]
    public async Task AFeedWhoseBytesContradictItsDeclarationIsReadByItsBytesAndNoted(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        (string Name, Encoding Actual, bool Mark, string? ReadAs)[] cases =
        [
            ("ISO-8859-1", Encoding.UTF8, true, "UTF-8"), ("utf-16", Encoding.UTF8, true, "UTF-8"),
            ("bogus", Encoding.UTF8, true, "UTF-8"), ("us-ascii", Encoding.UTF8, true, "UTF-8"),
            ("us-ascii", Encoding.UTF8, false, "UTF-8"),
            ("utf-8", Encoding.Unicode, true, "UTF-16"), ("utf-8", Encoding.Unicode, false, "UTF-16"),
            ("utf-8", Encoding.BigEndianUnicode, false, "UTF-16BE"), ("windows-1252", Encoding.UTF32, true, "UTF-32"),
            ("utf-16BE", Encoding.Unicode, true, "UTF-16"),
            ("UTF-8", Encoding.UTF8, true, null), ("utf8", Encoding.UTF8, true, null),
            ("UTF-16", Encoding.Unicode, false, null), ("UTF-16", Encoding.BigEndianUnicode, true, null),
            ("utf-16le", Encoding.Unicode, true, null), ("utf-32", Encoding.UTF32, true, null),
        ];
        foreach (var ((name, actual, mark, readAs), number) in cases.Select((one, at) => (one, at)))
        {
            var text = $"倉庫 {number}";
            var feed = AdvertiserXml.Of(2, ("company", text)).ToString()
                .Replace("utf-8", name, StringComparison.Ordinal);
            var bytes = actual.GetBytes((mark ? "\uFEFF" : "") + feed);

            var answer = (await Send(scenario.Operator, advertiser.SourceId, bytes)).Expect(201);

            var notes = await Notes(scenario, answer.Json.AsObject());
            Assert.Equal(
                readAs is null ? []
                    : [$"{name}: The declared encoding is not the feed's own; it was read as {readAs}."],
                notes.Select(note => $"{note["value"]}: {note["message"]}"));
            Assert.Equal([text], (await advertiser.Jobs()).Select(job => (string)job["company"]!).Distinct());
        }
    }

    // ASCII is UTF-8 as long as it lasts: nothing to note before the first character beyond it, wherever that stands.
    [Theory, OnBothEngines]
    public async Task AsciiThatIsMoreIsNotedOnceHoweverLateItShows(string engine)
    {
        var scenario = await Scenario.OnShared(engine);
        var advertiser = await scenario.NewAdvertiser();
        foreach (var last in (string[])["Acme", "Société", "Société again"])
        {
            var feed = new AdvertiserXml()
                .Job("long", ("description", string.Concat(Enumerable.Repeat("Lift. ", 90_000))))
                .Job("last", ("company", last)).Job("very last", ("company", last));

            var answer = (await Send(scenario.Operator, advertiser.SourceId,
                Bytes(feed.ToString().Replace("utf-8", "us-ascii", StringComparison.Ordinal)))).Expect(201);

            var notes = await Notes(scenario, answer.Json.AsObject());
            Assert.Equal(last == "Acme" ? [] : ["us-ascii"], notes.Select(note => (string)note["value"]!));
            var jobs = await advertiser.Jobs();
            Assert.Equal(last, (string)jobs.Single(job => (string)job["jobReference"]! == "last")["company"]!);
        }
    }

    private static async Task<string> Outcome(Advertiser advertiser, Scenario scenario)
    {
        var import = (await scenario.Operator.List("/v5/imports", $"sourceId={advertiser.SourceId}"))[0];
        return $"{import["status"]}: {import["message"]}";
    }

    /// <summary>Sends half of what it promised, waits, and breaks off.</summary>
    private sealed class BrokenContent(byte[] body, Func<Task> wait) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(body);
            await stream.FlushAsync();
            await wait();
            throw new IOException("The advertiser's line went down.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length * 2L;
            return true;
        }
    }
}
