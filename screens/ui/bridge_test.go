package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
)

func TestWaitRunsWhatTheWorkReturnsOnTheTestsGoroutine(t *testing.T) {
	b := NewHeldBridge()
	seen := 0 // no lock: the race detector would tell
	for range 50 {
		b.Go(func() func() { return func() { seen++ } })
	}
	b.Go(func() func() { return nil })
	if !b.Wait() || seen != 50 {
		t.Fatalf("%d of 50 ran", seen)
	}
}

func TestWaitFollowsWorkThatStartsWork(t *testing.T) {
	b := NewHeldBridge()
	var order []string
	b.Go(func() func() {
		return func() {
			order = append(order, "first")
			b.Go(func() func() { return func() { order = append(order, "second") } })
			b.Do(func() { order = append(order, "between") })
		}
	})
	if !b.Wait() || len(order) != 3 || order[0] != "first" {
		t.Fatalf("ran %v", order)
	}
}

func TestNothingRunsBeforeWait(t *testing.T) {
	b := NewHeldBridge()
	ran := false
	b.Do(func() { ran = true })
	if ran {
		t.Fatal("ran before Wait")
	}
	b.Wait()
	if !ran {
		t.Fatal("did not run")
	}
}

func TestTimersFallDueByTick(t *testing.T) {
	b := NewHeldBridge()
	once, every := 0, 0
	b.After(5*time.Second, func() { once++ })
	stop := b.Every(2*time.Second, func() { every++ })
	b.Tick(4 * time.Second)
	if once != 0 || every != 2 {
		t.Fatalf("after 4 s: once %d, every %d", once, every)
	}
	b.Tick(2 * time.Second)
	if once != 1 || every != 3 {
		t.Fatalf("after 6 s: once %d, every %d", once, every)
	}
	stop()
	b.Tick(time.Minute)
	if once != 1 || every != 3 {
		t.Fatalf("after stop: once %d, every %d", once, every)
	}
}

func TestStoppedTimerDoesNotRun(t *testing.T) {
	b := NewHeldBridge()
	stop := b.After(time.Second, func() { t.Error("ran") })
	stop()
	b.Tick(time.Minute)
}

func TestRunningBridgeWaitsForItsWork(t *testing.T) {
	test.NewTempApp(t)
	b := NewBridge()
	done := make(chan struct{})
	b.Go(func() func() { time.Sleep(10 * time.Millisecond); return func() { close(done) } })
	if !b.Wait() {
		t.Fatal("gave up")
	}
	select {
	case <-done:
	default:
		t.Fatal("Wait returned before the work was over")
	}
}

func TestLatestDropsWhatAnOlderCallFound(t *testing.T) {
	b := NewHeldBridge()
	l := NewLatest(b)
	var got []string
	gate := make(chan struct{})
	l.Go(0, func() func() { <-gate; return func() { got = append(got, "old") } })
	l.Go(0, func() func() { return func() { got = append(got, "new") } })
	close(gate)
	b.Wait()
	if len(got) != 1 || got[0] != "new" {
		t.Fatalf("got %v", got)
	}
	l.Go(0, func() func() { return func() { got = append(got, "dropped") } })
	l.Drop()
	b.Wait()
	if len(got) != 1 {
		t.Fatalf("got %v", got)
	}
}
