package store

import (
	"fmt"
	"slices"
	"strings"

	"dianqin/data/model"
)

// States of a feed row.
const (
	live    = "live"
	left    = "left"    // the record went to another lane
	deleted = "deleted" //
)

// place is a record in a lane.
type place struct {
	lane model.Lane
	kind model.Kind
	id   string
}

// touch is a feed row to be written at the end of the transaction.
type touch struct {
	place
	ver   int64
	state string
}

func (t *Tx) remember(lane model.Lane, kind model.Kind, id string, ver int64, state string) {
	t.touched = append(t.touched, touch{place{lane, kind, id}, ver, state})
}

// Mark is a point between two puts of a transaction; see Seqs.
func (t *Tx) Mark() int { return len(t.touched) }

// Finish runs f once the feed rows are written, just before the commit: only
// then are the numbers known that Seqs gives.
func (t *Tx) Finish(f func() error) { t.finish = append(t.finish, f) }

// Seqs returns, for each lane, the highest number of the records that were put
// between two marks. A record that was put again later has its newest number. It
// is empty before Finish.
func (t *Tx) Seqs(from, to int) map[string]int64 {
	out := map[string]int64{}
	for _, p := range t.touched[from:to] {
		if seq, ok := t.seqs[p.place]; ok {
			out[string(p.lane)] = max(out[string(p.lane)], seq)
		}
	}
	return out
}

// The newest number of a record stands in the feed alone: the column seq of its
// table, which the phone has too, is not kept up here, as that would be a second
// write of every record.

// flush takes the counters of the touched lanes in sorted order (two transactions
// then wait for each other, and never in a circle) and writes the feed rows.
func (t *Tx) flush() error {
	t.seqs = map[place]int64{}
	newest := map[place]int{}
	for i, p := range t.touched {
		newest[p.place] = i
	}
	lanes := map[model.Lane][]touch{}
	for i, p := range t.touched {
		if newest[p.place] == i {
			lanes[p.lane] = append(lanes[p.lane], p)
		}
	}
	names := make([]model.Lane, 0, len(lanes))
	for lane := range lanes {
		names = append(names, lane)
	}
	slices.Sort(names)
	for _, lane := range names {
		if err := t.flushLane(lane, lanes[lane]); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) flushLane(lane model.Lane, rows []touch) error {
	head, err := t.take(lane, int64(len(rows)))
	if err != nil {
		return err
	}
	seq := head - int64(len(rows))
	for from := 0; from < len(rows); from += mostTogether {
		part := rows[from:min(from+mostTogether, len(rows))]
		args := make([]any, 0, len(part)*6)
		for _, p := range part {
			seq++
			t.seqs[p.place] = seq
			args = append(args, string(p.lane), string(p.kind), p.id, seq, p.ver, p.state)
		}
		if _, err := t.exec(feedTexts[len(part)-1], args...); err != nil {
			return err
		}
	}
	return nil
}

// take takes numbers of a lane and returns the last one. Transactions that are
// committed together take them from memory, see round.
func (t *Tx) take(lane model.Lane, n int64) (int64, error) {
	t.writes++ // a query that writes
	if t.round != nil {
		if head, known := t.round.heads[lane]; known {
			t.round.heads[lane] = head + n
			t.round.taken[lane] += n
			return head + n, nil
		}
	}
	var head int64
	_, err := t.one([]any{&head}, takeText, string(lane), n)
	if err == nil && t.round != nil {
		t.round.heads[lane] = head
	}
	return head, err
}

const takeText = `INSERT INTO lane_counter (lane, v) VALUES ($1, $2)
	ON CONFLICT (lane) DO UPDATE SET v = lane_counter.v + excluded.v RETURNING v`

// mostTogether is how many rows of the feed one statement writes: an operation seldom
// has more, and each number of them is a text of its own.
const mostTogether = 8

var feedTexts = func() (texts [mostTogether]string) {
	for n := range texts {
		var b strings.Builder
		b.WriteString("INSERT INTO feed (lane, kind, id, seq, ver, state) VALUES ")
		for row := range n + 1 {
			if row > 0 {
				b.WriteString(", ")
			}
			at := row * 6
			fmt.Fprintf(&b, "($%d, $%d, $%d, $%d, $%d, $%d)", at+1, at+2, at+3, at+4, at+5, at+6)
		}
		b.WriteString(" ON CONFLICT (id, kind, lane) DO UPDATE SET seq = excluded.seq, ver = excluded.ver, state = excluded.state")
		texts[n] = b.String()
	}
	return texts
}()
