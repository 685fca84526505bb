using System.Collections.Frozen;

namespace Placard.Inventory.Reading;

/// <summary>The elements of a job that are read (surface §7), each under all its spellings.</summary>
internal enum JobElement
{
    Unknown,
    Title,
    Date,
    ReferenceNumber,
    Url,
    Company,
    Description,
    City,
    State,
    PostalCode,
    Country,
    Address,
    Latitude,
    Longitude,
    Email,
    Salary,
    JobType,
    Education,
    Experience,
    RemoteType,
    Category,
    MajorCategory0,
    MajorCategory1,
    MajorCategory2,
    MinorCategory0,
    MinorCategory1,
    MinorCategory2,
    Cpc,
    Cpa,
    CampaignId,
    AdvertiserId,
    LogoUrl,
    Expires,
    AllRequirementsNormalized,
    AllPreferencesNormalized,
    Compensation,
    Benefits,
    WorkSchedule,
    WorkLocationType,
    VisaStatus,
    TalrooApply,

    // Children of talroo_apply; anywhere else these names mean nothing.
    CustomQuestions,
    PostUrl,
    AddressCollection,
    ResumeRequired,
}

/// <summary>
/// Element names, whatever their case and with or without <c>-</c> and <c>_</c>: <c>postal_code</c> and
/// <c>PostalCode</c> can only mean one thing.
/// </summary>
internal static class ElementNames
{
    private const int LongestName = 40;

    private static readonly (JobElement Element, string[] Names)[] Table =
    [
        (JobElement.Title, ["title"]),
        (JobElement.Date, ["date"]),
        (JobElement.ReferenceNumber, ["referencenumber"]),
        (JobElement.Url, ["url"]),
        (JobElement.Company, ["company"]),
        (JobElement.Description, ["description"]),
        (JobElement.City, ["city"]),
        (JobElement.State, ["state"]),
        (JobElement.PostalCode, ["postalcode", "zip", "zipcode"]),
        (JobElement.Country, ["country"]),
        (JobElement.Address, ["address", "streetaddress"]),
        (JobElement.Latitude, ["latitude", "lat"]),
        (JobElement.Longitude, ["longitude", "lng", "lon"]),
        (JobElement.Email, ["email"]),
        (JobElement.Salary, ["salary"]),
        (JobElement.JobType, ["jobtype"]),
        (JobElement.Education, ["education"]),
        (JobElement.Experience, ["experience"]),
        (JobElement.RemoteType, ["remotetype"]),
        (JobElement.Category, ["category"]),
        (JobElement.MajorCategory0, ["major_category0"]),
        (JobElement.MajorCategory1, ["major_category1"]),
        (JobElement.MajorCategory2, ["major_category2"]),
        (JobElement.MinorCategory0, ["minor_category0"]),
        (JobElement.MinorCategory1, ["minor_category1"]),
        (JobElement.MinorCategory2, ["minor_category2"]),
        (JobElement.Cpc, ["cpc"]),
        (JobElement.Cpa, ["cpa"]),
        (JobElement.CampaignId, ["campaign_id"]),
        (JobElement.AdvertiserId, ["advertiser_id"]),
        (JobElement.LogoUrl, ["logo_url"]),
        (JobElement.Expires, ["expires", "expirationDate"]),
        (JobElement.AllRequirementsNormalized, ["all_requirements_normalized"]),
        (JobElement.AllPreferencesNormalized, ["all_preferences_normalized"]),
        (JobElement.Compensation, ["compensation"]),
        (JobElement.Benefits, ["benefits"]),
        (JobElement.WorkSchedule, ["work_schedule"]),
        (JobElement.WorkLocationType, ["work_location_type"]),
        (JobElement.VisaStatus, ["visa_status"]),
        (JobElement.TalrooApply, ["talroo_apply"]),
        (JobElement.CustomQuestions, ["custom_questions", "custom_question"]),
        (JobElement.PostUrl, ["postUrl"]),
        (JobElement.AddressCollection, ["addressCollection"]),
        (JobElement.ResumeRequired, ["resume_required"]),
    ];

    private static readonly FrozenDictionary<string, JobElement> ByKey =
        Table.SelectMany(row => row.Names.Select(name => (Key: KeyOf(name), row.Element)))
            .ToFrozenDictionary(pair => pair.Key, pair => pair.Element);

    private static readonly FrozenDictionary<string, JobElement>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        ByKey.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] ContractNames = NamesByElement();

    public static int Count => ContractNames.Length;

    /// <summary>The name as the contract writes it.</summary>
    public static string Of(JobElement element) => ContractNames[(int)element];

    public static bool IsOfApply(JobElement element) => element >= JobElement.CustomQuestions;

    public static JobElement OfJob(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestName)
        {
            return JobElement.Unknown;
        }
        Span<char> key = stackalloc char[LongestName];
        var length = 0;
        foreach (var letter in name)
        {
            if (letter is (byte)'-' or (byte)'_')
            {
                continue;
            }
            if (letter >= 0x80)
            {
                return JobElement.Unknown;
            }
            key[length++] = (char)(letter is >= (byte)'A' and <= (byte)'Z' ? letter | 0x20 : letter);
        }
        return Lookup.TryGetValue(key[..length], out var element) ? element : JobElement.Unknown;
    }

    private static string KeyOf(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string[] NamesByElement()
    {
        var names = new string[Enum.GetValues<JobElement>().Length];
        names[0] = "";
        foreach (var (element, spellings) in Table)
        {
            names[(int)element] = spellings[0];
        }
        return names;
    }
}
