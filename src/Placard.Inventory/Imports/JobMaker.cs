using Placard.Contract;
using Placard.Inventory.Completing;
using Placard.Inventory.Jobs;
using Placard.Inventory.Reading;
using Placard.Inventory.Sources;
using Placard.Kernel;

namespace Placard.Inventory.Imports;

/// <summary>Turns a fed job into the rows and feed texts of the jobs it is advertised as.</summary>
internal sealed class JobMaker(
    long sourceId, PlaceRules places, TitleExpansions expansions, ExchangeCalendar calendar)
{
    public PlaceFinding Complete(FedJob job) => places.Complete(job);

    public IEnumerable<JobRecord> Make(FedJob job, PlaceFinding finding, byte[] fedMark)
    {
        var details = JobDetails.Write(job);
        var onDemand = FeedFragments.OnDemand(job.LogoUrl, job.Apply != null, JobDetails.Named(job.Extractions));
        var date = calendar.LocalTime(job.DateAtMs);
        var (bodyPlace, body) = (default(JobPlace), Array.Empty<byte>());
        foreach (var advertised in Expansions.Of(job, finding, expansions))
        {
            var place = advertised.Place;
            if (body.Length == 0 || place != bodyPlace)
            {
                (bodyPlace, body) = (place, Body(job, place));
            }
            yield return new JobRecord
            {
                JobId = 0,
                SourceId = sourceId,
                FedMark = fedMark,
                JobReference = advertised.JobReference,
                OriginalJobReference = job.ReferenceNumber,
                Title = advertised.Title,
                Company = job.Company,
                City = place.City,
                State = place.State,
                Zipcode = place.Zip,
                LatitudeMicro = place.LatitudeMicro,
                LongitudeMicro = place.LongitudeMicro,
                Url = job.Url,
                CpcCents = job.CpcCents,
                Majors = string.Join('\n', job.MajorCategories),
                Minors = string.Join('\n', job.MinorCategories),
                JobType = job.JobType ?? "",
                TalrooApply = job.Apply != null,
                DateMs = job.DateAtMs,
                ExpiresAtMs = job.ExpiresAtMs,
                Details = details,
                Head = FeedFragments.Head(advertised.Title, date),
                OnDemand = onDemand,
                Body = body,
            };
        }
    }

    private static byte[] Body(FedJob job, JobPlace place) => FeedFragments.Body(
        job.Company, place.City, place.State, place.Zip, job.Description, job.MajorCategories, job.MinorCategories);
}
