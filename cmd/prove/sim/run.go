package sim

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/server/store"
)

// Failure is an invariant that does not hold.
type Failure struct {
	Invariant string // alive, acknowledged, decision, record, conflict, view, own work, seal, dev_seq, lane, converged
	Detail    string
	At        int // step of the schedule, from 1; behind the last: when all is quiet
	Step      string
}

func (f *Failure) Error() string {
	return fmt.Sprintf("step %d (%s) breaks %q: %s", f.At, f.Step, f.Invariant, f.Detail)
}

// broke notes that an invariant does not hold; the first counts.
func (w *World) broke(invariant, format string, args ...any) {
	if w.failed == nil {
		w.failed = &Failure{Invariant: invariant, Detail: fmt.Sprintf(format, args...)}
	}
}

// fail notes an error of the simulation itself.
func (w *World) fail(err error) {
	if err != nil && w.failed == nil {
		w.failed = err
	}
}

// Run plays a schedule from the template's beginning, then lets everybody speak
// over a good network until nothing waits. An invariant that breaks is a *Failure;
// any other error is the simulation's own.
func (t *Template) Run(ctx context.Context, schedule Schedule, mutant Mutant) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(t.dir), "run-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w := &World{template: t, dir: dir, now: begin, truth: t.truth.clone(), mutant: mutant}
	defer func() { err = errors.Join(err, w.close()) }()
	if err := w.begin(ctx); err != nil {
		return err
	}
	for i, s := range schedule {
		if err := w.step(ctx, s); err != nil {
			return located(err, i+1, s)
		}
	}
	quiet := Step{"quiet"}
	return located(w.quiet(ctx), len(schedule)+1, quiet)
}

func located(err error, at int, s Step) error {
	var f *Failure
	if errors.As(err, &f) {
		f.At, f.Step = at, s.String()
		return f
	}
	if err != nil {
		return fmt.Errorf("step %d (%s): %w", at, s, err)
	}
	return nil
}

// begin copies the template and starts everybody.
func (w *World) begin(ctx context.Context) error {
	dir := w.fresh("server")
	if err := copyDir(w.template.serverDir(), dir); err != nil {
		return err
	}
	var err error
	if w.server, err = w.open(ctx, dir); err != nil {
		return err
	}
	for i := range Phones {
		dir := w.fresh("phone" + strconv.Itoa(i))
		if err := copyDir(w.template.phoneDir(i), dir); err != nil {
			return err
		}
		p, err := w.phone(ctx, i, dir)
		if err != nil {
			return err
		}
		p.whole = true
		w.phones = append(w.phones, p)
	}
	return nil
}

func (w *World) close() error {
	var failed error
	for _, p := range w.phones {
		failed = errors.Join(failed, p.store.Close())
	}
	if w.server != nil {
		failed = errors.Join(failed, w.server.close())
	}
	return failed
}

// step plays one step and checks what it may have changed.
func (w *World) step(ctx context.Context, s Step) error {
	w.now = w.now.Add(time.Second)
	var p *phone
	switch s[0] {
	case "skew", "sign", "do", "patch", "settle", "command", "push", "pull", "sync", "crash", "upgrade", "files", "mend":
		i, err := s.number(1, Phones)
		if err != nil {
			return err
		}
		p = w.phones[i]
	}
	if err := w.play(ctx, p, s); err != nil {
		return err
	}
	if w.failed != nil {
		return w.failed
	}
	if p == nil {
		return nil
	}
	return p.check(ctx)
}

func (w *World) play(ctx context.Context, p *phone, s Step) error {
	switch s[0] {
	case "clock", "skew":
		d, err := time.ParseDuration(s[len(s)-1])
		if p != nil {
			p.skew = d
		} else {
			w.now = w.now.Add(d)
		}
		return err
	case "sign":
		p.user = s[2]
		return nil
	case "do":
		return p.do(ctx, s)
	case "patch":
		return p.patch(ctx, s)
	case "settle":
		return p.settle(ctx, s)
	case "command":
		return p.command(ctx, s)
	case "push", "pull", "sync", "files", "mend":
		return p.speak(ctx, s)
	case "crash":
		return errors.Join(p.die(), p.revive(ctx))
	case "upgrade":
		return p.upgrade(ctx)
	}
	return w.playOffice(ctx, s)
}

