CREATE TABLE ledger_counters (
    name TEXT PRIMARY KEY,
    next BIGINT NOT NULL
);
CREATE TABLE ledger_versions (
    name TEXT PRIMARY KEY,
    version BIGINT NOT NULL
);
CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until_ms BIGINT NOT NULL
);
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE secret_keys (
    id BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    secret {blob} NOT NULL,
    created_at_ms BIGINT NOT NULL,
    PRIMARY KEY (purpose, id)
);
