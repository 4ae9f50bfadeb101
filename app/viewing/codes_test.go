package viewing_test

import (
	"context"
	"testing"

	"dianqin/app/viewing"
	"dianqin/device/sim"
)

// TestCodes_TellsATextOnceAndAsksNobody: before a device is enrolled there is no store
// that could be asked.
func TestCodes_TellsATextOnceAndAsksNobody(t *testing.T) {
	d := &desk{}
	v := viewing.New(viewing.Devices{Camera: sim.NewCamera(picture(t, unknown)), Feel: &sim.Feel{}}, d)
	seen, texts := make(chan viewing.Seen, 999), make(chan string, 99)
	v.Seen.On(func(s viewing.Seen) { seen <- s })
	v.Frames.On(func(f viewing.Frame) { f.Free() })
	ctx, stop := context.WithCancel(context.Background())
	end := make(chan error, 1)
	go func() { end <- v.Codes(ctx, func(text string) { texts <- text }) }()
	if got := next(t, texts); got != unknown {
		t.Errorf("told %q", got)
	}
	for range 5 {
		next(t, seen)
	}
	stop()
	if err := next(t, end); err != nil {
		t.Error(err)
	}
	if len(texts) > 0 || len(d.all()) > 0 {
		t.Errorf("told %d times more, asked for %v", len(texts), d.all())
	}
}
