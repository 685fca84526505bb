CREATE TABLE customers (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
-- The newest version signs; the one before it is kept so that receivers can change over.
CREATE TABLE signing_secrets (
    customer_id BIGINT NOT NULL REFERENCES customers (id),
    version BIGINT NOT NULL,
    secret TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    PRIMARY KEY (customer_id, version)
);
CREATE TABLE pools (
    id BIGINT PRIMARY KEY,
    customer_id BIGINT NOT NULL REFERENCES customers (id),
    name TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
CREATE INDEX pools_of_customer ON pools (customer_id);
CREATE TABLE publishers (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
-- kind: 0 operator (account_id 0), 1 customer, 2 publisher, as CallerKind counts them.
CREATE TABLE app_clients (
    id TEXT PRIMARY KEY,
    kind BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    access_token_expiry_seconds BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
CREATE INDEX app_clients_of_account ON app_clients (kind, account_id);
-- Tokens outlive their client's row by nothing: they are only opened together with it.
CREATE TABLE access_tokens (
    token_hash {blob} PRIMARY KEY,
    client_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);
CREATE INDEX access_tokens_by_expiry ON access_tokens (expires_at_ms);
