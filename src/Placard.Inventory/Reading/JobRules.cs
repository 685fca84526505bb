namespace Placard.Inventory.Reading;

/// <summary>Why a job cannot be taken.</summary>
internal sealed record JobObjection(string Reason, string Message, string? Value);

/// <summary>The rules of surface §7, applied to the texts that a <see cref="RecordWalker"/> gathered.</summary>
internal sealed class JobRules(RecordWalker texts, Findings findings, TimeZoneInfo zone, long importAtMs)
{
    private static readonly JobElement[] Required =
    [
        JobElement.Title, JobElement.Date, JobElement.ReferenceNumber,
        JobElement.Url, JobElement.Company, JobElement.Description,
    ];

    private static readonly (JobElement Element, int Most)[] Ceilings =
    [
        (JobElement.ReferenceNumber, FeedLimits.ReferenceNumberLength),
        (JobElement.Title, FeedLimits.TitleLength),
        (JobElement.Company, FeedLimits.CompanyLength),
        (JobElement.Url, FeedLimits.UrlLength),
    ];

    private readonly JobCategories _categories = new(texts, findings);
    private readonly WebAddresses _addresses = new();
    private long? _cpcCents;

    /// <summary>The first rule that objects, or null: then <see cref="Job"/> may be asked for.</summary>
    public JobObjection? Objection() =>
        Malformed() ?? Missing() ?? TooLong() ?? WrongUrl() ?? Overpriced();

    public FedJob Job()
    {
        var (majors, minors) = _categories.Read();
        var (latitude, longitude) = Coordinates();
        return new FedJob
        {
            ReferenceNumber = texts[JobElement.ReferenceNumber]!,
            Title = texts[JobElement.Title]!,
            Company = texts[JobElement.Company]!,
            Url = texts[JobElement.Url]!,
            Description = texts.Description,
            DateAtMs = Date(JobElement.Date, "It was replaced by the time of the import.") ?? importAtMs,
            City = Line(JobElement.City),
            State = Line(JobElement.State),
            Zip = Line(JobElement.PostalCode),
            Country = Line(JobElement.Country),
            Address = Line(JobElement.Address),
            LatitudeMicro = latitude,
            LongitudeMicro = longitude,
            CpcCents = _cpcCents,
            CpaCents = Cpa(),
            ExpiresAtMs = Date(JobElement.Expires, "It was left out."),
            Email = Email(),
            Salary = Line(JobElement.Salary),
            JobType = Line(JobElement.JobType),
            Education = Line(JobElement.Education),
            Experience = Line(JobElement.Experience),
            RemoteType = Line(JobElement.RemoteType),
            CampaignId = Line(JobElement.CampaignId),
            AdvertiserId = Line(JobElement.AdvertiserId),
            LogoUrl = Url(JobElement.LogoUrl),
            MajorCategories = majors,
            MinorCategories = minors,
            Extractions = ReadExtractions(),
            Apply = Apply(),
        };
    }

    private JobObjection? Malformed() => texts.Fault == JobElement.Unknown ? null
        : new(RejectionReasons.Malformed, $"The end of <{ElementNames.Of(texts.Fault)}> cannot be told.", null);

    private JobObjection? Missing()
    {
        List<string>? missing = null;
        foreach (var element in Required)
        {
            if (!texts.Has(element))
            {
                (missing ??= []).Add(ElementNames.Of(element));
            }
        }
        if (texts.Has(JobElement.City) && !texts.Has(JobElement.State))
        {
            (missing ??= []).Add("state (required with a city)");
        }
        return missing is null ? null
            : new(RejectionReasons.Missing, $"Missing or blank: {string.Join(", ", missing)}.", null);
    }

    private JobObjection? TooLong()
    {
        foreach (var (element, most) in Ceilings)
        {
            var text = texts[element]!;
            if (text.Length > most)
            {
                return TooLong(element, $"{text.Length:#,0} characters", most, text);
            }
        }
        var bytes = texts.Description.Bytes.Length;
        return bytes <= FeedLimits.DescriptionBytes ? null
            : TooLong(JobElement.Description, $"{bytes:#,0} bytes", FeedLimits.DescriptionBytes,
                texts.Description.ToString());
    }

    private JobObjection TooLong(JobElement element, string size, int most, string text) =>
        new(RejectionReasons.TooLong,
            $"<{ElementNames.Of(element)}> has {size}; at most {most:#,0} are taken.", text);

    private JobObjection? WrongUrl()
    {
        var url = texts[JobElement.Url]!;
        return _addresses.IsOne(url) ? null
            : new(RejectionReasons.Url, "<url> is not an absolute http or https address.", url);
    }

    private JobObjection? Overpriced()
    {
        _cpcCents = Cents(JobElement.Cpc);
        return _cpcCents is null or <= FeedLimits.CpcCents ? null
            : new(RejectionReasons.Cpc, "<cpc> is more than $1,000.00 a click.", texts[JobElement.Cpc]);
    }

