-- Every change of a campaign, its segments or its one-time budgets takes a number from ledger_versions 'campaigns' and
-- leaves it in revision: memories fetch what is newer than what they know. assign_revision moves only when the change
-- can send jobs elsewhere. status: the API's words. Money in cents, days as yyyymmdd.
CREATE TABLE campaigns (
    id BIGINT PRIMARY KEY,
    pool_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    ad_type TEXT NOT NULL,
    status TEXT NOT NULL,
    talroo_basic_cpc BIGINT,
    talroo_pro_cpc BIGINT,
    talroo_featured_type TEXT NOT NULL,
    talroo_pro TEXT NOT NULL,
    talroo_apply BIGINT NOT NULL,
    talroo_apply_pro BIGINT NOT NULL,
    monthly_cents BIGINT,
    daily_cents BIGINT,
    pacing BIGINT NOT NULL,
    pacing_dom BIGINT,
    job_filters TEXT NOT NULL,
    apply_order BIGINT NOT NULL,
    email_address TEXT,
    other_email_addresses TEXT NOT NULL,
    talroo_apply_redir BIGINT NOT NULL,
    application_link_override TEXT,
    address_question TEXT,
    event_type TEXT,
    event_start BIGINT,
    event_end BIGINT,
    event_times TEXT,
    event_location TEXT,
    event_url TEXT,
    max_rsvps BIGINT,
    created_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL,
    ceilings_since_ms BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    assign_revision BIGINT NOT NULL
);
CREATE INDEX campaigns_by_revision ON campaigns (revision);
CREATE INDEX campaigns_of_pool ON campaigns (pool_id);
CREATE INDEX campaigns_of_customer ON campaigns (customer_id);

-- Ids come from the campaigns' counter: partners call a segment's id a campaign id.
CREATE TABLE segments (
    id BIGINT PRIMARY KEY,
    campaign_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    talroo_basic_cpc BIGINT,
    job_filters TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL
);
CREATE INDEX segments_of_campaign ON segments (campaign_id);

-- Money for the calendar month of its start, from that day on. started: its first day has been acted on.
-- rolled: its month is over and what was left has moved to the budget that names it in rolled_from_id.
CREATE TABLE one_time_budgets (
    id BIGINT PRIMARY KEY,
    campaign_id BIGINT NOT NULL,
    start_day BIGINT NOT NULL,
    budget_cents BIGINT NOT NULL,
    rollover BIGINT NOT NULL,
    launch_on_start BIGINT NOT NULL,
    started BIGINT NOT NULL,
    rolled BIGINT NOT NULL,
    rolled_from_id BIGINT,
    created_at_ms BIGINT NOT NULL
);
CREATE INDEX one_time_budgets_of_campaign ON one_time_budgets (campaign_id);

-- What clicks cost, summed per campaign, budget (0: the monthly one) and day. revision is a number of ledger_versions
-- 'money' where several nodes spend, 0 on an exchange of one node.
CREATE TABLE spend (
    campaign_id BIGINT NOT NULL,
    budget_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    spent_cents BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (campaign_id, budget_id, day)
);
CREATE INDEX spend_by_revision ON spend (revision);

-- The monthly and daily ceilings in force from a moment on; daily NULL is none. The proof for verify: a month's
-- monthly spend is at most the highest monthly_cents in force in that month, a day's whole spend at most the day's.
CREATE TABLE budget_ceilings (
    campaign_id BIGINT NOT NULL,
    since_ms BIGINT NOT NULL,
    monthly_cents BIGINT NOT NULL,
    daily_cents BIGINT,
    PRIMARY KEY (campaign_id, since_ms)
);
