package store

import (
	"errors"
	"fmt"

	"dianqin/data/model"
)

// Rows that say that a record was deleted or left a lane are kept for a time only.
// Marks say which number a lane had reached when; what is before an old enough mark
// is forgotten, and the horizon of the lane says up to where: a cursor before it may
// have missed a deletion.

// Horizon is the number of a lane up to which deletions are forgotten; 0: none are.
func (t *Tx) Horizon(lane model.Lane) (int64, error) {
	var seq int64
	if _, err := t.one([]any{&seq}, "SELECT seq FROM lane_horizon WHERE lane = $1", string(lane)); err != nil {
		return 0, fmt.Errorf("horizon of lane: %w", err)
	}
	return seq, nil
}

// MarkLanes notes how far every lane is at a moment.
func (t *Tx) MarkLanes(at model.Millis) error {
	if err := t.settled(); err != nil {
		return fmt.Errorf("mark the lanes: %w", err)
	}
	if _, err := t.exec(`INSERT INTO lane_mark (lane, at, seq) SELECT lane, $1, v FROM lane_counter WHERE v > 0
		ON CONFLICT (lane, at) DO NOTHING`, int64(at)); err != nil {
		return fmt.Errorf("mark the lanes: %w", err)
	}
	return nil
}

// LastMark is when the lanes were marked last; 0: never.
func (t *Tx) LastMark() (model.Millis, error) {
	var at int64
	if _, err := t.one([]any{&at}, "SELECT COALESCE(MAX(at), 0) FROM lane_mark"); err != nil {
		return 0, fmt.Errorf("last mark of the lanes: %w", err)
	}
	return model.Millis(at), nil
}

// ForgetDeletions removes the rows of deletions that were there before the last mark
// at or before a moment, and moves the horizons there. It says how many.
func (t *Tx) ForgetDeletions(before model.Millis) (int64, error) {
	const reached = "SELECT MAX(m.seq) FROM lane_mark m WHERE m.lane = feed.lane AND m.at <= $1"
	done, err := t.exec("DELETE FROM feed WHERE state <> 'live' AND seq <= COALESCE(("+reached+"), 0)", int64(before))
	if err != nil {
		return 0, fmt.Errorf("forget deletions: %w", err)
	}
	n, err := done.RowsAffected()
	if err != nil {
		return 0, err
	}
	for _, text := range []string{
		`INSERT INTO lane_horizon (lane, seq) SELECT lane, MAX(seq) FROM lane_mark WHERE at <= $1 GROUP BY lane
			ON CONFLICT (lane) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > lane_horizon.seq`,
		"DELETE FROM lane_mark WHERE at <= $1",
	} {
		if _, err := t.exec(text, int64(before)); err != nil {
			return n, fmt.Errorf("move the horizons: %w", err)
		}
	}
	return n, nil
}

// LiveRows gives every record of a lane without its body, in no order.
func (t *Tx) LiveRows(lane model.Lane, each func(Row) error) (err error) {
	rows, err := t.query("SELECT kind, id, seq, ver FROM feed WHERE lane = $1 AND state = 'live'", string(lane))
	if err != nil {
		return fmt.Errorf("read lane: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		r := Row{Lane: lane, State: live}
		if err := rows.Scan(&r.Kind, &r.ID, &r.Seq, &r.Ver); err != nil {
			return fmt.Errorf("read lane: %w", err)
		}
		if err := each(r); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Fill puts the bodies into rows of live records.
func (t *Tx) Fill(rows []Row) error {
	for from := 0; from < len(rows); from += chunk {
		if err := t.fill(rows[from:min(from+chunk, len(rows))]); err != nil {
			return err
		}
	}
	return nil
}
