package traffic

import (
	"context"
	"errors"
	"fmt"

	"dianqin/app/act"
	appevidence "dianqin/app/evidence"
	"dianqin/app/seals"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/inspection"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/device/sim"
)

// Turn does one thing of a day: a task from its start to its sheet, a look at a box
// on the way, a correction in a customer's record. What the rules refuse on the
// phone already is no error: somebody was quicker.
func (p *Phone) Turn(ctx context.Context) error {
	p.walk.Advance(10)
	var err error
	switch n := p.dice.IntN(10); {
	case n < 5:
		err = p.task(ctx)
	case n < 8:
		err = p.patrol(ctx)
	default:
		err = p.correct(ctx)
	}
	var refused *model.Error
	if errors.As(err, &refused) && refused.Code != "storage.full" && refused.Code != "auth.required" {
		return nil
	}
	return err
}

// task does the next task of the person, or walks on where all are done.
func (p *Phone) task(ctx context.Context) error {
	tasks, err := p.Work.Today(ctx)
	if err != nil {
		return err
	}
	var open []work.Task
	for _, t := range tasks {
		if t.Open() {
			open = append(open, t)
		}
	}
	if len(open) == 0 {
		return p.patrol(ctx)
	}
	t := open[p.dice.IntN(len(open))]
	if err := p.Work.Start(ctx, t); err != nil {
		return err
	}
	site, err := p.Work.Site(ctx, t.ID)
	if err != nil {
		return err
	}
	visit := seals.Visit{TaskID: t.ID, StationID: t.StationID, BoxID: t.BoxID}
	for _, line := range site.Sweep.Lines {
		if err := p.look(ctx, visit, line.Seal, 30); err != nil {
			return err
		}
	}
	return p.finish(ctx, t.ID)
}

// look scans a seal; one in so many is broken and photographed.
func (p *Phone) look(ctx context.Context, v seals.Visit, s seal.Seal, oneIn int) error {
	if _, err := p.Seals.Identify(ctx, v, s.Number, "CODE_128"); err != nil {
		return err
	}
	if p.dice.IntN(oneIn) != 0 {
		return nil
	}
	if err := p.Seals.Note(ctx, v, s.Number, s.Place, seal.Broken, "线断"); err != nil {
		return err
	}
	return p.photograph(ctx, v, s.Number)
}

func (p *Phone) photograph(ctx context.Context, v seals.Visit, shows string) error {
	img, err := sim.Label("31010070000000000000", sim.DefaultLook(p.dice.Uint64()))
	if err != nil {
		return err
	}
	jpeg, err := sim.JPEG(img, 60)
	if err != nil {
		return err
	}
	_, err = p.evidence.Take(ctx, appevidence.Subject{TaskID: v.TaskID, BoxID: v.BoxID, Shows: shows}, jpeg)
	return err
}

func (p *Phone) finish(ctx context.Context, taskID string) error {
	site, err := p.Work.Site(ctx, taskID)
	if err != nil {
		return err
	}
	d := site.Draft
	for _, item := range site.Sheet.Items {
		d.Items = append(d.Items, inspection.Item{Code: item.Code, Answer: inspection.OK})
	}
	if err := p.Work.SaveDraft(ctx, taskID, d); err != nil {
		return err
	}
	return p.Work.Finish(ctx, taskID)
}

// patrol looks at the seals of a box that lies on the way; now and then one is
// taken off, which somebody else may have done already.
func (p *Phone) patrol(ctx context.Context) error {
	box, err := oneOf[metering.Box](ctx, p, model.KindBox, 1<<20)
	if err != nil {
		return err
	}
	on, err := local.Find[seal.Seal](ctx, p.store, model.KindSeal, local.OnBox+" LIMIT 4", box.ID)
	if err != nil {
		return err
	}
	visit := seals.Visit{StationID: box.StationID, BoxID: box.ID}
	for _, s := range on {
		if err := p.look(ctx, visit, s, 60); err != nil {
			return err
		}
	}
	if len(on) > 0 && p.dice.IntN(4) == 0 {
		return p.Seals.Remove(ctx, visit, on[0].Number, "换表", seal.Intact)
	}
	return nil
}

// correct sets a field of one of a few customers: others do the same, so that
// patches meet.
func (p *Phone) correct(ctx context.Context) error {
	c, err := oneOf[customer.Customer](ctx, p, model.KindCustomer, 20)
	if err != nil {
		return err
	}
	target, err := p.target(ctx, model.KindCustomer, c.ID)
	if err != nil {
		return err
	}
	set := map[string]any{"phone": fmt.Sprintf("138%08d", p.dice.IntN(100_000_000))}
	if p.dice.IntN(2) == 0 {
		set = map[string]any{"note": fmt.Sprintf("note %d", p.dice.IntN(1000))}
	}
	_, err = p.rec.Do(ctx, act.Act{Kind: "customer", Target: target, Body: map[string]any{"set": set}})
	return err
}

// oneOf picks one of the first most records of a kind.
func oneOf[T any](ctx context.Context, p *Phone, kind model.Kind, most int) (T, error) {
	var none T
	n, err := p.store.Count(ctx, kind, "1 = 1")
	if err != nil || n == 0 {
		return none, errors.Join(err, model.Fail("record.unknown", "kind", string(kind)))
	}
	found, err := local.Find[T](ctx, p.store, kind, "1 = 1 ORDER BY id LIMIT 1 OFFSET ?", p.dice.IntN(min(n, most)))
	if err != nil || len(found) == 0 {
		return none, errors.Join(err, model.Fail("record.unknown", "kind", string(kind)))
	}
	return found[0], nil
}
