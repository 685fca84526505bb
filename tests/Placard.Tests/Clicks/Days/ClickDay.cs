using System.Text.Json.Nodes;

namespace Placard.Tests.Clicks.Days;

/// <summary>
/// Some days of clicks over a frozen clock, told as a bookkeeper's table and checked line by line against what the
/// exchange answered and what it wrote down for operator, advertiser and publisher.
/// <code>
/// at        who   feed  job  url    rdr  | verdict   charge  earned  left  goes
/// d2 07:00  anna  dyn   j7   08:00  -    | BILLABLE  50      300000  9950  j7
/// </code>
/// <c>at</c> and <c>url</c> are times in New York: when the click came, and when the feed that its URL stands in was
/// built; before the time stands the day unless it is the table's first: <c>d2</c> the next, <c>end</c> the last of the
/// month, <c>next</c> the first of the month that follows. After it stands what was done to the token, see
/// <see cref="UrlOf"/>. <c>who</c> names a visitor; a few names are special, see <see cref="VisitorNamed"/>.
/// <c>goes</c> is a job (its landing page, with a click id), <c>closed</c>, <c>expired</c> or <c>stale</c> (back
/// through rdr), or <c>404</c>.
/// </summary>
public sealed class ClickDay(Scenario scenario, DateTime firstDay, Action<DateTime> done) : IAsyncDisposable
{
    private const string WayBack = "https://board.example/gone?key=7";
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static int tags;
    private DateTime? latest;
    private readonly Dictionary<string, PublisherFeed> feeds = [];
    private readonly Dictionary<string, Campaign> campaigns = [];
    private readonly Dictionary<string, long> jobs = [];
    private readonly Dictionary<(string Feed, string Built), FeedPart> parts = [];
    private readonly Dictionary<string, Visitor> visitors = [];

    /// <summary>The scenario; its clock is this day's to move.</summary>
    public Scenario Scenario { get; } = scenario;

    /// <summary>Names a feed for the table.</summary>
    public void Name(string name, PublisherFeed feed) => feeds[name] = feed;

    /// <summary>Names the campaign whose money the column <c>left</c> shows for this job.</summary>
    public void Name(string job, Campaign campaign) => campaigns[job] = campaign;

    /// <summary>The job of that title, once it stood in a published feed.</summary>
    public long JobId(string title) => jobs[title];

    /// <summary>A job's click URL as the feed of that moment had it.</summary>
    public string Url(string feed, string built, string title) => parts[(feed, built)].Titled(title).Url;

    /// <summary>Where the advertiser wants the clicks on a job of this title.</summary>
    public static string LandingOf(string title) =>
        $"https://acme.example/jobs/{title.Replace(' ', '-')}";

    /// <summary>Sets the clock: <c>d3 14:30</c> is the third day, half past two in New York.</summary>
    public Task SetClock(string moment)
    {
        var words = moment.Split(' ');
        var nextMonth = new DateTime(firstDay.Year, firstDay.Month, 1).AddMonths(1);
        var day = words.Length == 1 ? firstDay : words[0] switch
        {
            "end" => nextMonth.AddDays(-1),
            "next" => nextMonth,
            var number => firstDay.AddDays(int.Parse(number[1..], CultureInfo.InvariantCulture) - 1),
        };
        latest = latest > day ? latest : day;
        var local = day.Add(TimeSpan.Parse(words[^1], CultureInfo.InvariantCulture));
        return Scenario.SetClock(new DateTimeOffset(local, NewYork.GetUtcOffset(local)));
    }

    /// <summary>Builds every named feed at that moment and keeps its URLs.</summary>
    public async Task Publish(string moment)
    {
        await SetClock(moment);
        foreach (var (name, feed) in feeds)
        {
            var part = parts[(name, moment)] = await feed.BuildAndFetch();
            foreach (var job in part.Jobs)
            {
                jobs[job.Title] = job.JobId;
            }
        }
    }

    /// <summary>Plays the table, fails at the first line that comes out otherwise.</summary>
    public async Task Play(string table)
    {
        foreach (var row in TextTable.Read(table).Rows)
        {
            await SetClock(row["at"]);
            var expected = $"{row["verdict"]} charge {row["charge"]} earned {row["earned"]} left {row["left"]} "
                + $"goes {row["goes"]}";
            var actual = await Click(row);
            Assert.True(expected == actual, $"{row}\nexpected {expected}\nactual   {actual}");
        }
    }

