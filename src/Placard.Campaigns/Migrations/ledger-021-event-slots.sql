-- The most RSVPs of one half hour of a hiring event; NULL without end.
ALTER TABLE campaigns ADD COLUMN max_rsvps_per_slot BIGINT;
