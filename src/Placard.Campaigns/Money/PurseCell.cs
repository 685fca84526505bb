namespace Placard.Campaigns;

/// <summary>
/// One campaign's purse in memory. The ledger's turn takes from it on one thread; request threads only look, without a
/// lock: day and cents are published together in one number, and a look on another day works them out under the lock.
/// </summary>
internal sealed class PurseCell(long campaignId, PurseTerms terms, CampaignStatus status, long ceilingsSinceMs)
{
    // 27 bits of day above 36 bits of cents: $687 million is more than one click can ask for.
    private const int CentsBits = 36;
    private const long MostCents = (1L << CentsBits) - 1;

    private readonly Lock gate = new();
    private readonly Dictionary<SpendKey, long> spent = [];
    private readonly Dictionary<SpendKey, long> taken = [];
    private PurseTerms terms = terms;
    private CampaignStatus status = status;
    private Purse? purse;
    private Action<long, long>? note;
    private long published;

    public long CampaignId => campaignId;

    /// <summary>Since when the ceilings that <c>budget_ceilings</c> shows last are in force.</summary>
    public long CeilingsSinceMs { get; set; } = ceilingsSinceMs;

    public PurseTerms Terms => terms;

    public CampaignStatus Status => status;

    /// <summary>What was taken and not yet written, by budget and day. Only the turn's thread reads it.</summary>
    public IReadOnlyDictionary<SpendKey, long> Taken => taken;

    /// <summary>What a click may cost on this day; 0 unless the campaign is live or out of budget.</summary>
    public long AvailableCents(int day)
    {
        var known = Volatile.Read(ref published);
        if (known >> CentsBits == day)
        {
            return known & MostCents;
        }
        lock (gate)
        {
            Publish(At(day));
            return published & MostCents;
        }
    }

    /// <summary>Takes the cents whole or not at all.</summary>
    public bool TryTake(long cents, int day)
    {
        lock (gate)
        {
            if (!IsPaying)
            {
                return false;
            }
            var open = At(day);
            note ??= (budgetId, part) => Note(new SpendKey(budgetId, purse!.Day), part);
            if (!open.TryTake(cents, note))
            {
                return false;
            }
            Publish(open);
            return true;
        }
    }

    /// <summary>Takes in what the rows say now. Spending that is absent from them stays as it is known.</summary>
    public void Load(PurseTerms newTerms, CampaignStatus newStatus, long newCeilingsSinceMs)
    {
        lock (gate)
        {
            terms = newTerms;
            status = newStatus;
            CeilingsSinceMs = newCeilingsSinceMs;
            Forget();
        }
    }

    /// <summary>What one budget has spent on one day, all nodes together.</summary>
    public void LoadSpent(SpendKey key, long cents)
    {
        lock (gate)
        {
            spent[key] = cents;
            Forget();
        }
    }

    /// <summary>What was taken is on disk.</summary>
    public void Keep(bool ranDry)
    {
        lock (gate)
        {
            taken.Clear();
            if (ranDry && status == CampaignStatus.Live)
            {
                status = CampaignStatus.OutOfBudget;
            }
        }
    }

    /// <summary>What was taken is not on disk.</summary>
    public void Undo()
    {
        lock (gate)
        {
            foreach (var (key, cents) in taken)
            {
                spent[key] -= cents;
            }
            taken.Clear();
            Forget();
        }
    }

    /// <summary>Lets go of days that no budget in force reaches back to.</summary>
    public void Trim(int fromDay)
    {
        lock (gate)
        {
            foreach (var key in spent.Keys.Where(key => key.Day < fromDay).ToList())
            {
                spent.Remove(key);
            }
        }
    }

    private bool IsPaying => status is CampaignStatus.Live or CampaignStatus.OutOfBudget;

    private Purse At(int day) => purse?.Day == day ? purse : purse = Purse.Open(terms, spent, day);

    private void Note(SpendKey key, long cents)
    {
        spent[key] = spent.GetValueOrDefault(key) + cents;
        taken[key] = taken.GetValueOrDefault(key) + cents;
    }

    private void Publish(Purse open)
    {
        var cents = IsPaying ? Math.Min(open.AvailableCents, MostCents) : 0;
        Volatile.Write(ref published, ((long)open.Day << CentsBits) | cents);
    }

    private void Forget()
    {
        purse = null;
        Volatile.Write(ref published, 0);
    }
}
