-- What advertisers say converted. repeat_seq is 0 for the one conversion of a click and event that counts, the row's
-- own seq for its repeats: so the one unique index both counts exactly, on any number of nodes, and finds a click's
-- rows. The click's facts are copied when the click is known (click_seq); a conversion that no click answers to keeps
-- nulls. day is yyyymmdd of occurred_at_ms in the exchange's zone.
CREATE TABLE conversions (
    seq {id} PRIMARY KEY,
    tlr_sid {blob} NOT NULL,
    event BIGINT NOT NULL,
    repeat_seq BIGINT NOT NULL,
    occurred_at_ms BIGINT NOT NULL,
    day BIGINT NOT NULL,
    click_seq BIGINT,
    job_id BIGINT,
    feed_id BIGINT,
    publisher_id BIGINT,
    campaign_id BIGINT,
    customer_id BIGINT
);
CREATE UNIQUE INDEX conversions_once ON conversions (tlr_sid, event, repeat_seq);
CREATE INDEX conversions_of_campaign ON conversions (campaign_id, day) WHERE campaign_id IS NOT NULL;
CREATE INDEX conversions_of_customer ON conversions (customer_id, seq) WHERE customer_id IS NOT NULL;
CREATE INDEX conversions_of_publisher ON conversions (publisher_id, seq) WHERE publisher_id IS NOT NULL;
