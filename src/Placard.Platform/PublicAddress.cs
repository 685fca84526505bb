namespace Placard.Platform;

/// <summary>
/// The base of every address that is handed out (click, feed): <c>Placard:PublicUrl</c>, by default the first bound
/// address. The host sets it once the server listens and before it takes traffic.
/// </summary>
public sealed class PublicAddress
{
    private readonly TaskCompletionSource known = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Scheme, host and path prefix, e.g. <c>https://jobs.example</c>; a slash at its end is dropped.
    /// </summary>
    public string Base
    {
        get;
        set
        {
            field = value.TrimEnd('/');
            known.TrySetResult();
        }
    } = "";

    /// <summary>Completes when <see cref="Base"/> is set.</summary>
    public Task Known => known.Task;

    /// <summary>The path of <see cref="Base"/>: what stands before every path of ours outside; mostly empty.</summary>
    public string PathPrefix =>
        Uri.TryCreate(Base, UriKind.Absolute, out var address) ? address.AbsolutePath.TrimEnd('/') : "";
}

/// <summary>The folder of <c>--data</c>: what a node keeps outside its database lies below it.</summary>
public sealed record DataFolder(string Path);
