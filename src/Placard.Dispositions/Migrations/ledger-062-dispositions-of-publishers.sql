-- A publisher reads the dispositions of its feeds' clicks, newest first. Matched rows only, as for customers.
CREATE INDEX dispositions_of_publisher ON dispositions (publisher_id, seq) WHERE publisher_id IS NOT NULL;
