-- +goose Up
ALTER TABLE device ADD COLUMN last_seen_at BIGINT NOT NULL DEFAULT 0;

-- +goose Down
SELECT 1;
