using System.Buffers;
using System.Text.Json;
using Placard.Contract;
using Placard.Inventory.Completing;
using Placard.Inventory.Jobs;
using Placard.Inventory.Reading;
using Placard.Inventory.Sources;
using Placard.Kernel;

namespace Placard.Inventory.Imports;

/// <summary>
/// Turns a fed job into the rows and feed texts of the jobs it is advertised as. The texts are written into memory that
/// is used again: a row is good until the next one is made.
/// </summary>
internal sealed class JobMaker : IDisposable
{
    private readonly long sourceId;
    private readonly PlaceRules places;
    private readonly TitleExpansions expansions;
    private readonly ExchangeCalendar calendar;
    private readonly ArrayBufferWriter<byte> details = new();
    private readonly ArrayBufferWriter<byte> onDemand = new();
    private readonly ArrayBufferWriter<byte> head = new();
    private readonly ArrayBufferWriter<byte> body = new();
    private readonly Utf8JsonWriter detailsJson;
    private readonly List<AdvertisedJob> advertised = [];

    /// <summary>What the body was written for; null when it is another job's.</summary>
    private JobPlace? bodyPlace;

    public JobMaker(long sourceId, PlaceRules places, TitleExpansions expansions, ExchangeCalendar calendar)
    {
        (this.sourceId, this.places, this.expansions, this.calendar) = (sourceId, places, expansions, calendar);
        detailsJson = JobDetails.WriterTo(details);
    }

    public PlaceFinding Complete(FedJob job) => places.Complete(job);

    /// <summary>What the job is advertised as; each of it is then made by <see cref="Make"/>.</summary>
    public List<AdvertisedJob> Begin(FedJob job, PlaceFinding finding)
    {
        details.ResetWrittenCount();
        detailsJson.Reset();
        JobDetails.Write(job, detailsJson);
        onDemand.ResetWrittenCount();
        FeedFragments.OnDemand(onDemand, job.LogoUrl, job.Apply != null, JobDetails.Named(job.Extractions));
        bodyPlace = null;
        advertised.Clear();
        Expansions.AddTo(advertised, job, finding, expansions);
        return advertised;
    }

    /// <summary>One of the rows of the job that was begun last.</summary>
    public JobRecord Make(FedJob job, AdvertisedJob advertised, ReadOnlyMemory<byte> fedMark)
    {
        head.ResetWrittenCount();
        FeedFragments.Head(head, advertised.Title, calendar.LocalTime(job.DateAtMs));
        if (advertised.Place != bodyPlace)
        {
            WriteBody(job, advertised.Place);
            bodyPlace = advertised.Place;
        }
        return Row(job, advertised, fedMark);
    }

    public void Dispose() => detailsJson.Dispose();

    private JobRecord Row(FedJob job, AdvertisedJob advertised, ReadOnlyMemory<byte> fedMark) => new()
    {
        JobId = 0,
        SourceId = sourceId,
        FedMark = fedMark,
        JobReference = advertised.JobReference,
        OriginalJobReference = job.ReferenceNumber,
        Title = advertised.Title,
        Company = job.Company,
        City = advertised.Place.City,
        State = advertised.Place.State,
        Zipcode = advertised.Place.Zip,
        LatitudeMicro = advertised.Place.LatitudeMicro,
        LongitudeMicro = advertised.Place.LongitudeMicro,
        Url = job.Url,
        CpcCents = job.CpcCents,
        Majors = string.Join('\n', job.MajorCategories),
        Minors = string.Join('\n', job.MinorCategories),
        JobType = job.JobType ?? "",
        TalrooApply = job.Apply != null,
        DateMs = job.DateAtMs,
        ExpiresAtMs = job.ExpiresAtMs,
        Details = details.WrittenMemory,
        Head = head.WrittenMemory,
        OnDemand = onDemand.WrittenMemory,
        Body = body.WrittenMemory,
    };

    private void WriteBody(FedJob job, JobPlace place)
    {
        body.ResetWrittenCount();
        FeedFragments.Body(body, job.Company, place.City, place.State, place.Zip,
            job.Description.Bytes.Span, job.MajorCategories, job.MinorCategories);
    }
}
