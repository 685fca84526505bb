-- Publishers' feeds with their terms. id is the publisher (affiliate) id of the partner contracts.
CREATE TABLE feeds (
    id BIGINT PRIMARY KEY,
    publisher_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    pass TEXT NOT NULL,
    pricing_model TEXT NOT NULL,
    share_percent BIGINT NOT NULL,
    flat_cpc_cents BIGINT NOT NULL,
    click_expiration_hours BIGINT NOT NULL,
    duplicate_click_minutes BIGINT NOT NULL,
    expired_click_cents BIGINT NOT NULL,
    stale_click_cents BIGINT NOT NULL,
    on_demand_fields TEXT NOT NULL,
    job_filters TEXT NOT NULL,
    part_size BIGINT NOT NULL,
    generate_minutes BIGINT NOT NULL,
    click_id_parameter TEXT,
    created_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL,
    next_build_at_ms BIGINT,
    current_build_id BIGINT,
    last_download_at_ms BIGINT
);
CREATE INDEX feeds_of_publisher ON feeds (publisher_id);
CREATE INDEX feeds_by_next_build ON feeds (next_build_at_ms);
-- Builds whose files are complete. The one that feeds.current_build_id names is handed out; the others are kept for
-- readers that began with them (superseded_at_ms). modified_at_s is Last-Modified: when it was built, but later than
-- every build of the feed before, even within one second.
CREATE TABLE feed_builds (
    id BIGINT PRIMARY KEY,
    feed_id BIGINT NOT NULL,
    built_at_ms BIGINT NOT NULL,
    total BIGINT NOT NULL,
    parts BIGINT NOT NULL,
    modified_at_s BIGINT NOT NULL,
    superseded_at_ms BIGINT
);
CREATE INDEX feed_builds_of_feed ON feed_builds (feed_id, id);
CREATE INDEX feed_builds_by_end ON feed_builds (superseded_at_ms);
-- The compressed parts, in pieces, for nodes that did not build them. Empty where one node is all there is.
CREATE TABLE feed_part_chunks (
    build_id BIGINT NOT NULL,
    part BIGINT NOT NULL,
    chunk BIGINT NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (build_id, part, chunk)
);
-- Who is reading which build: address and hour are forgotten when the hour is over.
CREATE TABLE feed_readers (
    feed_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    build_id BIGINT NOT NULL,
    since_ms BIGINT NOT NULL,
    PRIMARY KEY (feed_id, address)
);
CREATE INDEX feed_readers_by_time ON feed_readers (since_ms);
