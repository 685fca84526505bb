using System.Globalization;

namespace Placard.Host.Demo.Corpus.Traffic;

/// <summary>Addresses and agents. Addresses are drawn at random from public ranges and stand for nobody.</summary>
internal sealed class VisitorPool
{
    private const int Regulars = 380;

    // Cable, fibre, telephone and mobile networks of the United States.
    private static readonly Network[] Home =
    [
        new(73, 0, 10), new(73, 128, 10), new(98, 192, 11), new(24, 0, 13), new(107, 192, 11), new(108, 192, 12),
        new(99, 96, 13), new(71, 160, 12), new(173, 48, 13), new(96, 224, 12), new(24, 24, 14), new(70, 112, 13),
        new(72, 176, 13), new(76, 80, 13), new(68, 96, 14), new(70, 160, 12), new(72, 192, 12), new(172, 32, 12),
        new(174, 192, 11), new(75, 160, 13), new(71, 208, 13), new(174, 16, 13), new(50, 32, 13),
    ];

    // Great Britain, Canada, India, the Philippines, Germany, Mexico, Nigeria, Pakistan.
    private static readonly Network[] Away =
    [
        new(81, 128, 12), new(99, 224, 13), new(157, 32, 13), new(49, 144, 13), new(79, 192, 11), new(189, 128, 11),
        new(105, 112, 13), new(39, 32, 12),
    ];

    // Rented servers in the United States.
    private static readonly Network[] Machines = [new(3, 80, 14), new(52, 0, 13), new(54, 160, 13)];

    private static readonly string[] Browsers =
    [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
            + "Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
            + "Gecko) Version/17.7 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
            + "Gecko) CriOS/139.0.7258.76 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/139.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/138.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Android 15; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/139.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/138.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            + "Version/18.5 Safari/605.1.15",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/139.0.0.0 Safari/537.36",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/138.0.0.0 Safari/537.36",
    ];

    private static readonly string[] Crawlers =
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "python-requests/2.32.3",
        "curl/8.7.1",
        "Go-http-client/2.0",
        "",
    ];

    private readonly Visitor[] _regulars;

    public VisitorPool(int seed)
    {
        var dice = new Dice(seed, Regulars);
        _regulars = [.. Enumerable.Range(0, Regulars).Select(_ => AtHome(dice))];
    }

    /// <summary>One of the people who come back all month.</summary>
    public Visitor Regular(Dice dice) => dice.Pick(_regulars);

    public static Visitor AtHome(Dice dice) => new(Address(Home, dice), dice.Pick(Browsers));

    public static Visitor Abroad(Dice dice) => new(Address(Away, dice), dice.Pick(Browsers));

    public static Visitor Bot(Dice dice) => new(Address(Machines, dice), dice.Pick(Crawlers));

    private static string Address(IReadOnlyList<Network> networks, Dice dice)
    {
        var network = dice.Pick(networks);
        var second = network.Second + dice.Between(0, (1 << (16 - network.Bits)) - 1);
        return string.Create(CultureInfo.InvariantCulture,
            $"{network.First}.{second}.{dice.Between(0, 255)}.{dice.Between(1, 254)}");
    }

    /// <summary>The IPv4 network <c>First.Second.0.0/Bits</c>, between 8 and 16 bits.</summary>
    private sealed record Network(int First, int Second, int Bits);
}
