package tiles

import (
	"net/http"
	"sync"
	"time"
)

// How long a service is left alone: doubled from the first to the longest.
const (
	firstPause   = 2 * time.Second
	longestPause = 5 * time.Minute
	offlinePause = 15 * time.Second // at most: the network comes and goes
	keyPause     = time.Minute      // at least: a key does not mend itself
	patience     = 3                // single failures in a row before there is a pause
)

// pause remembers how a service failed. While it lasts the last error is the answer,
// at once and without a request.
type pause struct {
	mu    sync.Mutex
	fails int
	until time.Time
	last  Error
}

// wait is the error to answer with at now, or nil where the service may be asked.
func (p *pause) wait(now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Before(p.until) {
		e := p.last
		return &e
	}
	return nil
}

// failed notes a failure and gives it back with the time until which nobody asks.
func (p *pause) failed(e Error, now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fails++
	d := firstPause << min(p.fails-1, 10)
	switch {
	case e.Code == Offline:
		d = min(d, offlinePause)
	case e.Code == KeyRefused:
		d = max(d, keyPause)
	}
	d = min(d, longestPause)
	// One slow or broken tile says little of the others; a closed door says much.
	if e.Code == KeyRefused || closed(e.Status) || p.fails >= patience {
		if u := now.Add(d); u.After(e.Until) {
			e.Until = u
		}
	}
	if e.Until.After(p.until) {
		p.until, p.last = e.Until, e
	}
	return &e
}

func (p *pause) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fails, p.until = 0, time.Time{}
}

// closed tells the answers that are meant for whoever asks from those for one tile.
func closed(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTeapot, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return true
	}
	return false
}
