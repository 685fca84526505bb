using Placard.Inventory.Reading;

namespace Placard.Inventory.Imports;

/// <summary>Some jobs read back from a <see cref="DifferenceSpool"/>; good until it is read into again.</summary>
internal sealed class SpoolPage
{
    public List<JobRecord> Jobs { get; } = [];

    /// <summary>What the jobs' long texts stand in.</summary>
    public TextRoom Room { get; } = new();

    /// <summary>Done when texts that are written elsewhere need this page no more.</summary>
    public Task Written { get; set; } = Task.CompletedTask;
}
