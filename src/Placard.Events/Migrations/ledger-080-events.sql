-- Where events are posted. kind 0 is a customer's webhook; kind 1 stands for all its jobs' post URLs on one server
-- (url is then scheme, host and port), so that a dead server delays nothing but its own. Secrets are sealed; the one
-- before signs too until previous_until_ms. event_types: words with blanks between. failing_since_ms: the first failure
-- after the last success; told_at_ms: when a mail about it was queued.
CREATE TABLE endpoints (
    id BIGINT PRIMARY KEY,
    customer_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    url TEXT NOT NULL,
    event_types TEXT NOT NULL,
    wraps BIGINT NOT NULL,
    secret {blob},
    previous_secret {blob},
    previous_until_ms BIGINT,
    contact_email TEXT,
    disabled_at_ms BIGINT,
    disabled_why TEXT,
    failing_since_ms BIGINT,
    told_at_ms BIGINT,
    created_at_ms BIGINT NOT NULL,
    deleted_at_ms BIGINT
);
CREATE INDEX endpoints_of_customer ON endpoints (customer_id, kind);
CREATE UNIQUE INDEX endpoints_of_server ON endpoints (customer_id, url) WHERE kind = 1;
CREATE INDEX endpoints_failing ON endpoints (failing_since_ms) WHERE failing_since_ms IS NOT NULL;

-- seq is the order of commits. The body is the whole envelope, sealed once, with questionsAndAnswers wrapped as in the
-- public sample; the array inside stands at questions_from for questions_length bytes, null where there is none. An
-- erased event keeps its row and loses its body. test: made by a test send, no fact.
CREATE TABLE events (
    seq {id} PRIMARY KEY,
    id TEXT NOT NULL,
    customer_id BIGINT NOT NULL,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    test BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    questions_from BIGINT,
    questions_length BIGINT,
    body_bytes BIGINT NOT NULL,
    body {blob}
);
CREATE UNIQUE INDEX events_by_id ON events (id);
CREATE INDEX events_of_customer ON events (customer_id, seq);
CREATE INDEX events_of_subject ON events (subject);

-- One row for each event and endpoint that is to have it; a redelivery or replay makes another. status: 0 pending,
-- 1 delivered, 2 failed, 3 stopped, 4 erased. url is a post URL; null means the webhook's own. Ids grow in the order
-- of commits: senders read on from the last they saw.
CREATE TABLE deliveries (
    id {id} PRIMARY KEY,
    event_seq BIGINT NOT NULL REFERENCES events (seq),
    endpoint_id BIGINT NOT NULL REFERENCES endpoints (id),
    url TEXT,
    status BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at_ms BIGINT NOT NULL,
    last_at_ms BIGINT,
    last_code BIGINT,
    last_error TEXT,
    created_at_ms BIGINT NOT NULL
);
CREATE INDEX deliveries_due ON deliveries (endpoint_id, next_at_ms) WHERE status = 0;
CREATE INDEX deliveries_retries ON deliveries (next_at_ms) WHERE status = 0 AND attempts > 0;
CREATE INDEX deliveries_of_endpoint ON deliveries (endpoint_id, id);
CREATE INDEX deliveries_of_event ON deliveries (event_seq);

-- What each attempt met. A response may repeat what was sent, so it is sealed, and erased with the event.
CREATE TABLE delivery_attempts (
    delivery_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    took_ms BIGINT NOT NULL,
    code BIGINT,
    error TEXT,
    response {blob},
    PRIMARY KEY (delivery_id, number)
);

-- Which node sends for an endpoint, by the machine's clock. Alone on its store a node needs none.
CREATE TABLE delivery_leases (
    endpoint_id BIGINT PRIMARY KEY,
    holder TEXT NOT NULL,
    taken_at_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL
);

-- Mails wait here sealed: address, subject, text and file are all in body, which is erased once the mail is gone or is
-- to be forgotten. status as a delivery's.
CREATE TABLE mails (
    id {id} PRIMARY KEY,
    about TEXT,
    status BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at_ms BIGINT NOT NULL,
    last_error TEXT,
    created_at_ms BIGINT NOT NULL,
    body {blob}
);
CREATE INDEX mails_due ON mails (next_at_ms) WHERE status = 0;
CREATE INDEX mails_about ON mails (about) WHERE about IS NOT NULL;
