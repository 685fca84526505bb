using System.Text;
using Placard.Events.Outbox;
using Placard.Events.Webhooks;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Events.Sending;

/// <summary>What sending to an endpoint goes by, as it was a moment ago. A person may change it at any time.</summary>
internal sealed record EndpointFacts(
    long Id, long CustomerId, bool IsWebhook, string Url, bool Wraps, IReadOnlyList<string> Secrets, bool IsFailing);

/// <summary>Reads <see cref="EndpointFacts"/>, the secrets that sign now among them.</summary>
internal sealed class EndpointReader(EventBodies bodies, IAccountFacts accounts, TimeProvider clock)
{
    /// <summary>Null when it is switched off or deleted: nothing is sent there.</summary>
    public async Task<EndpointFacts?> Read(DbSession session, long id)
    {
        if (await EndpointStore.Find(session, id).ConfigureAwait(false) is not { DisabledAtMs: null } row)
        {
            return null;
        }
        var secrets = row.IsWebhook
            ? await Secrets(row, session.Stop).ConfigureAwait(false)
            : await accounts.SigningSecrets(session, row.CustomerId, NowMs).ConfigureAwait(false);
        return new EndpointFacts(
            id, row.CustomerId, row.IsWebhook, row.Url, row.Wraps != 0, secrets, row.FailingSinceMs != null);
    }

    /// <summary>The secrets of a webhook that sign now, the newest first.</summary>
    public async Task<IReadOnlyList<string>> Secrets(EndpointRow row, CancellationToken stop)
    {
        var place = EventBodies.PlaceOfSecret(row.Id);
        var secrets = new List<string> { await Open(row.Secret!, place, stop).ConfigureAwait(false) };
        if (row.PreviousSecret != null && row.PreviousUntilMs > NowMs)
        {
            secrets.Add(await Open(row.PreviousSecret, place, stop).ConfigureAwait(false));
        }
        return secrets;
    }

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<string> Open(byte[] box, string place, CancellationToken stop) =>
        Encoding.UTF8.GetString(await bodies.Open(box, place, stop).ConfigureAwait(false));
}
