-- +goose Up
CREATE TABLE last_place (user_id TEXT PRIMARY KEY, at BIGINT NOT NULL, body TEXT NOT NULL);

-- +goose Down
SELECT 1;
