-- Where a pool's jobs come from. etag, last_modified: of the feed whose jobs are kept now, valid while reading_mark is
-- the mark under which it was read.
CREATE TABLE sources (
    id {id} PRIMARY KEY,
    pool_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    feed_url TEXT,
    refresh_minutes BIGINT NOT NULL,
    title_expansions TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    next_pull_at_ms BIGINT,
    failures BIGINT NOT NULL DEFAULT 0,
    etag TEXT,
    last_modified TEXT,
    reading_mark TEXT
);
CREATE INDEX sources_of_pool ON sources (pool_id);
CREATE INDEX sources_due ON sources (next_pull_at_ms) WHERE next_pull_at_ms IS NOT NULL;
