-- +goose Up
CREATE TABLE upload (
    sha256 TEXT NOT NULL, device TEXT NOT NULL, user_id TEXT NOT NULL,
    bytes BIGINT NOT NULL, mime TEXT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (sha256, device)
) WITHOUT ROWID;

-- +goose Down
SELECT 1;