func (w *World) playOffice(ctx context.Context, s Step) error {
	switch s[0] {
	case "server":
		return w.die(ctx)
	case "backup":
		return w.backUp()
	case "restore":
		return w.restore(ctx)
	case "deliver":
		i, err := s.number(1, 0)
		if err != nil || i >= len(w.late) {
			return err
		}
		in := w.late[i]
		w.late = append(w.late[:i], w.late[i+1:]...)
		w.serve(ctx, nil, in)
		return nil
	case "move":
		return w.move(ctx, s[1], s[2])
	case "delete":
		return w.delete(ctx, s[1])
	case "forget":
		return w.forget(ctx)
	}
	return fmt.Errorf("%q is no step", s)
}

// speak makes the phone push, pull or both. What fails on the way is what the
// schedule wanted; what it leaves behind is checked.
func (p *phone) speak(ctx context.Context, s Step) error {
	p.net.plan, p.dieAt = s.faults()
	p.commits = 0
	var err error
	if s[0] == "push" || s[0] == "sync" {
		_, err = p.client.Push(ctx, p.device, p.outbox())
	}
	switch s[0] {
	case "files":
		err = p.client.SendFiles(ctx, uploads{p.store})
	case "mend":
		p.base = nil
		_, err = p.client.Mend(ctx, p.store)
	}
	if (err == nil || code(err) == "sync.gap") && (s[0] == "pull" || s[0] == "sync") { // as app/syncing does
		p.whole, p.base = false, nil
		if _, err = p.client.Pull(ctx, p.inbox(), nil); err == nil {
			p.whole = true
		}
	}
	p.net.plan, p.dieAt = nil, 0
	if p.dead {
		p.whole = false
	}
	switch c := code(err); c {
	case "auth.reused", "device.revoked", "device.unknown", "internal", "op.reused", "request.malformed", "device.other":
		p.w.broke("alive", "phone %d is told %s: %v", p.i, c, err)
	}
	return p.revive(ctx)
}

// move gives a customer to another station, as an import does.
func (w *World) move(ctx context.Context, id, station string) error {
	var c customer.Customer
	if found, err := w.truth.Get(model.KindCustomer, id, &c); err != nil || !found {
		return err
	}
	c.StationID = station
	put := fold.Put{Kind: model.KindCustomer, ID: id, Lane: model.StationLane(station), Record: c}
	if err := w.truth.apply(actor{device: "office"}, []fold.Put{put}); err != nil {
		return err
	}
	return w.office(ctx, func(t *store.Tx) error {
		_, err := t.Put(put)
		return err
	})
}

// delete removes a customer.
func (w *World) delete(ctx context.Context, id string) error {
	r, found := w.truth.memory[model.KindCustomer][id]
	if !found || r.deleted {
		return nil
	}
	r.deleted, r.ver = true, r.ver+1
	w.truth.set(model.KindCustomer, id, r)
	return w.office(ctx, func(t *store.Tx) error { return t.Delete(model.KindCustomer, id) })
}

// upgrade installs a program whose base has another layout: it is pulled anew.
func (p *phone) upgrade(ctx context.Context) error {
	if err := p.store.Close(); err != nil {
		return err
	}
	p.whole = false
	bases, err := filepath.Glob(filepath.Join(p.dir, "base*.db"))
	if err != nil || len(bases) == 0 {
		return errors.Join(err, fmt.Errorf("phone %d has no base", p.i))
	}
	if err := edit(ctx, bases[len(bases)-1], "UPDATE meta SET value = 'another' WHERE key = 'schema'"); err != nil {
		return err
	}
	return p.start(ctx)
}

// rounds is how often everybody speaks before all must be one.
const rounds = 8

// quiet lets late requests arrive and everybody speak until nothing waits, and
// checks that all have the same then.
func (w *World) quiet(ctx context.Context) error {
	for len(w.late) > 0 {
		if err := w.playOffice(ctx, Step{"deliver", "0"}); err != nil {
			return err
		}
	}
	for range rounds {
		waits := false
		for i, p := range w.phones {
			if err := w.step(ctx, Step{"sync", strconv.Itoa(i)}); err != nil {
				return err
			}
			c, err := p.store.Counts(ctx)
			if err != nil {
				return err
			}
			waits = waits || c.Pending > 0 || c.HeldSeq != c.MadeSeq || !p.whole
		}
		if !waits {
			break
		}
	}
	for i := range w.phones { // the last of the others' changes
		if err := w.step(ctx, Step{"sync", strconv.Itoa(i)}); err != nil {
			return err
		}
	}
	for i, p := range w.phones {
		if !p.partly {
			continue
		}
		// A pull by rows that was cut, and went on after deletions were forgotten, cannot
		// know of those: the comparison finds them that app/syncing makes every week.
		if err := w.step(ctx, Step{"mend", strconv.Itoa(i)}); err != nil {
			return err
		}
	}
	return w.converged(ctx)
}
