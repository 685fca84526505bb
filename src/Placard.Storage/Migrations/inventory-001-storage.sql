CREATE TABLE inventory_counters (
    name TEXT PRIMARY KEY,
    next BIGINT NOT NULL
);
CREATE TABLE inventory_versions (
    name TEXT PRIMARY KEY,
    version BIGINT NOT NULL
);
