package atlas

import (
	"context"
	"sync"
	"time"

	"dianqin/app/act"
	"dianqin/data/model/geo"
	places "dianqin/data/model/place"
	"dianqin/data/model/work"
)

// How a search is sampled: so often, and only what lies so far, in metres, from the
// sample before.
const (
	sampleEvery = 5 * time.Second
	sampleStep  = 8.0
)

// looked is where somebody looked for the place of a task so far. It stays on this
// device unless the task is given back as not found.
type looked struct {
	Samples []places.Sample `json:"samples"`
}

func lookedKey(taskID string) string { return "looked:" + taskID }

// Look notes where the device goes, until stop is called: a person is looking for the
// place of a task. Nothing of it leaves the device before NotFound.
func (p *Places) Look(taskID string) (stop func()) {
	ctx, end := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() {
		tick := time.NewTicker(sampleEvery)
		defer tick.Stop()
		for {
			_ = p.Sample(ctx, taskID) // one sample fewer
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
	return func() { end(); done.Wait() }
}

// Sample notes where the device is now, unless it is where it was, or not known.
func (p *Places) Sample(ctx context.Context, taskID string) error {
	at := p.rec.Where(ctx)
	if at == nil || !at.Valid() {
		return nil
	}
	var l looked
	if _, err := p.store.Draft(ctx, lookedKey(taskID), &l); err != nil {
		return err
	}
	s := places.Sample{At: p.rec.Now(), Point: pointOf(*at), AccuracyM: at.AccuracyM}
	if n := len(l.Samples); n > 0 && geo.Distance(l.Samples[n-1].Point, s.Point) < sampleStep {
		return nil
	}
	l.Samples = places.Thin(append(l.Samples, s), places.MostSamples)
	return p.store.SaveDraft(ctx, lookedKey(taskID), l)
}

// NotFound gives a task back because nobody found its place, with where one looked.
func (p *Places) NotFound(ctx context.Context, t work.Task, note string) error {
	var l looked
	if _, err := p.store.Draft(ctx, lookedKey(t.ID), &l); err != nil {
		return err
	}
	track, begin := places.Write(l.Samples)
	body := work.Moved{To: work.Returned, Code: work.NotFound, Reason: note, Track: track, TrackBegin: begin}
	if _, bad := work.Step(t, work.Move{To: body.To, By: p.rec.User().ID, At: p.rec.Now(), Reason: note, Code: body.Code}); bad != nil {
		return bad
	}
	if _, err := p.rec.Do(ctx, act.Act{Kind: "task.moved", TaskID: t.ID, Body: body}); err != nil {
		return err
	}
	return p.store.DropDraft(ctx, lookedKey(t.ID))
}

// Looked is where somebody looked who did not find the place of a task, oldest first;
// empty where nobody did, or the way cannot be read.
func Looked(t work.Task) []places.Sample {
	samples, why := t.Track.Read(t.TrackBegin)
	if why != nil {
		return nil
	}
	return samples
}

// Forget drops what was noted of a search: the place was found.
func (p *Places) Forget(ctx context.Context, taskID string) error {
	return p.store.DropDraft(ctx, lookedKey(taskID))
}
