package identity

import (
	"sync"
	"time"

	"dianqin/data/model"
)

const (
	freeTries = 3                // wrong passwords before anybody has to wait
	longest   = 15 * time.Minute // a lockout must not become a way to keep somebody out
	maxGhosts = 10_000
)

// delay is how long to wait after a number of wrong passwords: nothing for the
// first ones, then 1 s, 2 s, 4 s, ...
func delay(fails int) time.Duration {
	if fails < freeTries {
		return 0
	}
	if n := fails - freeTries; n < 10 {
		return min(time.Second<<n, longest)
	}
	return longest
}

// attempts are the tries at one login since the last right password.
type attempts struct {
	fails int
	until model.Millis
}

// try counts an attempt before its password is looked at, so that many at once
// do not slip through. Code: auth.wait with the seconds to wait.
func (a attempts) try(now model.Millis) (attempts, *model.Error) {
	if now < a.until {
		seconds := (int64(a.until-now) + 999) / 1000
		return a, model.Fail("auth.wait", "seconds", seconds)
	}
	a.fails++
	a.until = now + model.Millis(delay(a.fails).Milliseconds())
	return a, nil
}

// ghosts counts attempts at logins that do not exist, so that they answer as
// real ones do. It is in memory and bounded: it guards nothing but a name.
type ghosts struct {
	mu   sync.Mutex
	seen map[string]attempts
}

func (g *ghosts) try(login string, now model.Millis) *model.Error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.seen) >= maxGhosts {
		clear(g.seen)
	}
	next, why := g.seen[login].try(now)
	g.seen[login] = next
	return why
}
