CREATE TABLE imports (
    id {id} PRIMARY KEY,
    source_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    origin TEXT NOT NULL,
    status TEXT NOT NULL,
    message TEXT,
    jobs_read BIGINT NOT NULL DEFAULT 0,
    jobs_accepted BIGINT NOT NULL DEFAULT 0,
    jobs_rejected BIGINT NOT NULL DEFAULT 0,
    jobs_created BIGINT NOT NULL DEFAULT 0,
    jobs_updated BIGINT NOT NULL DEFAULT 0,
    jobs_unchanged BIGINT NOT NULL DEFAULT 0,
    jobs_removed BIGINT NOT NULL DEFAULT 0,
    notes BIGINT NOT NULL DEFAULT 0,
    unknown_elements TEXT,
    started_at_ms BIGINT NOT NULL,
    finished_at_ms BIGINT
);
CREATE INDEX imports_of_source ON imports (source_id, id);
CREATE INDEX imports_of_customer ON imports (customer_id, id);
CREATE INDEX imports_running ON imports (source_id) WHERE status = 'RUNNING';
-- What an import says of single jobs: kind 0 rejections, kind 1 notes, the first of each.
CREATE TABLE import_findings (
    import_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    number BIGINT NOT NULL,
    feed_line BIGINT NOT NULL,
    feed_column BIGINT NOT NULL,
    reference_number TEXT,
    reason TEXT NOT NULL,
    element TEXT,
    message TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (import_id, kind, number)
);
-- The accepted jobs of a held import as a gzip feed in pieces: any node can release it.
CREATE TABLE held_feeds (
    import_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (import_id, number)
);
-- Sources that have been imported. epoch grows with every change of the source's jobs by an import: an import that
-- was overtaken sees it and changes nothing.
CREATE TABLE source_states (
    source_id {id} PRIMARY KEY,
    pool_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    epoch BIGINT NOT NULL
);
