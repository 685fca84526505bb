-- kept: whether an event still has what retention takes away, its body and its ended deliveries. The row itself stays:
-- the books ask for it.
ALTER TABLE events ADD COLUMN kept BIGINT NOT NULL DEFAULT 1;
CREATE INDEX events_kept ON events (created_at_ms) WHERE kept = 1;
