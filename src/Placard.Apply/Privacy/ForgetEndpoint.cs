using Microsoft.AspNetCore.Http;
using Placard.Platform;

namespace Placard.Apply.Privacy;

/// <summary><c>POST /v5/applicants/forget</c>: an operator forgets everywhere, a customer in its own.</summary>
internal sealed class ForgetEndpoint(Forgetting forgetting)
{
    private const int LongestAddress = 254;

    public async Task<IResult> Answer(HttpContext context)
    {
        var (body, refused) = await JsonFields.Read(context).ConfigureAwait(false);
        if (refused != null)
        {
            return refused;
        }
        var address = body.Text("emailAddress", required: true, LongestAddress);
        if (body.Refused() is { } faults)
        {
            return faults;
        }
        // What was begun is finished: half a person forgotten would be none.
        var forgotten = await forgetting.Person(address!, context.Caller().CustomerScope, CancellationToken.None)
            .ConfigureAwait(false);
        return Wire.Ok(new Shape(forgotten));
    }

    private sealed record Shape(long Forgotten);
}
