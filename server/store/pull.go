package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// Row is a row of the feed. Body is nil unless State is "live".
type Row struct {
	Lane     model.Lane
	Kind     model.Kind
	ID       string
	Seq, Ver int64
	State    string
	Body     []byte
}

// Head returns the last number given in a lane; 0: none was.
func (t *Tx) Head(lane model.Lane) (int64, error) {
	var v int64
	err := t.settled()
	if err == nil {
		_, err = t.one([]any{&v}, "SELECT v FROM lane_counter WHERE lane = $1", string(lane))
	}
	if err != nil {
		return 0, fmt.Errorf("head of lane: %w", err)
	}
	return v, nil
}

// Heads returns the last number given in every lane.
func (s *Store) Heads(ctx context.Context) (out map[model.Lane]int64, err error) {
	out = map[model.Lane]int64{}
	err = s.Read(ctx, func(t *Tx) (err error) {
		rows, err := t.query("SELECT lane, v FROM lane_counter")
		if err != nil {
			return fmt.Errorf("heads of lanes: %w", err)
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			var lane model.Lane
			var v int64
			if err := rows.Scan(&lane, &v); err != nil {
				return err
			}
			out[lane] = v
		}
		return rows.Err()
	})
	return out, err
}

// chunk is how many rows are read before their bodies are looked up.
const chunk = 500

// Rows gives up to limit rows of a lane after a number, in their order, and
// returns how many it gave and the last number.
func (t *Tx) Rows(lane model.Lane, after int64, limit int, each func(Row) error) (n int, last int64, err error) {
	last = after
	for n < limit {
		page, err := t.page(lane, last, min(chunk, limit-n))
		if err != nil {
			return n, last, fmt.Errorf("read feed: %w", err)
		}
		for _, r := range page {
			if err := each(r); err != nil {
				return n, last, err
			}
			n, last = n+1, r.Seq
		}
		if len(page) < chunk {
			break
		}
	}
	return n, last, nil
}

func (t *Tx) page(lane model.Lane, after int64, limit int) ([]Row, error) {
	page, err := t.feed(lane, after, limit)
	if err != nil {
		return nil, err
	}
	return page, t.fill(page)
}

// fill puts the bodies into the live ones of a few rows.
func (t *Tx) fill(page []Row) (err error) {
	ids := map[model.Kind][]string{}
	for _, r := range page {
		if r.State == live {
			ids[r.Kind] = append(ids[r.Kind], r.ID)
		}
	}
	bodies := map[model.Kind]map[string][]byte{}
	for kind := range ids {
		if bodies[kind], err = t.bodies(kind, ids[kind]); err != nil {
			return err
		}
	}
	for i, r := range page {
		if r.State != live {
			continue
		}
		body, ok := bodies[r.Kind][r.ID]
		if !ok {
			return fmt.Errorf("%s %s is in the feed but not in its table", r.Kind, r.ID)
		}
		page[i].Body = body
	}
	return nil
}

func (t *Tx) feed(lane model.Lane, after int64, limit int) (page []Row, err error) {
	rows, err := t.query("SELECT kind, id, seq, ver, state FROM feed WHERE lane = $1 AND seq > $2 ORDER BY seq LIMIT $3", string(lane), after, limit)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		r := Row{Lane: lane}
		if err := rows.Scan(&r.Kind, &r.ID, &r.Seq, &r.Ver, &r.State); err != nil {
			return nil, err
		}
		page = append(page, r)
	}
	return page, rows.Err()
}

func (t *Tx) bodies(kind model.Kind, ids []string) (out map[string][]byte, err error) {
	table, ok := schema.Of(kind)
	if !ok {
		return nil, fmt.Errorf("no table for %q", kind)
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := t.query("SELECT id, body FROM "+table.Name()+" WHERE id IN ("+t.s.d.members+")", string(list))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	out = make(map[string][]byte, len(ids))
	for rows.Next() {
		var id string
		var body []byte
		if err := rows.Scan(&id, &body); err != nil {
			return nil, err
		}
		out[id] = body
	}
	return out, rows.Err()
}
