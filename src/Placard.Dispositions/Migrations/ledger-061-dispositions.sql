-- What advertisers say became of applicants. subject is the id that names the event: the application's (by_application
-- 1) when one was sent, else the click's. Ids come weeks after their clicks, in random order, which is what costs: one
-- unique index decides what is the same event, and the rows themselves are only appended. seq grows, with gaps where an
-- event was known already. tlr_sid is the click id sent beside an application id; event and reason are places in the
-- contract's lists; click_seq and the owners are copied from the click when it is known.
CREATE TABLE dispositions (
    seq {id} PRIMARY KEY,
    subject {blob} NOT NULL,
    by_application BIGINT NOT NULL,
    tlr_sid {blob},
    event BIGINT NOT NULL,
    reason BIGINT,
    raw_event TEXT,
    meta_data TEXT,
    event_time_ms BIGINT NOT NULL,
    received_at_ms BIGINT NOT NULL,
    click_seq BIGINT,
    customer_id BIGINT,
    publisher_id BIGINT,
    campaign_id BIGINT
);
CREATE UNIQUE INDEX dispositions_once ON dispositions (subject, event, event_time_ms, by_application);

-- Small: each of them holds matched rows only, and grows at a few places instead of everywhere.
CREATE INDEX dispositions_of_customer ON dispositions (customer_id, seq) WHERE customer_id IS NOT NULL;
CREATE INDEX dispositions_of_campaign ON dispositions (campaign_id, event) WHERE campaign_id IS NOT NULL;
CREATE INDEX dispositions_beside ON dispositions (tlr_sid) WHERE tlr_sid IS NOT NULL;

-- The rows with their ids by name. Two halves, so that a search for either id finds its index.
CREATE VIEW disposition_rows AS
SELECT seq, tlr_sid, subject AS tlr_application_id, event, reason, raw_event, meta_data, event_time_ms, received_at_ms,
    click_seq, customer_id, publisher_id
FROM dispositions WHERE by_application = 1
UNION ALL
SELECT seq, subject, NULL, event, reason, raw_event, meta_data, event_time_ms, received_at_ms,
    click_seq, customer_id, publisher_id
FROM dispositions WHERE by_application = 0;
