package traffic

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"dianqin/cmd/fleet/verify"
	"dianqin/data/model/people"
)

// Options say which fleet works where.
type Options struct {
	Server     string // as the phones reach it, through faults or not
	Direct     string // as the manager reaches it
	Dir        string // a folder for the phones
	Code       string // an enrolment code of who may enrol inspectors
	Login      string // of that person
	Password   string // of everybody: the demo's
	Inspectors int
	For        time.Duration // how long they work, once all have their first download
	Patience   time.Duration // for the last rounds
	Seed       uint64
	Log        *slog.Logger
	Say        func(format string, args ...any) // what goes on, for people
	Calm       func()                           // called when the work is over, before the last rounds
}

// Report is what came of a day.
type Report struct {
	Phones    int
	Turns     int
	Took      time.Duration // of the work
	Downloads []time.Duration
	Rounds    []time.Duration // sync rounds that went well
	Acts      []time.Duration // from an act to its being safe on the phone
	Failed    int             // rounds that failed
	Ledger    []verify.Entry
	Unsettled []error
}

// Run enrols the inspectors, lets them work, and waits until everything they did is
// on the server.
func Run(ctx context.Context, o Options) (Report, error) {
	f := &fleet{o: o}
	if err := f.enrol(ctx); err != nil {
		return f.report, errors.Join(err, f.close())
	}
	f.o.Say("%d phones have their station's records; they work for %s", len(f.phones), o.For)
	f.work(ctx)
	if o.Calm != nil {
		o.Calm()
	}
	f.o.Say("%d turns done; what still waits goes up", f.report.Turns)
	f.settle(ctx)
	return f.report, errors.Join(f.ledger(ctx), f.close())
}

type fleet struct {
	o      Options
	phones []*Phone

	mu     sync.Mutex
	report Report
}

// atOnce is how many phones are enrolled at the same time: passwords are slow to
// check on purpose, and this machine carries phones and server.
const atOnce = 4

func (f *fleet) enrol(ctx context.Context) error {
	boss, err := Open(filepath.Join(f.o.Dir, "manager"), f.o.Seed, f.o.Log)
	if err != nil {
		return err
	}
	defer boss.Close()
	if err := boss.Join(ctx, f.o.Direct, f.o.Code, f.o.Login, f.o.Password); err != nil {
		return err
	}
	if err := boss.Sync.Now(ctx); err != nil {
		return fmt.Errorf("first download of %s: %w", f.o.Login, err)
	}
	staff, err := boss.Inspectors(ctx)
	if err != nil {
		return err
	}
	f.o.Say("%d inspectors share %d phones", min(len(staff), f.o.Inspectors), f.o.Inspectors)
	var group sync.WaitGroup
	var failed []error
	places := make(chan struct{}, atOnce)
	for i := range f.o.Inspectors {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			if err := f.one(ctx, boss, i, staff[i%len(staff)]); err != nil {
				f.mu.Lock()
				failed = append(failed, err)
				f.mu.Unlock()
			}
		})
	}
	group.Wait()
	return errors.Join(failed...)
}

// one brings one phone to its first download. The good network is only for that:
// afterwards the phone speaks through the faults.
func (f *fleet) one(ctx context.Context, boss *Phone, i int, u people.User) error {
	dir := filepath.Join(f.o.Dir, fmt.Sprintf("phone-%04d", i))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make a phone: %w", err)
	}
	p, err := Open(dir, f.o.Seed+uint64(i)+1, f.o.Log)
	if err != nil {
		return err
	}
	code, err := boss.Code(ctx, u.ID)
	if err == nil {
		err = p.Join(ctx, f.o.Direct, code, u.Login, f.o.Password)
	}
	began := time.Now()
	if err == nil {
		err = p.Sync.Now(ctx)
	}
	took := time.Since(began)
	if err == nil {
		err = p.Readdress(f.o.Server)
	}
	if err := errors.Join(err, p.Close()); err != nil {
		return fmt.Errorf("phone %d of %s: %w", i, u.Login, err)
	}
	if p, err = Open(dir, f.o.Seed+uint64(i)+1, f.o.Log); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.phones = append(f.phones, p)
	f.report.Downloads = append(f.report.Downloads, took)
	return nil
}

func (f *fleet) work(ctx context.Context) {
	began := time.Now()
	ctx, stop := context.WithTimeout(ctx, f.o.For)
	defer stop()
	f.each(func(p *Phone) {
		for ctx.Err() == nil {
			at := time.Now()
			before := p.Sync.State().MadeSeq
			err := p.Turn(ctx)
			if err != nil && ctx.Err() == nil {
				f.o.Log.Error("a turn failed", "device", p.Session.Device(), "err", err)
			}
			p.Sync.Recount(context.WithoutCancel(ctx))
			f.note(func(r *Report) {
				r.Turns++
				if made := p.Sync.State().MadeSeq - before; made > 0 {
					r.Acts = append(r.Acts, time.Since(at)/time.Duration(made))
				}
			})
			if p.dice.IntN(3) > 0 { // else the phone is in a cellar for a while
				f.round(ctx, p)
			}
		}
	})
	f.report.Took = time.Since(began)
}

func (f *fleet) round(ctx context.Context, p *Phone) {
	at := time.Now()
	err := p.Sync.Now(ctx)
	if ctx.Err() != nil {
		return
	}
	f.note(func(r *Report) {
		if err != nil {
			r.Failed++
		} else {
			r.Rounds = append(r.Rounds, time.Since(at))
		}
	})
}

func (f *fleet) settle(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, f.o.Patience)
	defer stop()
	f.each(func(p *Phone) {
		if err := p.Settle(ctx); err != nil {
			f.note(func(r *Report) { r.Unsettled = append(r.Unsettled, err) })
		}
	})
}

func (f *fleet) ledger(ctx context.Context) error {
	f.report.Phones = len(f.phones)
	for _, p := range f.phones {
		l, err := p.Ledger(ctx)
		if err != nil {
			return err
		}
		f.report.Ledger = append(f.report.Ledger, l...)
	}
	return nil
}

func (f *fleet) each(do func(*Phone)) {
	var group sync.WaitGroup
	for _, p := range f.phones {
		group.Go(func() { do(p) })
	}
	group.Wait()
}

func (f *fleet) note(change func(*Report)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(&f.report)
}

func (f *fleet) close() error {
	var failed error
	for _, p := range f.phones {
		failed = errors.Join(failed, p.Close())
	}
	return failed
}

// Share is the duration below which a share (0 to 1) of all lie; 0 where there are none.
func Share(all []time.Duration, share float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}
