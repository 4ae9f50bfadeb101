package sim

import (
	"context"
	"sync"

	"dianqin/device/permission"
)

// Asker is a person who answers when asked. The zero value grants everything.
type Asker struct {
	mu      sync.Mutex
	answers map[permission.What]permission.State
	granted map[permission.What]bool
	asked   []permission.What
	visits  int
}

var _ permission.Asker = (*Asker)(nil)

// Answer says what the next Ask for w will be told: Granted, Refused or Barred.
func (a *Asker) Answer(w permission.What, s permission.State) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.answers == nil {
		a.answers = map[permission.What]permission.State{}
	}
	a.answers[w] = s
	delete(a.granted, w)
}

// State is Granted after an Ask that was, else Askable.
func (a *Asker) State(ctx context.Context, w permission.What) (permission.State, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.granted[w] {
		return permission.Granted, ctx.Err()
	}
	return permission.Askable, ctx.Err()
}

// Ask answers at once.
func (a *Asker) Ask(ctx context.Context, w permission.What) (permission.State, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return permission.Askable, err
	}
	if a.granted[w] {
		return permission.Granted, nil
	}
	a.asked = append(a.asked, w)
	s, said := a.answers[w]
	if !said {
		s = permission.Granted
	}
	if s == permission.Granted {
		if a.granted == nil {
			a.granted = map[permission.What]bool{}
		}
		a.granted[w] = true
	}
	return s, nil
}

// OpenSettings is counted.
func (a *Asker) OpenSettings(context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.visits++
	return nil
}

// Asked lists what the person was asked for, oldest first.
func (a *Asker) Asked() []permission.What {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]permission.What(nil), a.asked...)
}

// Visits is how often the settings were opened.
func (a *Asker) Visits() int { a.mu.Lock(); defer a.mu.Unlock(); return a.visits }
