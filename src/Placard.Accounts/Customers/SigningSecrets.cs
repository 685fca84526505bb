using Microsoft.AspNetCore.Http;
using Placard.Kernel;
using Placard.Platform;

namespace Placard.Accounts.Customers;

/// <summary>The secret that signs what the exchange posts to a customer, and its replacement.</summary>
internal sealed class SigningSecrets(CustomerStore customers, IdSource ids, TimeProvider clock)
{
    private const int RandomBytes = 32;

    /// <summary>A new secret in the form of Standard Webhooks: <c>whsec_</c> and base64.</summary>
    public static string Make(IdSource ids) => "whsec_" + Convert.ToBase64String(ids.NextBytes(RandomBytes));

    public async Task<IResult> Get(HttpContext context, long id) =>
        await Current(context, id).ConfigureAwait(false) is { } secret
            ? Wire.Ok(new SigningSecretShape(secret.Secret, Wire.Time(secret.CreatedAtMs)))
            : Refusal.NotFound("customer");

    public async Task<IResult> Rotate(HttpContext context, long id)
    {
        if (await Current(context, id).ConfigureAwait(false) == null)
        {
            return Refusal.NotFound("customer");
        }
        var (fields, unreadable) = await JsonFields.Read(context).ConfigureAwait(false);
        if ((unreadable ?? fields.Refused()) is { } refused)
        {
            return refused;
        }
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await customers.Rotate(id, Make(ids), nowMs, context.RequestAborted).ConfigureAwait(false);
        return await Get(context, id).ConfigureAwait(false);
    }

    private async Task<SigningSecretRow?> Current(HttpContext context, long id)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Caller().OwnsCustomer(id)
            ? await customers.SigningSecret(id, context.RequestAborted).ConfigureAwait(false)
            : null;
    }

    private sealed record SigningSecretShape(string Secret, string CreatedAt);
}