    private string? Line(JobElement element)
    {
        var text = texts[element];
        if (text is null || text.Length <= FeedLimits.TextLength)
        {
            return text;
        }
        return Drop(element, NoteKinds.Dropped, $"Longer than {FeedLimits.TextLength} characters; it was left out.");
    }

    private string? Url(JobElement element)
    {
        var text = texts[element];
        return text is null || (text.Length <= FeedLimits.UrlLength && _addresses.IsOne(text)) ? text
            : Drop(element, NoteKinds.Dropped, "Not an absolute http or https address; it was left out.");
    }

    private string? Email()
    {
        var text = texts[JobElement.Email];
        var at = text?.IndexOf('@') ?? 0;
        var isUsable = text is null || (text.Length <= FeedLimits.EmailLength && !text.Contains(' ')
            && at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1);
        return isUsable ? text : Drop(JobElement.Email, NoteKinds.Dropped, "Not an e-mail address; it was left out.");
    }

    private string? Drop(JobElement element, string kind, string message)
    {
        findings.Note(kind, element, message, texts[element]);
        return null;
    }

    private long? Date(JobElement element, string consequence)
    {
        var text = texts[element];
        if (text is null)
        {
            return null;
        }
        if (FeedDates.TryParse(text, zone, out var unixMs))
        {
            return unixMs;
        }
        findings.Note(NoteKinds.Date, element, $"Not a date that can be read. {consequence}", text);
        return null;
    }

    private long? Cents(JobElement element)
    {
        var text = texts[element];
        if (text is null)
        {
            return null;
        }
        if (FeedNumbers.TryCents(text, out var cents) && cents > 0)
        {
            return cents;
        }
        findings.Note(NoteKinds.Price, element, "Not a price of at least one cent; it was left out.", text);
        return null;
    }

    private long? Cpa()
    {
        var cents = Cents(JobElement.Cpa);
        if (cents is null or <= FeedLimits.CpaCents)
        {
            return cents;
        }
        Drop(JobElement.Cpa, NoteKinds.Price, "More than $100,000.00; it was left out.");
        return null;
    }

    private (long? Latitude, long? Longitude) Coordinates()
    {
        var (latitude, longitude) = (texts[JobElement.Latitude], texts[JobElement.Longitude]);
        if (latitude is null && longitude is null)
        {
            return (null, null);
        }
        // 0,0 lies in the sea off Africa: it is what programs write that know no place.
        if (FeedNumbers.TryMicroDegrees(latitude, 90, out var north)
            && FeedNumbers.TryMicroDegrees(longitude, 180, out var east)
            && (north, east) is not (0, 0))
        {
            return (north, east);
        }
        findings.Note(NoteKinds.Coordinates, JobElement.Latitude,
            "Not a place on earth; both coordinates were left out.", $"{latitude},{longitude}");
        return (null, null);
    }

    private FedExtractions? ReadExtractions()
    {
        if (!texts.HasAny(JobElement.AllRequirementsNormalized, JobElement.VisaStatus))
        {
            return null;
        }
        var extractions = new FedExtractions
        {
            AllRequirementsNormalized = Extraction(JobElement.AllRequirementsNormalized),
            AllPreferencesNormalized = Extraction(JobElement.AllPreferencesNormalized),
            Compensation = Extraction(JobElement.Compensation),
            Benefits = Extraction(JobElement.Benefits),
            WorkSchedule = Extraction(JobElement.WorkSchedule),
            WorkLocationType = Extraction(JobElement.WorkLocationType),
            VisaStatus = Extraction(JobElement.VisaStatus),
        };
        var isEmpty = extractions is
        {
            AllRequirementsNormalized: null, AllPreferencesNormalized: null, Compensation: null, Benefits: null,
            WorkSchedule: null, WorkLocationType: null, VisaStatus: null,
        };
        return isEmpty ? null : extractions;
    }

    private string? Extraction(JobElement element)
    {
        var text = texts[element];
        return text is null || Extractions.IsUsable(element, text) ? text
            : Drop(element, NoteKinds.Extraction, "Not the JSON documented for this field; it was left out.");
    }

    private FedApply? Apply() => !texts.HasApply ? null : new FedApply
    {
        CustomQuestionsUrl = Url(JobElement.CustomQuestions),
        PostUrl = Url(JobElement.PostUrl),
        AddressCollection = AddressCollection(),
        ResumeRequired = ResumeRequired(),
    };

    private string? AddressCollection() => texts[JobElement.AddressCollection]?.ToLowerInvariant() switch
    {
        null => null,
        "required" => "required",
        "optional" => "optional",
        "off" or "none" or "hidden" or "false" or "0" => "off",
        _ => Drop(JobElement.AddressCollection, NoteKinds.Dropped, "Not required, optional or off; it was left out."),
    };

    private bool? ResumeRequired()
    {
        switch (texts[JobElement.ResumeRequired]?.ToLowerInvariant())
        {
            case null:
                return null;
            case "true" or "1":
                return true;
            case "false" or "0":
                return false;
            default:
                Drop(JobElement.ResumeRequired, NoteKinds.Dropped, "Neither true nor false; it was left out.");
                return null;
        }
    }
}
