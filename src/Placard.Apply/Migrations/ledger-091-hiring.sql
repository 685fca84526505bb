-- RSVPs of a hiring event by half hour: how many places are taken.
CREATE INDEX applications_of_slot ON applications (campaign_id, slot_at_ms, email_mark) WHERE slot_at_ms IS NOT NULL;
-- What a customer keeps, oldest first: what its retention makes due.
CREATE INDEX applications_to_forget
    ON applications (customer_id, (COALESCE(completed_at_ms, started_at_ms))) WHERE forgotten_at_ms IS NULL;
-- What the campaign's e-mail address was told of a hiring event: RSVPs up to summary_id by summaries, and whether the
-- final list before the first day has left (list_for_day: the first day it was made for).
CREATE TABLE event_summaries (
    campaign_id BIGINT PRIMARY KEY,
    summary_day BIGINT NOT NULL,
    summary_id BIGINT NOT NULL,
    list_for_day BIGINT
);
