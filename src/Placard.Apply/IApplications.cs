using Placard.Kernel;
using Placard.Storage;

namespace Placard.Apply;

/// <summary>What other rooms may ask about hosted applications.</summary>
public interface IApplications
{
    /// <summary>
    /// The clicks that these applications came from, by <c>tlrApplicationId</c>; what is not ours, or came without a
    /// click, is left out.
    /// </summary>
    Task<IReadOnlyDictionary<ClickId, ClickId>> ClicksOf(DbSession session, IReadOnlyCollection<ClickId> applications);
}
