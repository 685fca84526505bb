using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Placard.Host.Serving;
using Placard.Platform;
using Placard.Storage;

namespace Placard.Host.Sandbox;

/// <summary>The test clock (surface, section 2): no token, loopback callers only.</summary>
internal sealed class SandboxEndpoints(
    SandboxClock clock, SandboxClockStore clockStore, DueRunner due, Followers followers) : IDisposable
{
    private const long MostSeconds = 10L * 366 * 86400;
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    public void Map(IEndpointRouteBuilder routes)
    {
        var sandbox = routes.MapGroup("/sandbox").AddEndpointFilter(OnlyLoopback)
            .WithMetadata(new BodyLimit(4096)).WithGroupName("sandbox").RequireRateLimiting(RateGroups.Platform);
        sandbox.MapGet("/clock", () => Now());
        sandbox.MapPut("/clock", (Delegate)Set);
        sandbox.MapPost("/clock/advance", (Delegate)Advance);
    }

    public void Dispose() => oneAtATime.Dispose();

    private static async ValueTask<object?> OnlyLoopback(
        EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var address = call.HttpContext.Connection.RemoteIpAddress;
        return address != null && IPAddress.IsLoopback(address)
            ? await next(call).ConfigureAwait(false)
            : Results.NotFound();
    }

    private IResult Now() => Wire.Ok(new
    {
        now = Wire.Time(clock.GetUtcNow().ToUnixTimeMilliseconds()),
        frozen = clock.Frozen,
    });

    private async Task<IResult> Set(HttpContext context)
    {
        var (body, refused) = await JsonFields.Read(context).ConfigureAwait(false);
        var text = body.Text("now", required: refused == null, max: 40);
        var frozen = body.Flag("frozen");
        var target = DateTimeOffset.MinValue;
        if (text != null && (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out target) || target < Earliest || target > Latest))
        {
            body.Fault("now", "This must be an ISO 8601 time between 2000 and 2100, e.g. 2026-01-31T10:00:00Z.");
        }
        if ((refused ?? body.Refused()) is { } problem)
        {
            return problem;
        }
        return await Move(() => target, frozen).ConfigureAwait(false);
    }

    private async Task<IResult> Advance(HttpContext context)
    {
        var (body, refused) = await JsonFields.Read(context).ConfigureAwait(false);
        var seconds = body.Whole("seconds", 0, MostSeconds, required: refused == null);
        return refused ?? body.Refused()
            ?? await Move(() => clock.GetUtcNow().AddSeconds(seconds!.Value), frozen: null).ConfigureAwait(false);
    }

    // A move that has begun is finished even if its caller hangs up: a clock left on the way would stand still there.
    // It starts from where the move before it ended, also on another node, as long as that one had ended.
    private async Task<IResult> Move(Func<DateTimeOffset> aim, bool? frozen)
    {
        var stop = CancellationToken.None;
        await oneAtATime.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            await clockStore.CatchUp(stop).ConfigureAwait(false);
            var target = aim();
            if (target > Latest)
            {
                return Refusal.Invalid("seconds", "This leads beyond 2100.");
            }
            var standStill = frozen ?? clock.Frozen; // asked before the steps, which stop it
            await StepThroughDue(target, stop).ConfigureAwait(false);
            await clockStore.Set(target, standStill, stop).ConfigureAwait(false);
            await due.RunDue(stop).ConfigureAwait(false);
            await followers.Settle(stop).ConfigureAwait(false);
            return Now();
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    // Stops at each moment at which something falls due, as the real clock would have: a month that begins on the way
    // begins at its own midnight.
    private async Task StepThroughDue(DateTimeOffset target, CancellationToken stop)
    {
        for (var step = 0; step < 10_000; step++)
        {
            var next = await due.NextDue(stop).ConfigureAwait(false);
            if (next == null || next > target)
            {
                return;
            }
            var before = clock.GetUtcNow();
            if (next > before)
            {
                await clockStore.Set(next.Value, frozen: true, stop).ConfigureAwait(false);
            }
            await due.RunDue(stop).ConfigureAwait(false);
            if (await due.NextDue(stop).ConfigureAwait(false) is { } again && again <= next)
            {
                // It stays due (a failing pull, say): time goes on without it.
                return;
            }
        }
    }
}
