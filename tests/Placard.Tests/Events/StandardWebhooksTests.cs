using System.Text.Json;

namespace Placard.Tests.Events;

/// <summary>A library that is not ours, made for receivers of Standard Webhooks, accepts what we sign.</summary>
public sealed class StandardWebhooksTests
{
    private const string Script =
        """
        const { Webhook } = require(process.argv[1]);
        const post = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
        const body = Buffer.from(post.body, 'base64').toString('utf8');
        const secret = post.secret.startsWith('whsec_') ? post.secret : Buffer.from(post.secret).toString('base64');
        new Webhook(secret).verify(body, post.headers);
        try { new Webhook(secret).verify(body + ' ', post.headers); } catch { console.log('verified'); }
        """;

    [Theory, OnBothEngines]
    public async Task ThePackageOfTheStandardAcceptsBothKindsOfSecret(string engine)
    {
        var package = RepositoryRoot.At("tests", "browser", "node_modules", "standardwebhooks");
        if (!Directory.Exists(package) || !await HasNode())
        {
            StorageEngine.Missing("Node or the package standardwebhooks is not installed; ./test installs them.");
            return;
        }
        await using var receiver = await Receiver.Start();
        var scenario = await Scenario.OnShared(engine);
        var customer = await scenario.NewCustomer();
        var made = await scenario.Operator.NewWebhook(customer, receiver.Address);
        var given = await scenario.Operator.NewWebhook(customer, receiver.Address, new { secret = "given, not made" });
        foreach (var hook in new[] { made, given })
        {
            (await scenario.Operator.Post($"/v5/webhooks/{hook.Id}/test")).Expect(200);
            var post = receiver.Posts[^1];
            var file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
            {
                body = Convert.ToBase64String(post.Body),
                secret = hook.Secret,
                headers = post.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value),
            }));

            var said = await Commands.Run("node", ["-e", Script, package, file]);

            File.Delete(file);
            Assert.True(said.ExitCode == 0 && said.Output.Trim() == "verified", said.Output);
        }
    }

    private static async Task<bool> HasNode()
    {
        try
        {
            return (await Commands.Run("node", ["--version"])).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
