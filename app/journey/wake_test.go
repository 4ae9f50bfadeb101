package journey_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"dianqin/app"
	"dianqin/app/syncing"
	domain "dianqin/data/model/work"
)

// TestWake_WhatOneDoesTheOtherSeesAtOnce: two devices at one server, both at rest; what
// is done on one is on the other long before its next round, which is after 20 seconds.
// The times are logged: the middle one is far below half a second.
func TestWake_WhatOneDoesTheOtherSeesAtOnce(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := startServer(ctx, t)
	phone := enrol(ctx, t, t.TempDir(), "http://"+srv.addr, srv.codes["inspector"], "inspector")
	desk := enrol(ctx, t, t.TempDir(), "http://"+srv.addr, srv.codes["desk"], "desk")
	running, stop := context.WithCancel(ctx)
	ended := make(chan struct{}, 2)
	for _, a := range []interface{ Run(context.Context) }{phone.Sync, desk.Sync} {
		go func() { a.Run(running); ended <- struct{}{} }()
	}
	t.Cleanup(func() {
		stop()
		<-ended
		<-ended
		must(t, phone.Close())
		must(t, desk.Close())
	})
	for _, a := range []*app.App{phone, desk} {
		until(ctx, t, a, "the first round is over", func(s syncing.State) bool { return !s.Running && !s.NextTry.IsZero() })
	}
	tasks, err := phone.Work.Today(ctx)
	must(t, err)
	var took []time.Duration
	for _, task := range tasks {
		if task.State != domain.Todo {
			continue
		}
		for _, act := range []struct {
			do func() error
			to domain.State
		}{
			{func() error { return phone.Work.Start(ctx, task) }, domain.Started},
			{func() error { return phone.Work.Return(ctx, task, "nobody at home") }, domain.Returned},
		} {
			began := time.Now()
			must(t, act.do())
			for {
				site, err := desk.Work.Site(ctx, task.ID)
				must(t, err)
				if site.Task.State == act.to {
					break
				}
				if time.Since(began) > 30*time.Second {
					t.Fatal("the desk never sees it")
				}
				time.Sleep(5 * time.Millisecond)
			}
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	if len(took) < 4 {
		t.Fatalf("%d tasks", len(took))
	}
	t.Logf("%d acts: middle %s, p95 %s, slowest %s", len(took), took[len(took)/2], took[len(took)*95/100], took[len(took)-1])
	if took[len(took)/2] > 3*time.Second {
		t.Errorf("the middle one took %s", took[len(took)/2])
	}
}
