-- The most RSVPs of one half hour of a hiring event; NULL without end.
ALTER TABLE campaigns ADD COLUMN max_rsvps_per_slot BIGINT;
-- Hiring events are looked for every second.
CREATE INDEX campaigns_of_events ON campaigns (id) WHERE ad_type = 'EVENT';
