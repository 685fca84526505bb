using Microsoft.AspNetCore.Http;

namespace Placard.Apply.Forms;

/// <summary>
/// What stands at <c>/apply/{jobId}</c> when the job's campaign is a hiring event. <c>claimed</c> is the click id of
/// the address as it was given: judge it with <see cref="ClickJudge"/>.
/// </summary>
internal interface IEventPages
{
    /// <summary>GET and HEAD.</summary>
    Task Show(HttpContext context, ApplyJob job, string claimed);

    /// <summary>POST.</summary>
    Task Send(HttpContext context, ApplyJob job, string claimed);
}
