-- +goose Up
CREATE TABLE map_pack (
    id TEXT PRIMARY KEY, station_id TEXT NOT NULL, sha256 TEXT NOT NULL, about TEXT NOT NULL
) WITHOUT ROWID;

-- +goose Down
SELECT 1;
