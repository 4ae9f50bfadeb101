package api

import (
	"math"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"dianqin/data/model"
)

// Limits are how often somebody may ask. A rate of 0 is no limit. They are counted
// by each server for itself: with n of them n times as much gets through.
type Limits struct {
	Device       float64 // requests a second of one device with a session
	DeviceBurst  int
	Address      float64 // requests a second from one address that show no good token
	AddressBurst int
	Proxies      []netip.Prefix // whose X-Forwarded-For is believed
}

// mostKeys is how many devices or addresses are remembered. Beyond it those are
// forgotten that have not asked for longest.
const mostKeys = 50_000

// limiter counts by key.
type limiter struct {
	rate  rate.Limit
	burst int

	mu   sync.Mutex
	keys map[string]*bucket
}

type bucket struct {
	*rate.Limiter
	last time.Time
}

func newLimiter(perSecond float64, burst int) *limiter {
	return &limiter{rate: rate.Limit(perSecond), burst: max(burst, 1), keys: map[string]*bucket{}}
}

// take counts one request. Code: rate.limited, with the seconds to wait.
func (l *limiter) take(key string, now time.Time) *model.Error {
	if l == nil || l.rate <= 0 {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.keys[key]
	if b == nil {
		if len(l.keys) >= mostKeys {
			l.forget(now)
		}
		b = &bucket{Limiter: rate.NewLimiter(l.rate, l.burst)}
		l.keys[key] = b
	}
	b.last = now
	if b.AllowN(now, 1) {
		return nil
	}
	wait := (1 - b.TokensAt(now)) / float64(l.rate)
	return model.Fail("rate.limited", "seconds", int64(max(1, math.Ceil(wait))))
}

// forget drops who has a full measure again, and all if that is nobody.
func (l *limiter) forget(now time.Time) {
	full := time.Duration(float64(l.burst) / float64(l.rate) * float64(time.Second))
	for key, b := range l.keys {
		if now.Sub(b.last) > full {
			delete(l.keys, key)
		}
	}
	if len(l.keys) >= mostKeys {
		clear(l.keys)
	}
}

// addressOf is where a request comes from: the last hop that is no proxy of ours.
func (l Limits) addressOf(r *http.Request) string {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	hop := at.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && l.ours(hop); i-- {
		before, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		hop = before.Unmap()
	}
	return hop.String()
}

func (l Limits) ours(a netip.Addr) bool {
	for _, p := range l.Proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
