-- +goose Up
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE lane_counter (lane TEXT PRIMARY KEY, v BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE feed (
    lane TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    seq BIGINT NOT NULL, ver BIGINT NOT NULL, state TEXT NOT NULL
);
CREATE UNIQUE INDEX feed_record ON feed (id, kind, lane);
CREATE UNIQUE INDEX feed_seq ON feed (lane, seq);

CREATE TABLE field_version (
    kind TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL,
    ver BIGINT NOT NULL, device TEXT NOT NULL,
    PRIMARY KEY (kind, id, field)
) WITHOUT ROWID;
CREATE TABLE number_counter (
    kind TEXT NOT NULL, station_id TEXT NOT NULL, day TEXT NOT NULL, v BIGINT NOT NULL,
    PRIMARY KEY (kind, station_id, day)
) WITHOUT ROWID;

CREATE TABLE operation (
    op_id TEXT PRIMARY KEY, device TEXT NOT NULL, dev_seq BIGINT NOT NULL, hash TEXT NOT NULL,
    kind TEXT NOT NULL, author TEXT NOT NULL, at BIGINT NOT NULL, received_at BIGINT NOT NULL,
    status TEXT NOT NULL, raw TEXT NOT NULL, answer TEXT NOT NULL
);
CREATE INDEX operation_device ON operation (device, dev_seq);
CREATE INDEX operation_held ON operation (device, dev_seq) WHERE status = 'held';

CREATE TABLE device (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL, name TEXT NOT NULL, public_key BLOB NOT NULL,
    enrolled_at BIGINT NOT NULL, revoked_at BIGINT NOT NULL,
    last_seq BIGINT NOT NULL, last_hash TEXT NOT NULL
);
CREATE TABLE account (
    user_id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, password_hash TEXT NOT NULL,
    fails BIGINT NOT NULL, locked_until BIGINT NOT NULL
);
CREATE TABLE enrol_code (
    hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT NOT NULL
);
CREATE TABLE refresh_token (
    hash TEXT PRIMARY KEY, device_id TEXT NOT NULL, user_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL, used_at BIGINT NOT NULL
);
CREATE INDEX refresh_token_device ON refresh_token (device_id, user_id);
CREATE TABLE stored_file (
    sha256 TEXT PRIMARY KEY, bytes BIGINT NOT NULL, mime TEXT NOT NULL,
    stored_by TEXT NOT NULL, stored_at BIGINT NOT NULL
);

-- +goose Down
SELECT 1;
