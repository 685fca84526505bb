-- One row per advertised job. A job that left its feed keeps its row (removed_at_ms) and its id if it returns.
-- Several rows may come of one fed job (all cities of a state, title expansions); they share original_job_reference.
-- fed_mark is what the import compares: 16 bytes that stand for the fed reference, 16 for the fed bytes.
CREATE TABLE jobs (
    job_id {id} PRIMARY KEY,
    source_id BIGINT NOT NULL,
    pool_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    campaign_id BIGINT,
    segment_id BIGINT,
    fed_mark {blob} NOT NULL,
    removed_at_ms BIGINT,
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
    expires_at_ms BIGINT
);
CREATE INDEX jobs_in_order ON jobs (source_id, job_id);
CREATE UNIQUE INDEX jobs_by_reference ON jobs (source_id, original_job_reference, job_reference);
-- The feed texts and the rarely asked details, apart from the narrow rows so that loading the market reads only what
-- it keeps. The long column comes last: engines read a row from its beginning.
CREATE TABLE job_texts (
    job_id {id} PRIMARY KEY,
    details TEXT {packed} NOT NULL,
    head {blob} {packed} NOT NULL,
    on_demand {blob} {packed},
    body {blob} {packed} NOT NULL
);
-- The campaigns' version by which a pool's jobs were last shared out.
CREATE TABLE pool_assignments (
    pool_id {id} PRIMARY KEY,
    version BIGINT NOT NULL
);
