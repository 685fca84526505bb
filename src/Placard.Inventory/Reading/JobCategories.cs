namespace Placard.Inventory.Reading;

/// <summary>
/// The categories of one job, at most three of each rank; a minor brings its major with it. Reused from job to job.
/// </summary>
internal sealed class JobCategories(RecordWalker texts, Findings findings)
{
    private static readonly JobElement[] Single =
    [
        JobElement.MajorCategory0, JobElement.MajorCategory1, JobElement.MajorCategory2,
        JobElement.MinorCategory0, JobElement.MinorCategory1, JobElement.MinorCategory2,
    ];

    private readonly List<Category> _majors = [];
    private readonly List<Category> _minors = [];

    public (IReadOnlyList<string> Majors, IReadOnlyList<string> Minors) Read()
    {
        _majors.Clear();
        _minors.Clear();
        foreach (var element in Single)
        {
            if (texts[element] is not { } text)
            {
                continue;
            }
            if (Categories.Find(text, _majors) is { } category)
            {
                Add(category, element);
            }
            else
            {
                NoteUnknown(element, text);
            }
        }
        if (texts[JobElement.Category] is { } several)
        {
            ReadSeveral(several);
        }
        return (Forms(_majors), Forms(_minors));
    }

    private void ReadSeveral(string text)
    {
        var unknown = new List<string>();
        foreach (var category in Categories.FindAll(text, _majors, unknown))
        {
            Add(category, JobElement.Category);
        }
        if (unknown.Count > 0)
        {
            NoteUnknown(JobElement.Category, string.Join(" | ", unknown));
        }
    }

    private void NoteUnknown(JobElement element, string text) =>
        findings.Note(NoteKinds.Category, element, "Not a category of the taxonomy; it was left out.", text);

    private void Add(Category category, JobElement element)
    {
        var list = category.Major is null ? _majors : _minors;
        if (list.Contains(category))
        {
            return;
        }
        if (list.Count == FeedLimits.CategoriesEach)
        {
            findings.Note(NoteKinds.Category, element, "A job has at most three; it was left out.", category.Form);
            return;
        }
        list.Add(category);
        if (category.Major is { } major)
        {
            Add(major, element);
        }
    }

    private static string[] Forms(List<Category> categories)
    {
        if (categories.Count == 0)
        {
            return [];
        }
        var forms = new string[categories.Count];
        for (var i = 0; i < forms.Length; i++)
        {
            forms[i] = categories[i].Form;
        }
        return forms;
    }
}
