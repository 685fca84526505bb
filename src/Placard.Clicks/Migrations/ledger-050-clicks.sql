-- The click ledger. seq is given by the writer that holds the ledger's turn: without gaps, in the order of commit, so
-- that folds follow it with one number. Only keys that grow with time: any other index would halve the click's rate.
CREATE TABLE clicks (
    seq {id} PRIMARY KEY,
    tlr_sid {blob} NOT NULL,
    clicked_at_ms BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    asked_job_id BIGINT,
    feed_id BIGINT NOT NULL,
    publisher_id BIGINT NOT NULL,
    campaign_id BIGINT,
    segment_id BIGINT,
    customer_id BIGINT NOT NULL,
    verdict BIGINT NOT NULL,
    reason BIGINT NOT NULL,
    charged_cents BIGINT NOT NULL,
    earned_micros BIGINT NOT NULL,
    visitor BIGINT NOT NULL,
    window_minutes BIGINT NOT NULL,
    sent_back BIGINT NOT NULL,
    from_datacentre BIGINT NOT NULL,
    country TEXT,
    landing_url TEXT NOT NULL,
    t1 TEXT,
    t2 TEXT,
    t3 TEXT,
    referrer TEXT,
    publisher_click_id TEXT
);
CREATE UNIQUE INDEX clicks_by_id ON clicks (tlr_sid);
