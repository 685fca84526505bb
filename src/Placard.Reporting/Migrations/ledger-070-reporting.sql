-- What reports read: the click ledger folded by day (yyyymmdd of the click in the exchange's zone). fold_cursors says
-- up to which click; it moves in the same transaction as the sums, so every click is in them exactly once.
CREATE TABLE fold_cursors (
    name TEXT PRIMARY KEY,
    seq BIGINT NOT NULL
);
INSERT INTO fold_cursors (name, seq) VALUES ('clicks', 0);
CREATE TABLE feed_days (
    feed_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    clicks BIGINT NOT NULL,
    expired BIGINT NOT NULL,
    stale BIGINT NOT NULL,
    paid_clicks BIGINT NOT NULL,
    earned_micros BIGINT NOT NULL,
    PRIMARY KEY (feed_id, day)
);
CREATE TABLE campaign_days (
    campaign_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    clicks BIGINT NOT NULL,
    billable_clicks BIGINT NOT NULL,
    spent_cents BIGINT NOT NULL,
    PRIMARY KEY (campaign_id, day)
);
