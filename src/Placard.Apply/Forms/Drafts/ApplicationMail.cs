using Placard.Events;

namespace Placard.Apply.Forms;

/// <summary>
/// Tells the advertiser's people about a new application. Answers and files are not in it: mail is open.
/// </summary>
internal static class ApplicationMail
{
    public static NewMail Of(ApplicationRow row, Person person, IReadOnlyList<string> to) => new(
        to,
        OneLine($"New application: {row.JobTitle}{(row.JobPlace.Length == 0 ? "" : $" ({row.JobPlace})")}"),
        $"""
        {person.FirstName} {person.LastName} applied for {OneLine(row.JobTitle)}, {OneLine(row.JobCompany)}.

        E-mail: {person.EmailAddress}
        Phone: {person.Phone}
        Place: {person.City}, {person.State} {person.Zipcode}
        Qualified: {(row.Qualified != 0 ? "yes" : "no")}
        Job reference: {OneLine(row.OriginalJobReference)}
        Application: {row.PublicId}

        The answers and the resume are in your applications.
        """,
        About: row.PublicId);

    // A line break in a job's title must not become a line of the mail's head.
    private static string OneLine(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
