namespace Placard.Host.Serving;

/// <summary>Whether <c>/healthz</c> answers 200: not before everything is loaded, not while shutting down.</summary>
internal sealed class Readiness
{
    private volatile bool ready;

    public bool IsReady => ready;

    public void Open() => ready = true;

    public void Close() => ready = false;
}
