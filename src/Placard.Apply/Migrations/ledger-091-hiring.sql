-- RSVPs of a hiring event by half hour: how many places are taken.
CREATE INDEX applications_of_slot ON applications (campaign_id, slot_at_ms, email_mark) WHERE slot_at_ms IS NOT NULL;
-- Drafts that nobody finished, oldest first.
CREATE INDEX applications_unfinished ON applications (started_at_ms)
    WHERE status = 'STARTED' AND forgotten_at_ms IS NULL;
-- What a customer keeps, oldest first: what its retention makes due.
CREATE INDEX applications_to_forget
    ON applications (customer_id, (COALESCE(completed_at_ms, started_at_ms))) WHERE forgotten_at_ms IS NULL;
-- What the campaign's e-mail address was told of a hiring event: the daily summary counts valid RSVPs after
-- told_until_ms as new; first_new_ms is the first of them, null while there is none. list_for_day: the first day
-- (yyyymmdd) that the final list was made for.
CREATE TABLE event_summaries (
    campaign_id BIGINT PRIMARY KEY,
    told_until_ms BIGINT NOT NULL,
    first_new_ms BIGINT,
    list_for_day BIGINT
);
