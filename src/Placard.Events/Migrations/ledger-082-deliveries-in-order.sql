-- Senders of a backlog read on from the last delivery they have: in the order of this index, past what was delivered.
DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (endpoint_id, next_at_ms, id) WHERE status = 0;
