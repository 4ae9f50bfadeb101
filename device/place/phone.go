//go:build android || jvm

package place

import (
	"context"
	"sync"
	"time"

	"dianqin/device/internal/jni"
)

const (
	fine   = "android.permission.ACCESS_FINE_LOCATION"
	coarse = "android.permission.ACCESS_COARSE_LOCATION"

	every  = time.Second            // how often the phone is to find its place
	look   = 250 * time.Millisecond // how often it is asked for it
	linger = 90 * time.Second       // how long it goes on when nobody asks any more
)

// providers are the phone's ways to find its place, the better one first.
var providers = []string{SourceGPS, "network"}

// phone keeps the phone finding its place from the first question until nobody has asked
// for a while. No Java class of ours hears the answers: they are sent to a broadcast
// that nobody receives, and the last one is asked for.
//
//	idle --Current--> finding --nobody asks for linger--> idle
type phone struct {
	now func() time.Time

	mu      sync.Mutex
	asked   time.Time  // when somebody wanted to know last
	pending jni.Global // the broadcast, while finding
	rest    *time.Timer
}

func newPhone(now func() time.Time) *phone { return &phone{now: now} }

// Current implements Source: a fresh fix at once, else the first that comes. When ctx
// ends before, it is the best that is not stale yet.
func (p *phone) Current(ctx context.Context) (Fix, error) {
	if err := ctx.Err(); err != nil {
		return Fix{}, err
	}
	if err := p.find(); err != nil {
		return Fix{}, err
	}
	t := time.NewTicker(look)
	defer t.Stop()
	for {
		f, err := p.last()
		switch {
		case err != nil:
			return Fix{}, err
		case f.Source != "" && p.now().Sub(f.At) <= Fresh:
			return f, nil
		}
		select {
		case <-ctx.Done():
			if f.Source != "" {
				return f, nil
			}
			return Fix{}, ctx.Err()
		case <-t.C:
		}
	}
}

// last is the best of what the providers found; no source where there is none.
func (p *phone) last() (best Fix, err error) {
	var fixes []Fix
	err = jni.Do("ask for the place", func(e *jni.Env) {
		manager := e.Service("location")
		for _, name := range providers {
			f, found := lastOf(e, manager, name, p.now())
			if found {
				fixes = append(fixes, f)
			}
		}
	})
	if err != nil {
		return Fix{}, reason(err)
	}
	best, _ = Choose(p.now(), fixes...)
	return best, nil
}

// lastOf asks one provider; what it alone refuses or has not is passed over: older
// Androids keep satellites from those who may know the place but roughly.
func lastOf(e *jni.Env, manager jni.Object, name string, now time.Time) (f Fix, found bool) {
	var l jni.Object
	err := e.Try(func() {
		l = e.Call(manager, "getLastKnownLocation", "(Ljava/lang/String;)Landroid/location/Location;", name).Object()
	})
	if err != nil && !jni.IsThrown(err, jni.Security) && !jni.IsThrown(err, noProvider) {
		e.Fail(err)
	}
	if err != nil || l == 0 {
		return Fix{}, false
	}
	f = Fix{Source: name,
		Lat: e.Call(l, "getLatitude", "()D").Float(), Lon: e.Call(l, "getLongitude", "()D").Float(),
		Mocked: e.Call(l, "isFromMockProvider", "()Z").Bool()}
	if e.Call(l, "hasAccuracy", "()Z").Bool() {
		f.AccuracyM = e.Call(l, "getAccuracy", "()F").Float()
	}
	// Its own time may be the satellites' or anything else; how long ago it was is sure.
	up := e.CallStatic("android/os/SystemClock", "elapsedRealtimeNanos", "()J").Long()
	f.At = now.Add(-time.Duration(up - e.Call(l, "getElapsedRealtimeNanos", "()J").Long()))
	return f, e.Err() == nil
}

// find sees to it that the phone is finding its place.
func (p *phone) find() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = p.now()
	var kept jni.Global
	err := jni.Do("find the place", func(e *jni.Env) {
		if !allowed(e) {
			e.Fail(ErrDenied)
		}
		manager := e.Service("location")
		on := false
		for _, name := range providers {
			on = e.Call(manager, "isProviderEnabled", "(Ljava/lang/String;)Z", name).Bool() || on
		}
		if !on {
			e.Fail(ErrOff)
		}
		if e.Err() != nil || p.pending != 0 {
			return
		}
		kept = e.Keep(broadcast(e))
		for _, name := range providers { // one that is off begins when it is turned on
			start(e, manager, name, kept)
		}
	})
	if err != nil {
		rest(kept)
		return reason(err)
	}
	if p.pending == 0 {
		p.pending = kept
		p.rest = time.AfterFunc(linger, p.tire)
	}
	return nil
}

// start sets a provider going; not where it alone may not.
func start(e *jni.Env, manager jni.Object, name string, to jni.Global) {
	err := e.Try(func() {
		e.Call(manager, "requestLocationUpdates", "(Ljava/lang/String;JFLandroid/app/PendingIntent;)V",
			name, every.Milliseconds(), 0.0, to)
	})
	if err != nil && !jni.IsThrown(err, jni.Security) && !jni.IsThrown(err, noProvider) {
		e.Fail(err)
	}
}

// tire lets the phone rest when nobody has asked for a while.
func (p *phone) tire() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if left := linger - p.now().Sub(p.asked); left > 0 {
		p.rest.Reset(left)
		return
	}
	rest(p.pending)
	p.pending = 0
}

// rest stops finding. That it cannot be stopped has no remedy: the system ends it with
// the program.
func rest(pending jni.Global) {
	if pending == 0 {
		return
	}
	_ = jni.Do("rest", func(e *jni.Env) {
		defer e.Drop(pending)
		e.Call(e.Service("location"), "removeUpdates", "(Landroid/app/PendingIntent;)V", pending)
	})
}
