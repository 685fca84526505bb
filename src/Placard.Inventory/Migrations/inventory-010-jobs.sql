-- One row per advertised job. A job that left its feed keeps its row (removed_at_ms) and its id if it returns.
CREATE TABLE jobs (
    job_id BIGINT PRIMARY KEY,
    source_id BIGINT NOT NULL,
    pool_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    campaign_id BIGINT,
    segment_id BIGINT,
    job_reference TEXT NOT NULL,
    original_job_reference TEXT NOT NULL,
    title TEXT NOT NULL,
    company TEXT NOT NULL,
    city TEXT NOT NULL,
    state TEXT NOT NULL,
    zipcode TEXT NOT NULL,
    latitude_micro BIGINT,
    longitude_micro BIGINT,
    url TEXT NOT NULL,
    cpc_cents BIGINT,
    major_categories TEXT NOT NULL,
    minor_categories TEXT NOT NULL,
    job_type TEXT NOT NULL,
    talroo_apply BIGINT NOT NULL,
    date_ms BIGINT NOT NULL,
    entered_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT,
    removed_at_ms BIGINT,
    record_hash {blob} NOT NULL,
    details TEXT NOT NULL
);
CREATE UNIQUE INDEX jobs_of_source ON jobs (source_id, job_reference);
-- The feed texts, apart from the narrow rows so that loading the market reads only what it keeps.
CREATE TABLE job_texts (
    job_id BIGINT PRIMARY KEY,
    head {blob} NOT NULL,
    body {blob} NOT NULL,
    on_demand {blob}
);
