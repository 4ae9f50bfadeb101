package store

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"dianqin/data/model"
)

// How nodes over one PostgreSQL hear of each other's changes. A NOTIFY inside each
// transaction would make writers wait for each other (measured: seven times
// slower), so each node tells its lanes together, outside. The poll is for what
// gets lost: a connection that broke, a node that died between commit and NOTIFY,
// a command that wrote beside the server.
const (
	tellEvery   = 50 * time.Millisecond
	pollEvery   = 30 * time.Second
	relisten    = time.Second
	mostPayload = 7000 // bytes; PostgreSQL takes less than 8000
)

// follow begins to watch the database itself until Close.
func (s *Store) follow() {
	ctx, stop := context.WithCancel(context.Background())
	s.hub.stop = stop
	poll := make(chan struct{}, 1)
	s.hub.done.Go(func() { s.poll(ctx, poll) })
	if s.group != nil { // one process writes to a SQLite file, beside commands
		return
	}
	s.hub.changed = map[model.Lane]struct{}{}
	s.hub.done.Go(func() { s.notify(ctx) })
	s.hub.done.Go(func() { s.listen(ctx, poll) })
}

// channel is the name under which nodes of one database (and of one schema in it)
// speak: the epoch is theirs alone.
func (s *Store) channel() string { return "dianqin_" + s.epoch }

// notify tells the other nodes which lanes changed here.
func (s *Store) notify(ctx context.Context) {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, payload := range payloads(s.hub.take()) {
			if _, err := s.w.ExecContext(ctx, "SELECT pg_notify($1, $2)", s.channel(), payload); err != nil && ctx.Err() == nil {
				slog.WarnContext(ctx, "other nodes are not told of changes; their poll finds them", "err", err)
			}
		}
	}
}

// take returns the lanes that changed since it was last called.
func (h *hub) take() []model.Lane {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.changed) == 0 {
		return nil
	}
	lanes := slices.Sorted(maps.Keys(h.changed))
	clear(h.changed)
	return lanes
}

// payloads packs lanes into JSON arrays that fit into a NOTIFY.
func payloads(lanes []model.Lane) (out []string) {
	for len(lanes) > 0 {
		n, size := 0, 2
		for n < len(lanes) && (n == 0 || size+len(lanes[n])+3 < mostPayload) {
			size += len(lanes[n]) + 3
			n++
		}
		text, err := json.Marshal(lanes[:n])
		if err == nil {
			out = append(out, string(text))
		}
		lanes = lanes[n:]
	}
	return out
}

// listen hears the other nodes, and this one again, which costs a look. A
// connection that was away may have missed something: then the poll looks.
func (s *Store) listen(ctx context.Context, poll chan<- struct{}) {
	for ctx.Err() == nil {
		err := s.listenOnce(ctx, poll)
		if ctx.Err() != nil {
			return
		}
		slog.WarnContext(ctx, "the connection that hears of changes broke", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(relisten):
		}
	}
}

func (s *Store) listenOnce(ctx context.Context, poll chan<- struct{}) error {
	conn, err := pgx.Connect(ctx, s.address)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{s.channel()}.Sanitize()); err != nil {
		return err
	}
	select {
	case poll <- struct{}{}:
	default:
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		var lanes []model.Lane
		if err := json.Unmarshal([]byte(n.Payload), &lanes); err == nil {
			s.hub.tell(lanes...)
		}
	}
}

// poll compares the counters of the lanes with those of the last look.
func (s *Store) poll(ctx context.Context, now <-chan struct{}) {
	heads, err := s.Heads(ctx)
	if err != nil {
		heads = map[model.Lane]int64{}
	}
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-now:
		case <-tick.C:
		}
		next, err := s.Heads(ctx)
		if err != nil {
			if ctx.Err() == nil && !locked(err) { // a first load keeps everybody out
				slog.WarnContext(ctx, "the counters of the lanes cannot be read", "err", err)
			}
			continue
		}
		for lane, v := range next {
			if heads[lane] != v {
				s.hub.tell(lane)
			}
		}
		heads = next
	}
}
