//go:build jvm && !android

package screen

import (
	"sync"
	"testing"
)

func TestWindow_HasTheFlagsAskedFor(t *testing.T) {
	var w window
	w.Secure(true) // before there is an activity
	a := begin()
	if a.flags() != secure {
		t.Errorf("a new activity has %x", a.flags())
	}
	w.KeepAwake(true)
	if a.flags() != secure|keepScreenOn {
		t.Errorf("both: %x", a.flags())
	}
	w.Secure(false)
	if a.flags() != keepScreenOn {
		t.Errorf("one taken away: %x", a.flags())
	}

	b := begin() // the system makes a new one before it ends the old
	told := a.end()
	w.Secure(true)
	if b.flags() != secure|keepScreenOn {
		t.Errorf("the next activity has %x", b.flags())
	}
	if again := b.end(); again != told+1 {
		t.Errorf("the toolkit was told of %d ends, then %d", told, again)
	}
	w.KeepAwake(false) // of nothing: the stand-in aborts where a dead one is used
	w.Secure(false)
	if c := begin(); c.flags() != 0 {
		t.Errorf("what was taken back is back: %x", c.flags())
	} else {
		c.end()
	}
}

func TestWindow_MayBeSetFromAnywhere(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 200 {
				window{}.KeepAwake((i+j)%2 == 0)
			}
		})
	}
	for range 50 {
		begin().end()
	}
	wg.Wait()
	window{}.KeepAwake(false)
}
