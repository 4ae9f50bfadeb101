//go:build jvm && !android

package place

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dianqin/device/internal/jni"
	"dianqin/device/internal/standin"
)

func TestMain(m *testing.M) { standin.Main(m) }

var noon = time.Date(2027, 1, 2, 4, 0, 0, 0, time.UTC)

// outdoors is a phone that may know its place and found it a second ago.
func outdoors(t *testing.T) {
	standin.Reset(t)
	standin.Set(t, "granted."+fine, "yes", "granted."+coarse, "yes", "gps", "yes", "network", "yes", "elapsed", "5000",
		"gps.lat", "30.5931", "gps.lon", "114.3054", "gps.accuracy", "4.5", "gps.elapsed", "4999")
}

func began(t *testing.T) *phone {
	p := newPhone(func() time.Time { return noon })
	t.Cleanup(func() { // what was started is let go, or the next test would find it
		p.asked = noon.Add(-linger)
		if p.rest != nil && p.rest.Stop() {
			p.tire()
		}
	})
	return p
}

func TestPhone_KnowsWhereItIs(t *testing.T) {
	outdoors(t)
	p := began(t)
	got, err := p.Current(t.Context())
	want := Fix{Lat: 30.5931, Lon: 114.3054, AccuracyM: 4.5, Source: SourceGPS, At: noon.Add(-time.Second)}
	if got != want || err != nil {
		t.Errorf("%+v %v, want %+v", got, err, want)
	}
	log := standin.Log(t)
	for _, want := range []string{
		"requestLocationUpdates gps 1000 0.0 cn.dianqin.app.PLACE null 0 cn.dianqin.app",
		"getBroadcast cn.dianqin.app.PLACE null 0 cn.dianqin.app a000000",
	} {
		if !slices.Contains(log, want) {
			t.Errorf("not asked %q but\n%s", want, strings.Join(log, "\n"))
		}
	}
	if _, err := p.Current(t.Context()); err != nil || count(standin.Log(t), "requestLocationUpdates") != 2 {
		t.Errorf("%v: asked %d providers, want each once", err, count(standin.Log(t), "requestLocationUpdates"))
	}
}

func count(lines []string, prefix string) (n int) {
	for _, line := range lines {
		if strings.HasPrefix(line, prefix) {
			n++
		}
	}
	return n
}

func TestPhone_SaysWhatIsMadeUp(t *testing.T) {
	outdoors(t)
	standin.Set(t, "gps.mocked", "yes", "gps.accuracy", "")
	if f, err := began(t).Current(t.Context()); !f.Mocked || f.AccuracyM != 0 || err != nil {
		t.Errorf("%+v %v", f, err)
	}
}

func TestPhone_BeforeAndroid12TheBroadcastIsPlain(t *testing.T) {
	outdoors(t)
	standin.Level(t, 30)
	if _, err := began(t).Current(t.Context()); err != nil || count(standin.Log(t), "getBroadcast cn.dianqin.app.PLACE null 0 cn.dianqin.app 8000000") != 1 {
		t.Errorf("%v: %q", err, standin.Log(t))
	}
}

func TestPhone_WaitsForAFreshFix(t *testing.T) {
	outdoors(t)
	standin.Set(t, "gps.elapsed", "4950") // fifty seconds old
	p := began(t)
	short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if f, err := p.Current(short); err != nil || noon.Sub(f.At) != 50*time.Second {
		t.Errorf("who cannot wait gets the old one: %+v %v", f, err)
	}
	time.AfterFunc(2*look, func() {
		standin.Set(t, "network.lat", "30.6", "network.lon", "114.3", "network.accuracy", "30", "network.elapsed", "5000")
	})
	if f, err := p.Current(t.Context()); err != nil || f.Source != "network" || f.Lat != 30.6 {
		t.Errorf("who can gets the new one: %+v %v", f, err)
	}
}

