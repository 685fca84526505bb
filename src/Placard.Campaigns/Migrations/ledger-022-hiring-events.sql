-- Hiring events are looked for every second.
CREATE INDEX IF NOT EXISTS campaigns_of_events ON campaigns (id) WHERE ad_type = 'EVENT';
