-- What advertisers say became of applicants. An event is named by the application id when one was sent, else by the
-- click id: then by_click is 1. It is null otherwise, and nulls never collide: so an application's event may carry the
-- click id of another row without being taken for it. Each id is in one unique index, which both decides what is the
-- same event and finds an id's rows; ids come weeks after their clicks, in random order, which is what an insert costs
-- here. The rows themselves are only appended: seq grows, with gaps where an event was known already. event and reason
-- are places in the contract's lists; click_seq and the owners are copied from the click when it is known.
CREATE TABLE dispositions (
    seq {id} PRIMARY KEY,
    tlr_sid {blob},
    tlr_application_id {blob},
    by_click BIGINT,
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
CREATE UNIQUE INDEX dispositions_of_click ON dispositions (tlr_sid, event, event_time_ms, by_click)
    WHERE tlr_sid IS NOT NULL;
CREATE UNIQUE INDEX dispositions_of_application ON dispositions (tlr_application_id, event, event_time_ms)
    WHERE tlr_application_id IS NOT NULL;

-- Matched rows only; they grow at a few places instead of everywhere.
CREATE INDEX dispositions_of_customer ON dispositions (customer_id, seq) WHERE customer_id IS NOT NULL;
CREATE INDEX dispositions_of_campaign ON dispositions (campaign_id, event) WHERE campaign_id IS NOT NULL;