    /// <summary>The jobseeker of a name: the same address and browser each time.</summary>
    public Visitor VisitorNamed(string name)
    {
        if (!visitors.TryGetValue(name, out var visitor))
        {
            visitors[name] = visitor = name switch
            {
                "googlebot" => Visitor.Fresh() with
                {
                    UserAgent = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                },
                "curl" => Visitor.Fresh() with { UserAgent = "curl/8.5.0" },
                "nobody" => Visitor.Fresh() with { UserAgent = "" },
                "london" => new Visitor("81.2.69.142", Visitor.Browser),
                "londonbot" => new Visitor("81.2.69.142", "python-requests/2.31"),
                "puertorico" => new Visitor("24.41.128.1", Visitor.Browser),
                "newyork" => new Visitor("24.90.1.1", Visitor.Browser),
                _ => Visitor.Fresh(),
            };
        }
        return visitor;
    }

    /// <summary>The click's row, found by its tag.</summary>
    public async Task<JsonObject> RowOf(string tag) => Assert.Single(await Scenario.Clicks($"t1={tag}"));

    /// <summary>A tag that no other click has.</summary>
    public static string FreshTag() => $"tag-{Interlocked.Increment(ref tags)}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var campaign in campaigns.Values.DistinctBy(campaign => campaign.Id))
            {
                await campaign.Archive();
            }
        }
        finally
        {
            done(latest ?? firstDay);
        }
    }

    private async Task<string> Click(TextRow row)
    {
        var tag = FreshTag();
        var url = UrlOf(row) + $"&t1={tag}" + (row["rdr"] == "yes" ? $"&rdr={Uri.EscapeDataString(WayBack)}" : "");
        var click = await Scenario.Click(url, VisitorNamed(row["who"]));
        if (click.Answer.Status == 404)
        {
            Assert.Empty(await Scenario.Clicks($"t1={tag}"));
            return "404 charge  earned  left  goes 404";
        }
        var written = await RowOf(tag);
        var jobId = (long)written["jobId"]!;
        var job = jobs.Single(known => known.Value == jobId).Key;
        var asked = (long?)written["askedJobId"] ?? jobId;
        Assert.Equal(jobs[row["job"]], asked);
        Assert.Equal(asked == jobId, written["askedJobId"] is null);
        if (click.TlrSid is { } tlrSid)
        {
            Assert.Equal(tlrSid, (string?)written["tlrSid"]);
        }
        var left = campaigns.TryGetValue(job, out var campaign) ? (await campaign.Read())["remainingCents"] : null;
        return $"{written["verdict"]} charge {written["chargedCents"]} earned {written["earnedMicros"]} left {left} "
            + $"goes {PlaceOf(click, job, jobId)}";
    }

    // "d2 08:00 changed": the URL of that build with a changed token; "none", "half" and "made-up" speak for
    // themselves; "of X" is the token of another job or feed.
    private string UrlOf(TextRow row)
    {
        var words = row["url"].Split(' ');
        var moment = words[0].Contains(':', StringComparison.Ordinal) ? 1 : 2;
        var built = string.Join(' ', words[..moment]);
        var part = parts[(row["feed"], built)];
        var url = part.Titled(row["job"]).Url;
        var token = part.Titled(row["job"]).Spl;
        string With(string other) => url.Replace($"spl={token}", $"spl={other}", StringComparison.Ordinal);
        return string.Join(' ', words[moment..]) switch
        {
            "" => url,
            "none" => url.Replace($"spl={token}", "", StringComparison.Ordinal),
            "changed" => With((token[0] == 'A' ? "B" : "A") + token[1..]),
            "half" => With(token[..34]),
            "made-up" => With("ABC123"),
            var of when of.StartsWith("of ", StringComparison.Ordinal) => With(feeds.ContainsKey(of[3..])
                ? parts[(of[3..], built)].Titled(row["job"]).Spl
                : part.Titled(of[3..]).Spl),
            var unknown => throw new FormatException(unknown),
        };
    }

    private string PlaceOf(ClickAnswer click, string job, long jobId)
    {
        click.Answer.Expect(302);
        var to = click.Location!;
        if (to.StartsWith("https://acme.example/", StringComparison.Ordinal))
        {
            Assert.Equal($"{LandingOf(job)}?tlr_sid={click.TlrSid}", to);
            return job;
        }
        if (to.StartsWith(WayBack, StringComparison.Ordinal))
        {
            var status = to[(WayBack + "&status=").Length..];
            Assert.Equal(WayBack + "&status=" + status, to);
            return status;
        }
        Assert.Equal($"/closed/{jobId}", new Uri(to).AbsolutePath);
        return "closed";
    }
}
