namespace Placard.Contract.Dispositions;

/// <summary>
/// The words of the disposition contract with the numbers they are stored by: never reuse one. A number is the word's
/// place in the seed's list.
/// </summary>
public static class DispositionWords
{
    /// <summary>The nineteen events.</summary>
    public static IReadOnlyList<string> Events { get; } =
    [
        "registration", "lead", "application_started", "application_completed", "application_qualified",
        "application_unqualified", "application_withdrawn", "contacted", "screening", "assessment",
        "interview_scheduled", "interviewed", "background_check", "offered", "offer_declined", "hired", "rejected",
        "onboarded", "other",
    ];

    /// <summary>The seven reasons of a rejection.</summary>
    public static IReadOnlyList<string> Reasons { get; } =
    [
        "failed_checks", "unresponsive", "uncertified", "out_of_area", "job_closed", "hired_different_role", "other",
    ];

    /// <summary>Place of <c>application_started</c>.</summary>
    public const int ApplicationStarted = 2;

    /// <summary>Place of <c>application_completed</c>.</summary>
    public const int ApplicationCompleted = 3;

    /// <summary>Place of <c>hired</c>.</summary>
    public const int Hired = 15;

    /// <summary>Place of <c>rejected</c>, the only event that has a reason.</summary>
    public const int Rejected = 16;
}
