// Package syncing keeps the phone and the server one: it pushes what was done,
// sends the files, pulls what is new, beside whatever the person does, and tells
// how it stands. It never holds anybody up.
package syncing

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"dianqin/app/signal"
	"dianqin/data/courier"
	"dianqin/data/local"
	"dianqin/data/model"
)

// State is how syncing stands.
type State struct {
	Running bool
	Rows    int          // rows that came down in the running round
	Left    int64        // at most how many rows follow in it
	Bytes   int64        // that came over the line in it
	Of      int64        // bytes of the data package that is coming down; 0: none is
	Making  bool         // the server is still making the data package
	Began   time.Time    // when the running round began to pull
	Pending int          // operations not answered yet
	Files   int          // files not confirmed yet
	Items   int          // refused, conflicting, disputed: for a person
	MadeSeq int64        // the newest operation of this device
	HeldSeq int64        // the newest that the server holds without a gap
	LastOK  time.Time    // when the last whole round ended; zero = never
	LastErr *model.Error // why the last round failed, nil where it did not
	NextTry time.Time    // when the next round begins by itself
	HasData bool         // a first download was finished once
	Held    bool         // files wait for a network that is not paid for by volume
	Stuck   *model.Error // why files did not all go up, nil where they did
	Server  string

	Had      int64         // bytes of the data package that were here before the round: it goes on where it was cut
	Sending  int           // files of the running upload, 0 where none is; Sent of them are confirmed
	Sent     int           //
	Skew     time.Duration // device clock minus the server's when last seen
	Restored Restored      // the server was restored, and the person has not seen that yet
}

// wrongClock is from where on a device's clock is called wrong: what was done is
// put into order by it.
const wrongClock = 5 * time.Minute

// ClockWrong says whether the device's clock is so far off that a person should know.
func (s State) ClockWrong() bool { return s.Skew.Abs() >= wrongClock }

// Share is how far the running pull is, 0 to 1; 0 where that is not known yet.
func (s State) Share() float32 {
	if s.Of > 0 {
		return min(1, float32(s.Had+s.Bytes)/float32(s.Of))
	}
	if s.Rows == 0 {
		return 0
	}
	return float32(s.Rows) / float32(int64(s.Rows)+s.Left)
}

// Remaining is about how long the running pull takes yet; 0 where that cannot be
// told yet.
func (s State) Remaining(now time.Time) time.Duration {
	took := now.Sub(s.Began)
	if s.Of > 0 && s.Bytes > 0 && took >= time.Second {
		return time.Duration(float64(took) * float64(max(0, s.Of-s.Had-s.Bytes)) / float64(s.Bytes))
	}
	if s.Rows == 0 || s.Began.IsZero() || took < time.Second {
		return 0
	}
	return time.Duration(float64(took) * float64(s.Left) / float64(s.Rows))
}

// Session is what syncing needs to know of who is signed in.
type Session interface {
	Courier() *courier.Client
	Device() string
	Server() string
	Offset() time.Duration
}

// Sync is the background work.
type Sync struct {
	Changed signal.Signal[State]

	store   *local.Store
	session Session
	now     func() time.Time
	log     *slog.Logger

	// Hold says that files are to wait, for a network that is not paid for by
	// volume; nil: never. It is set before Run.
	Hold func() bool

	// Ahead brings files that are wanted here before anybody looks at them, after every
	// round and beside the next; nil: none are. It asks get for each and ends when that
	// says context.Canceled. It is set before Run.
	Ahead func(ctx context.Context, get func(ctx context.Context, sha256 string) ([]byte, error)) error

	mu      sync.Mutex
	state   State
	round   sync.Mutex // one round at a time
	files   sync.Mutex // files go up once at a time, beside the rounds
	under   underway
	life    string // epoch of the server, of the rounds alone
	send    chan struct{}
	bring   chan struct{}
	letGo   context.CancelFunc // of the file that is brought ahead just now, under mu
	wake    chan struct{}
	failed  int
	endings int // rounds that came to an end
}

// Pace of the rounds: every so often while all is well, slower and slower while
// it is not.
const (
	every    = 20 * time.Second
	firstTry = 2 * time.Second
	lastTry  = 2 * time.Minute
)

// New wires the background work; Run starts it.
func New(store *local.Store, session Session, now func() time.Time, log *slog.Logger) *Sync {
	s := &Sync{store: store, session: session, now: now, log: log, wake: make(chan struct{}, 1), send: make(chan struct{}, 1), bring: make(chan struct{}, 1)}
	if text, ok, err := store.Setting("sync.last_ok"); err == nil && ok {
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			s.state.LastOK, s.state.HasData = at, true
		}
	}
	s.state.Restored = s.readRestored()
	s.count(context.Background())
	return s
}

