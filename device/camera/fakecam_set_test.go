//go:build cgo && linux && !android && fakecam

package camera

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// What is set on the camera, as the requests that reach the fake NDK.

// last is the last line of the log that begins with a word.
func last(t *testing.T, log, word string) string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(log), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.HasPrefix(lines[i], word) {
			return lines[i]
		}
	}
	t.Fatalf("no %s in:\n%s", word, log)
	return ""
}

func wantIn(t *testing.T, line string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(line+" ", " "+p+" ") {
			t.Errorf("no %q in %q", p, line)
		}
	}
}

func TestNDK_BeginsWithEverythingByItself(t *testing.T) {
	open(t, aPhone(t))
	wantIn(t, last(t, fakeLog(), "repeat"), "torch=0", "ae=1", "af=4", "trigger=0", "at=0,0,0,0*0", "meter=0")
}

func TestNDK_TorchLightsThePreviewAndThePhotograph(t *testing.T) {
	c := open(t, aPhone(t))
	if err := c.Torch(true); err != nil {
		t.Fatal(err)
	}
	wantIn(t, last(t, fakeLog(), "repeat"), "torch=2", "ae=1")
	if _, err := c.Still(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantIn(t, last(t, fakeLog(), "capture template=2"), "torch=2", "ae=1")
	if err := c.Torch(false); err != nil {
		t.Fatal(err)
	}
	wantIn(t, last(t, fakeLog(), "repeat"), "torch=0")
}

func TestNDK_ZoomsByCropOrByRatio(t *testing.T) {
	c := open(t, aPhone(t))
	if can := c.Can(); can.Zoom != 8 || !can.Torch || !can.Focus {
		t.Fatalf("%+v", can)
	}
	if err := c.Zoom(4); err != nil {
		t.Fatal(err)
	}
	wantIn(t, last(t, fakeLog(), "repeat"), "ratio=0.00", "crop=1508,1141,1000,750")
	if err := c.Zoom(1000); err != nil {
		t.Fatal(err)
	}
	wantIn(t, last(t, fakeLog(), "repeat"), "crop=1758,1328,500,375")
	c.Close()
	newer := aPhone(t)
	newer.zoomRatio = 10
	c = open(t, newer)
	if err := c.Zoom(4); err != nil || c.Can().Zoom != 10 {
		t.Fatal(err, c.Can())
	}
	wantIn(t, last(t, fakeLog(), "repeat"), "ratio=4.00", "crop=0,0,0,0")
}

func TestNDK_FocusesWhereItIsTappedAndThenByItself(t *testing.T) {
	c := open(t, aPhone(t))
	fetch(t, c.Frames())
	fakeLog()
	if err := c.Focus(0.25, 0.5); err != nil {
		t.Fatal(err)
	}
	// A quarter from the left of the upright picture is a quarter from the bottom of the
	// sensor, which lies on its right side: 16 + 375 + 3/4 of 2250.
	const here = "at=1821,1892,2196,2267*1000"
	log := fakeLog()
	wantIn(t, last(t, log, "repeat"), "af=1", "trigger=0", here, "meter=1000")
	wantIn(t, last(t, log, "capture template=1"), "af=1", "trigger=1", here)
	if err := c.Focus(0.25, 0.5); err != nil { // the same place, but anew
		t.Fatal(err)
	}
	wantIn(t, last(t, fakeLog(), "capture template=1"), "trigger=1", here)
	_ = c.with(func(_ *flight, dev device) error { // its time is over
		d := dev.(*ndk)
		d.mu.Lock()
		defer d.mu.Unlock()
		d.refocus = time.Now()
		return nil
	})
	fetch(t, c.Frames()).Free()
	fetch(t, c.Frames()).Free()
	fetch(t, c.Frames()).Free()
	log = fakeLog()
	wantIn(t, last(t, log, "capture template=1"), "trigger=2")
	wantIn(t, last(t, log, "repeat"), "af=4", "trigger=0", "at=0,0,0,0*0", "meter=0")
}

func TestNDK_ZoomMovesTheTappedPlaceOnlyWhereItCrops(t *testing.T) {
	for _, ratio := range []float64{0, 10} {
		phone := aPhone(t)
		phone.zoomRatio = ratio
		c := open(t, phone)
		if err := c.Zoom(4); err != nil {
			t.Fatal(err)
		}
		if err := c.Focus(0, 0); err != nil {
			t.Fatal(err)
		}
		want := "at=1508,1704,1601,1797*1000" // the lower left corner of the middle quarter
		if ratio > 0 {
			want = "at=8,2266,383,2641*1000" // of all that the sensor shows
		}
		wantIn(t, last(t, fakeLog(), "repeat"), want)
		c.Close()
	}
}

func TestNDK_APlainPhoneCannotDoWhatItHasNot(t *testing.T) {
	phone := aPhone(t)
	phone.flash, phone.fixedLens, phone.digitalZoom, phone.pixelStride = false, true, 1, 1
	c := open(t, phone)
	if can := c.Can(); can.Torch || can.Focus || can.Zoom > 1 {
		t.Fatalf("%+v", can)
	}
	for what, err := range map[string]error{"torch": c.Torch(true), "focus": c.Focus(0, 0), "zoom": c.Zoom(2)} {
		if !errors.Is(err, ErrUnable) {
			t.Errorf("%s: %v", what, err)
		}
	}
	wantIn(t, last(t, fakeLog(), "repeat"), "af=0", "torch=0")
}

func TestNDK_WhatTheCameraRefusesDoesNotEndTheRun(t *testing.T) {
	phone := aPhone(t)
	c := open(t, phone)
	if err := c.Focus(0.5, 0.5); err != nil {
		t.Fatal(err)
	}
	phone.refuseSet = -10001
	phone.be()
	if err := c.Torch(true); !errors.Is(err, ErrUnable) {
		t.Fatal(err)
	}
	_ = c.with(func(_ *flight, dev device) error { // also not what it sets by itself
		d := dev.(*ndk)
		d.mu.Lock()
		defer d.mu.Unlock()
		d.refocus = time.Now()
		return nil
	})
	for range 3 {
		fetch(t, c.Frames()).Free()
	}
	phone.refuseSet = 0
	phone.be()
	if err := c.Torch(true); err != nil {
		t.Fatal(err)
	}
	wantIn(t, last(t, fakeLog(), "repeat"), "torch=2")
}

func TestNDK_WhatWasSetIsForgottenWithTheRun(t *testing.T) {
	c := open(t, aPhone(t))
	if err := errors.Join(c.Torch(true), c.Zoom(3), c.Focus(0.1, 0.1)); err != nil {
		t.Fatal(err)
	}
	c.Close()
	fakeLog()
	start(t, c)
	wantIn(t, last(t, fakeLog(), "repeat"), "torch=0", "af=4", "crop=0,0,0,0")
}
