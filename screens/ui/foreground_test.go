package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

func TestAway_WritesWhatWaitsForAPause(t *testing.T) {
	b := NewHeldBridge()
	latest := NewLatest(b)
	written := make(chan string, 2)
	for _, s := range []string{"a", "ab"} {
		latest.Go(time.Hour, func() func() { written <- s; return nil })
	}
	start := time.Now()
	for len(written) == 0 && time.Since(start) < 5*time.Second {
		b.Hurry(50 * time.Millisecond) // a work that has not begun to wait is caught the next time
	}
	b.Wait()
	if len(written) != 1 || <-written != "ab" {
		t.Error("the newest was not written, or an older one was")
	}
}

func TestAway_DoesNotWaitForever(t *testing.T) {
	b := NewHeldBridge()
	stop := make(chan struct{})
	defer func() { close(stop); b.Wait() }()
	b.Go(func() func() { <-stop; return nil })
	start := time.Now()
	b.Hurry(30 * time.Millisecond)
	if took := time.Since(start); took < 30*time.Millisecond || took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

// painted counts how often it is painted anew.
type painted struct {
	widget.BaseWidget
	times int
}

func (p *painted) CreateRenderer() fyne.WidgetRenderer {
	return &counting{widget.NewSimpleRenderer(canvas.NewRectangle(nil)), p}
}

type counting struct {
	fyne.WidgetRenderer
	of *painted
}

func (c *counting) Refresh() { c.of.times++ }

func TestReturned_PaintsEverythingTwice(t *testing.T) {
	app := themed(t)
	p := &painted{}
	p.ExtendBaseWidget(p)
	w := test.NewTempWindow(t, nil)
	b := NewHeldBridge()
	c := NewContext(app, w, Options{Phone: true, Bridge: b})
	w.SetContent(p)
	p.times = 0
	c.Returned()
	if p.times == 0 {
		t.Error("nothing is painted")
	}
	before := p.times
	b.Tick(repaintAfter)
	b.Wait()
	if p.times == before {
		t.Error("nothing is painted when the window has its surface")
	}
}
