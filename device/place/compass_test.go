//go:build jvm && !android

package place

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"dianqin/device/internal/jni"
	"dianqin/device/internal/standin"
)

// eastward is an upright device whose back looks 90 degrees from magnetic north.
var eastward = then(about(2, -90), about(0, 90))

func TestPhone_LooksToWhereItsBackDoes(t *testing.T) {
	for _, kind := range []int{11, 20} {
		outdoors(t)
		standin.Set(t, "declination", "-4.5")
		fakeSensor(kind, 1, eastward)
		got, err := began(t).Heading(t.Context())
		if err != nil || math.Abs(got-85.5) > 1e-3 {
			t.Errorf("kind %d: %v %v", kind, got, err)
		}
		if want := "new GeomagneticField 30.5931 114.3054 0.0 1798862399000"; !slices.Contains(standin.Log(t), want) {
			t.Errorf("%q", standin.Log(t))
		}
	}
	if n := fakeSensorOpen(); n != 0 {
		t.Errorf("%d sensors and queues are still open", n)
	}
}

func TestPhone_SaysWhyItKnowsNoDirection(t *testing.T) {
	for name, c := range map[string]struct {
		kind, after int
		place       string
		want        error
	}{
		"no sensor":      {0, 0, "30", ErrNone},
		"a silent one":   {11, 5000, "30", ErrUnknown},
		"no place known": {11, 1, "", ErrUnknown},
	} {
		outdoors(t)
		standin.Set(t, "gps.lat", c.place)
		fakeSensor(c.kind, c.after, eastward)
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		if got, err := began(t).Heading(ctx); !errors.Is(err, c.want) {
			t.Errorf("%s: %v %v", name, got, err)
		}
		cancel()
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := began(t).Heading(gone); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	const broken = "java.lang.IllegalStateException"
	standin.FailEverywhere(t, broken, func() { outdoors(t); fakeSensor(11, 1, eastward) }, func(call int) {
		if _, err := began(t).Heading(t.Context()); (err != nil) != (call > 0) || call > 0 && !jni.IsThrown(err, broken) {
			t.Errorf("call %d throws: %v", call, err)
		}
	})
}
