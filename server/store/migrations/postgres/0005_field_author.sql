-- +goose Up
ALTER TABLE field_version ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE field_version ADD COLUMN at BIGINT NOT NULL DEFAULT 0;

-- +goose Down
SELECT 1;
