using Placard.Inventory.Completing;
using Placard.Inventory.Reading;

namespace Placard.Inventory.Imports;

/// <summary>
/// Takes a feed's records in order and gathers what differs from what is kept: the jobs to write, the jobs to take out,
/// the counts and findings. A record whose bytes are kept already is only marked. Decides nothing about the whole.
/// </summary>
internal sealed class FeedDifference(
    KnownJobs known,
    JobMaker maker,
    DifferenceSpool spool,
    HoldCandidate hold,
    ImportTally tally,
    Func<FeedEncoding, JobParser> parsers)
{
    private readonly List<long> dropped = [];
    private readonly HashSet<long> kept = [];
    private readonly byte[] fedMark = new byte[FedMark.Length];
    private JobParser? repeats;

    public void Take(in RecordBatch.Item item, ReadOnlyMemory<byte> bytes, in Looked look, FeedEncoding encoding)
    {
        if (item.Rejection != null)
        {
            tally.Reject(item.Rejection);
        }
        else if (look.Parsed is { } parsed)
        {
            Take(item, bytes, look.Mark, parsed);
        }
        else if (known.WasSeen(look.Unchanged))
        {
            // The same bytes twice in one feed: read for its reference, which the rejection names.
            repeats ??= parsers(encoding);
            Take(item, bytes, look.Mark, repeats.Parse(new RawRecord(bytes, item.Line, item.Column, null)));
        }
        else
        {
            known.MarkSeen(look.Unchanged);
            hold.Accept(bytes.Span);
            tally.Unchanged++;
        }
    }

    /// <summary>Counts what left the feed; call it once, after the last record.</summary>
    public void Finish()
    {
        kept.Clear();
        foreach (var index in known.Gone())
        {
            tally.Removed++;
            known.AddLiveJobsOf(index, kept, dropped);
        }
    }

    /// <summary>Advertised jobs that are no longer: their fed job left, or its expansion names them no more.</summary>
    public IReadOnlyList<long> Dropped => dropped;

    private void Take(in RecordBatch.Item item, ReadOnlyMemory<byte> bytes, UInt128 mark, ParsedJob parsed)
    {
        foreach (var note in parsed.Notes)
        {
            tally.Note(note);
        }
        if (parsed.Job is not { } job)
        {
            tally.Reject(parsed.Rejection!);
            return;
        }
        var reference = FedMark.OfReference(job.ReferenceNumber);
        var index = known.FindByReference(reference);
        if (index >= 0 && known.WasSeen(index))
        {
            Reject(item, job, RejectionReasons.Duplicate,
                "A job of this reference number was in the feed before.", job.ReferenceNumber);
            return;
        }
        var places = maker.Complete(job);
        if (places.Note is { } found)
        {
            tally.Note(new FeedNote(item.Line, item.Column, job.ReferenceNumber,
                NoteKinds.Place, found.Element, found.Message, found.Value));
        }
        if (places.Objection is { } objection)
        {
            Reject(item, job, RejectionReasons.Place, objection, job.State);
            return;
        }
        FedMark.Write(fedMark, reference, mark);
        Accept(job, places, index < 0 ? known.Add(reference) : index);
        hold.Accept(bytes.Span);
    }

    private void Accept(FedJob job, PlaceFinding places, int index)
    {
        var isKnown = known.HasRows(index);
        tally.Updated += isKnown ? 1 : 0;
        tally.Created += isKnown ? 0 : 1;
        known.MarkSeen(index);
        kept.Clear();
        foreach (var advertised in maker.Begin(job, places))
        {
            var record = maker.Make(job, advertised, fedMark);
            var isMain = record.JobReference == job.ReferenceNumber;
            record.JobId = isKnown ? known.JobIdOf(index, isMain, record.JobReference) : 0;
            kept.Add(record.JobId);
            spool.Write(record);
        }
        if (isKnown)
        {
            known.AddLiveJobsOf(index, kept, dropped);
        }
    }

    private void Reject(in RecordBatch.Item item, FedJob job, string reason, string message, string? value) =>
        tally.Reject(new FeedRejection(item.Line, item.Column, job.ReferenceNumber, reason, message,
            value?[..Math.Min(value.Length, FeedLimits.ShownValueLength)]));
}
