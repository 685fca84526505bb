using Placard.Storage;

namespace Placard.Campaigns;

/// <summary>The rows of campaigns. Every write takes a revision and happens in ledger order.</summary>
internal static class CampaignStore
{
    /// <summary>The number of a change; memories of all nodes ask for what came after the last one they know.</summary>
    public static Task<long> NextRevision(DbSession session) => session.Scalar<long>(
        """
        INSERT INTO ledger_versions (name, version) VALUES ('campaigns', 1)
        ON CONFLICT (name) DO UPDATE SET version = ledger_versions.version + 1 RETURNING version
        """);

    /// <summary>One campaign that the caller may see; <paramref name="customerScope"/> null sees all.</summary>
    public static Task<CampaignRow?> Find(DbSession session, long id, long? customerScope) =>
        session.First<CampaignRow>(
            $"SELECT * FROM campaigns c WHERE c.id = @id AND {CampaignViews.Scope(customerScope)}",
            new { id, owner = customerScope ?? 0 });

    public static Task Insert(DbSession session, CampaignRow row) => session.Execute(
        """
        INSERT INTO campaigns (id, pool_id, customer_id, name, ad_type, status, talroo_basic_cpc, talroo_pro_cpc,
            talroo_featured_type, talroo_pro, talroo_apply, talroo_apply_pro, monthly_cents, daily_cents, pacing,
            pacing_dom, job_filters, apply_order, email_address, other_email_addresses, talroo_apply_redir,
            application_link_override, address_question, event_type, event_start, event_end, event_times,
            event_location, event_url, max_rsvps, max_rsvps_per_slot, created_at_ms, updated_at_ms, ceilings_since_ms,
            revision, assign_revision)
        VALUES (@Id, @PoolId, @CustomerId, @Name, @AdType, @Status, @TalrooBasicCpc, @TalrooProCpc,
            @TalrooFeaturedType, @TalrooPro, @TalrooApply, @TalrooApplyPro, @MonthlyCents, @DailyCents, @Pacing,
            @PacingDom, @JobFilters, @ApplyOrder, @EmailAddress, @OtherEmailAddresses, @TalrooApplyRedir,
            @ApplicationLinkOverride, @AddressQuestion, @EventType, @EventStart, @EventEnd, @EventTimes,
            @EventLocation, @EventUrl, @MaxRsvps, @MaxRsvpsPerSlot, @CreatedAtMs, @UpdatedAtMs, @CeilingsSinceMs,
            @Revision, @AssignRevision)
        """, row);

    public static Task Update(DbSession session, CampaignRow row) => session.Execute(
        """
        UPDATE campaigns SET name = @Name, status = @Status, talroo_basic_cpc = @TalrooBasicCpc,
            talroo_pro_cpc = @TalrooProCpc, talroo_featured_type = @TalrooFeaturedType, talroo_pro = @TalrooPro,
            talroo_apply = @TalrooApply, talroo_apply_pro = @TalrooApplyPro, monthly_cents = @MonthlyCents,
            daily_cents = @DailyCents, pacing = @Pacing, pacing_dom = @PacingDom, job_filters = @JobFilters,
            apply_order = @ApplyOrder, email_address = @EmailAddress, other_email_addresses = @OtherEmailAddresses,
            talroo_apply_redir = @TalrooApplyRedir, application_link_override = @ApplicationLinkOverride,
            address_question = @AddressQuestion, event_type = @EventType, event_start = @EventStart,
            event_end = @EventEnd, event_times = @EventTimes, event_location = @EventLocation, event_url = @EventUrl,
            max_rsvps = @MaxRsvps, max_rsvps_per_slot = @MaxRsvpsPerSlot, updated_at_ms = @UpdatedAtMs,
            revision = @Revision, assign_revision = @AssignRevision
        WHERE id = @Id
        """, row);

    /// <summary>Moves the campaigns that are still <paramref name="from"/>; answers how many.</summary>
    public static async Task<int> SetStatus(
        DbSession session, IdList ids, string from, string to, long nowMs)
    {
        var revision = await NextRevision(session).ConfigureAwait(false);
        return await session.Execute(
            $"""
            UPDATE campaigns SET status = @to, updated_at_ms = @nowMs, revision = @revision
            WHERE id IN {ids.Sql} AND status = @from
            """,
            ids.With(new { from, to, nowMs, revision })).ConfigureAwait(false);
    }

    /// <summary>Tells memories that budgets of these campaigns changed.</summary>
    public static async Task Touch(DbSession session, IdList ids)
    {
        var revision = await NextRevision(session).ConfigureAwait(false);
        await session.Execute(
            $"UPDATE campaigns SET revision = @revision WHERE id IN {ids.Sql}", ids.With(new { revision }))
            .ConfigureAwait(false);
    }
}
