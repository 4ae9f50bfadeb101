-- +goose Up
CREATE TABLE lane_mark (lane TEXT NOT NULL, at BIGINT NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (lane, at));
CREATE TABLE lane_horizon (lane TEXT PRIMARY KEY, seq BIGINT NOT NULL);

-- +goose Down
SELECT 1;