func TestPhone_SaysWhyItDoesNotKnow(t *testing.T) {
	for name, c := range map[string]struct {
		stage []string
		want  error
	}{
		"not allowed":    {[]string{"granted." + fine, "", "granted." + coarse, ""}, ErrDenied},
		"turned off":     {[]string{"gps", "no", "network", "no"}, ErrOff},
		"no such thing":  {[]string{"missing.location", "yes"}, ErrNone},
		"nothing found":  {[]string{"gps.lat", ""}, context.DeadlineExceeded},
		"only yesterday": {[]string{"elapsed", "99999"}, context.DeadlineExceeded},
	} {
		outdoors(t)
		standin.Set(t, c.stage...)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		if f, err := began(t).Current(ctx); !errors.Is(err, c.want) || f != (Fix{}) {
			t.Errorf("%s: %+v %v", name, f, err)
		}
		cancel()
	}
}

func TestPhone_WhoMayKnowRoughlyIsToldRoughly(t *testing.T) {
	outdoors(t)
	standin.Set(t, "granted."+fine, "", "network.lat", "30.6", "network.lon", "114.3", "network.accuracy", "2000", "network.elapsed", "5000")
	if f, err := began(t).Current(t.Context()); err != nil || f.Source != "network" || f.AccuracyM != 2000 {
		t.Errorf("%+v %v", f, err)
	}
}

func TestPhone_NoticesThatItIsTurnedOffAndOnAgain(t *testing.T) {
	outdoors(t)
	p := began(t)
	if _, err := p.Current(t.Context()); err != nil {
		t.Fatal(err)
	}
	standin.Set(t, "gps", "no", "network", "no")
	if _, err := p.Current(t.Context()); !errors.Is(err, ErrOff) {
		t.Error(err)
	}
	standin.Set(t, "gps", "yes")
	if _, err := p.Current(t.Context()); err != nil || count(standin.Log(t), "requestLocationUpdates") != 2 {
		t.Errorf("%v: %q", err, standin.Log(t))
	}
}

func TestPhone_RestsWhenNobodyAsks(t *testing.T) {
	outdoors(t)
	now := noon
	p := newPhone(func() time.Time { return now })
	if _, err := p.Current(t.Context()); err != nil {
		t.Fatal(err)
	}
	now = now.Add(linger / 2)
	p.tire()
	if p.pending == 0 {
		t.Error("rests too early")
	}
	p.rest.Stop()
	now = now.Add(linger)
	p.tire()
	if p.pending != 0 || count(standin.Log(t), "removeUpdates") != 1 {
		t.Errorf("goes on: %q", standin.Log(t))
	}
	standin.Set(t, "elapsed", "5200", "gps.elapsed", "5200")
	if _, err := p.Current(t.Context()); err != nil || p.pending == 0 {
		t.Error("does not begin anew:", err)
	}
	now = now.Add(2 * linger)
	p.rest.Stop()
	p.tire()
}

func TestPhone_EverythingThatThrowsIsAnErrorAndLeavesNothingRunning(t *testing.T) {
	const broken = "java.lang.IllegalStateException"
	calls := standin.FailEverywhere(t, broken, func() { outdoors(t) }, func(call int) {
		p := began(t)
		_, err := p.Current(t.Context())
		if (err != nil) != (call > 0) || call > 0 && !jni.IsThrown(err, broken) {
			t.Errorf("call %d throws: %v", call, err)
		}
		log := standin.Log(t)
		if err != nil && p.pending == 0 && count(log, "requestLocationUpdates") > 0 && count(log, "removeUpdates") == 0 {
			t.Errorf("call %d throws: the phone goes on finding", call)
		}
	})
	if calls < 15 {
		t.Errorf("only %d calls were tried", calls)
	}
	standin.FailEverywhere(t, jni.Security, func() { outdoors(t) }, func(call int) {
		p := began(t)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
		defer cancel()
		if _, err := p.Current(ctx); err != nil && !errors.Is(err, ErrDenied) && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("call %d throws: %v", call, err)
		}
	})
}