// State is how it stands now.
func (s *Sync) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.state
	st.Server, st.Skew = s.session.Server(), s.session.Offset()
	return st
}

// Wake asks for a round soon: something was done, or the network came back.
func (s *Sync) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run makes rounds until ctx ends. The screens run it while they are visible. Files
// go up beside them: a film over a bad line holds back no record.
func (s *Sync) Run(ctx context.Context) {
	var sending sync.WaitGroup
	defer sending.Wait()
	sending.Go(func() { s.sendAlways(ctx) })
	sending.Go(func() { s.bringAlways(ctx) })
	sending.Go(func() { s.listen(ctx) })
	sending.Go(func() { s.follow(ctx) })
	for {
		wait := every
		if err := s.exchange(ctx, func(*courier.Client) error { s.sendSoon(); return nil }); err != nil {
			wait = min(firstTry<<min(s.failed, 8), lastTry)
		} else if err := s.mend(ctx); err != nil {
			s.log.Warn("not compared with the server", "err", err)
		}
		s.set(func(st *State) { st.NextTry = s.now().Add(wait) })
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-s.wake:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// Now makes one round and waits for it: push, files, pull. What fails does not
// keep the rest from being tried: a file that will not go up holds back no record.
func (s *Sync) Now(ctx context.Context) error {
	return s.exchange(ctx, func(c *courier.Client) error { return s.sendFiles(ctx, c) })
}

// exchange makes one round, with files after the push.
func (s *Sync) exchange(ctx context.Context, files func(*courier.Client) error) error {
	s.round.Lock()
	defer s.round.Unlock()
	client := s.session.Courier()
	if client == nil {
		return model.Fail("session.not_enrolled")
	}
	s.set(func(st *State) {
		st.Running, st.Rows, st.Left, st.Bytes, st.Of, st.Had, st.Making, st.Began = true, 0, 0, 0, 0, 0, false, time.Time{}
	})
	err := s.rounds(ctx, client, files)
	s.count(ctx)
	s.set(func(st *State) {
		s.endings++
		st.Running = false
		st.LastErr = asError(err)
		if err == nil {
			st.LastOK, st.HasData, s.failed = s.now(), true, 0
			st.LastErr = st.Stuck
		} else {
			s.failed++
		}
	})
	if err != nil {
		s.log.Warn("sync round failed", "err", err)
		return err
	}
	s.bringSoon()
	return s.store.SetSetting("sync.last_ok", s.now().UTC().Format(time.RFC3339))
}

func (s *Sync) rounds(ctx context.Context, client *courier.Client, send func(*courier.Client) error) error {
	_, gap := client.Push(ctx, s.session.Device(), s.store)
	if gap != nil && asError(gap).Code != "sync.gap" {
		return gap
	}
	// A gap: the server lacks what it had, it was restored. The pull tells so, and then
	// everything goes up again; without it this would be the end.
	s.count(ctx)
	files := send(client)
	before := s.epoch(ctx)
	s.set(func(st *State) { st.Began = s.now() })
	_, err := client.Pull(ctx, s.store, func(p courier.Pulled) {
		s.set(func(st *State) {
			st.Rows, st.Left, st.Bytes, st.Of, st.Making = p.Rows, p.Left, p.Bytes, p.Of, p.Preparing
			st.Had = p.Had
		})
	})
	return errors.Join(gap, err, files, s.noteRestored(context.WithoutCancel(ctx), before))
}

// count reads what waits.
func (s *Sync) count(ctx context.Context) {
	c, err := s.store.Counts(ctx)
	if err != nil {
		s.log.Error("count what waits", "err", err)
		return
	}
	s.set(func(st *State) {
		st.Pending, st.Files, st.Items, st.MadeSeq, st.HeldSeq = c.Pending, c.Files, c.Items, c.MadeSeq, c.HeldSeq
	})
}

// Recount reads what waits again and tells it: after something was done.
func (s *Sync) Recount(ctx context.Context) { s.count(ctx) }

func (s *Sync) set(change func(*State)) {
	s.mu.Lock()
	change(&s.state)
	s.mu.Unlock()
	s.Changed.Send(s.State())
}

// asError finds the code for people in an error; what has none is "internal".
func asError(err error) *model.Error {
	var e *model.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return e
	}
	return model.Fail("internal")
}
