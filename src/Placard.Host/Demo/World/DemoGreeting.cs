namespace Placard.Host.Demo.World;

/// <summary>What a newcomer reads: the addresses to open, the logins, and the first things to try.</summary>
internal static class DemoGreeting
{
    public static async Task Print(
        string address, DemoKeys keys, DemoLogin? operatorKeys, string? hostedJob, string receiver)
    {
        var feed = address + keys.Feeds[0].PathAndQuery;
        var lines = new List<string>
        {
            "",
            "The demo exchange is ready. Ctrl-C ends it.",
            "",
            $"  Try the API        {address}/docs",
        };
        lines.AddRange(keys.Feeds.Select(demo =>
            $"  Feed {demo.FeedId,-14}{address}{demo.PathAndQuery}   ({demo.Name})"));
        lines.Add("");
        lines.AddRange(Logins(keys, operatorKeys)
            .Select(login => $"  {login.Account,-34} client id {login.ClientId}   secret {login.Secret}"));
        lines.AddRange([
            "",
            "First steps:",
            $"  curl -s '{feed}' | head -c 2000",
            "  open one of its <url>s in a browser: you are sent to the advertiser's address with a tlr_sid",
            "    (this demo's advertisers are made up, so most have no page there: the tlr_sid is in the address bar)",
            $"  curl '{address}/conversion2.php?tlr_sid=THE_TLR_SID&Link=true'",
            $"  curl -u CLIENT_ID:SECRET -d grant_type=client_credentials {address}/v5/oauth2/token",
            $"  curl -H 'Authorization: Bearer ACCESS_TOKEN' '{address}/v5/clicks?size=5'",
            "",
        ]);
        if (hostedJob != null)
        {
            lines.AddRange([
                "Hosted applications:",
                $"  Apply for a job    {address}{hostedJob}",
                $"  See it arrive      {receiver}/",
                "    (started, then completed, once for each e-mail address; a link followed again within 30 minutes",
                "    is a duplicate click, and of an application from it only the start is told)",
                "",
            ]);
        }
        await Console.Out.WriteLineAsync(string.Join(Environment.NewLine, lines)).ConfigureAwait(false);
    }

    private static IEnumerable<DemoLogin> Logins(DemoKeys keys, DemoLogin? operatorKeys) =>
        operatorKeys == null
            ? [keys.Customer, keys.Hosted.Login, keys.Publisher]
            : [operatorKeys, keys.Customer, keys.Hosted.Login, keys.Publisher];
}
