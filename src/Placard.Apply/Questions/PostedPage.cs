namespace Placard.Apply.Questions;

/// <summary>What a jobseeker's browser sent for one page of questions.</summary>
/// <param name="Values">The values of a field by its name, in order; none when it was not sent.</param>
/// <param name="Files">Files that were uploaded with this page and are kept: rows by question id.</param>
/// <param name="Removed">File questions whose earlier file is to go.</param>
/// <param name="Shown">
/// What the page showed, by id, where the form tells (<see cref="AnswerReader.Shown"/>); null: what was due by the
/// earlier answers. What was sent counts as shown either way.
/// </param>
internal sealed record PostedPage(
    Func<string, IReadOnlyList<string>> Values,
    IReadOnlyDictionary<string, long> Files,
    IReadOnlySet<string>? Removed = null,
    IReadOnlySet<string>? Shown = null);

/// <summary>A fault of one field, as a sentence for the jobseeker. Children of hierarchies are fields too.</summary>
internal sealed record AnswerFault(string FieldId, string Message);

/// <summary>
/// A page that was read. <paramref name="Answers"/> hold the earlier ones and the good ones of this page, and nothing
/// for questions that are no longer due, on any page.
/// </summary>
/// <param name="Answers">To be kept whether or not there are faults: what was entered stays.</param>
/// <param name="Faults">Not empty: show the page again, 422.</param>
/// <param name="FurtherDue">
/// Answers of this page made further questions of the same page due that were not shown: without faults, show the
/// page again with 200 before going on.
/// </param>
internal sealed record PageReading(Answers Answers, IReadOnlyList<AnswerFault> Faults, bool FurtherDue);
