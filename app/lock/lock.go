// Package lock keeps a device that was put down from whoever picks it up: a number
// that only its person knows, asked for at the start and after a while away. It is
// no encryption: the data folder belongs to the system's own protection.
//
//	off -- Set --> open -- start, or away for Grace --> locked -- Unlock --> open
package lock

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"dianqin/app/signal"
	"dianqin/data/model"
)

// Grace is how long the app may be left without being locked: a call, a look at the map.
const Grace = 2 * time.Minute

// The length of a number.
const (
	Least = 4
	Most  = 8
)

const (
	rounds    = 120_000
	freeTries = 5
	firstWait = 30 * time.Second
	longest   = 15 * time.Minute
)

// Keep is where it is kept.
type Keep interface {
	Setting(key string) (string, bool, error)
	SetSetting(key, value string) error
}

// kept is what is written: never the number itself. Wrong tries outlive a restart.
type kept struct {
	Salt  []byte    `json:"salt,omitempty"`
	Hash  []byte    `json:"hash,omitempty"`
	Wrong int       `json:"wrong,omitempty"`
	Until time.Time `json:"until,omitzero"` // no try counts before
}

// Lock is the lock of a device.
type Lock struct {
	Changed signal.Signal[bool] // locked or not

	keep Keep
	now  func() time.Time

	mu     sync.Mutex
	kept   kept
	locked bool
	left   time.Time // when the app was left; zero while it is used
}

// Open reads the lock; where a number is set, the device begins locked.
func Open(keep Keep, now func() time.Time) (*Lock, error) {
	l := &Lock{keep: keep, now: now}
	text, ok, err := keep.Setting("lock")
	if err != nil {
		return nil, fmt.Errorf("read the lock: %w", err)
	}
	if ok && text != "" {
		if err := json.Unmarshal([]byte(text), &l.kept); err != nil {
			return nil, fmt.Errorf("read the lock: %w", err)
		}
	}
	l.locked = l.on()
	return l, nil
}

func (l *Lock) on() bool { return len(l.kept.Hash) > 0 }

// On says whether a number is set.
func (l *Lock) On() bool { l.mu.Lock(); defer l.mu.Unlock(); return l.on() }

// Locked says whether the number must be told now.
func (l *Lock) Locked() bool { l.mu.Lock(); defer l.mu.Unlock(); return l.locked }

// Set sets a number of 4 to 8 digits. Where one is set already, Unlock with it first.
func (l *Lock) Set(number string) error {
	if bad := check(number); bad != nil {
		return bad
	}
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return fmt.Errorf("set the lock: %w", err)
	}
	hash, err := digest(number, salt)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.write(kept{Salt: salt, Hash: hash})
}

// Remove takes the number away: the device is never locked again.
func (l *Lock) Remove() error {
	l.mu.Lock()
	err := l.write(kept{})
	if err == nil {
		l.locked = false
	}
	l.mu.Unlock()
	l.Changed.Send(false)
	return err
}

// Unlock opens the device, or says what is wrong: lock.wrong, lock.wait.
func (l *Lock) Unlock(number string) error {
	err := l.try(number)
	if err == nil {
		l.Changed.Send(false)
	}
	return err
}

func (l *Lock) try(number string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if wait := l.kept.Until.Sub(l.now()); wait > 0 {
		return model.Fail("lock.wait", "seconds", int(wait.Seconds())+1)
	}
	hash, err := digest(number, l.kept.Salt)
	if err != nil {
		return err
	}
	next := l.kept
	if subtle.ConstantTimeCompare(hash, l.kept.Hash) == 1 {
		next.Wrong, next.Until = 0, time.Time{}
		l.locked, l.left = false, time.Time{}
		return l.write(next)
	}
	next.Wrong++
	if over := next.Wrong - freeTries; over >= 0 {
		next.Until = l.now().Add(min(firstWait<<min(over, 10), longest))
	}
	if err := l.write(next); err != nil {
		return err
	}
	return model.Fail("lock.wrong")
}

// Pass opens the device for who must sign in with the password anyway.
func (l *Lock) Pass() { l.mu.Lock(); defer l.mu.Unlock(); l.locked = false }

// Close locks the device at once, where a number is set.
func (l *Lock) Close() {
	l.mu.Lock()
	turned := l.on() && !l.locked
	l.locked = l.locked || turned
	l.mu.Unlock()
	if turned {
		l.Changed.Send(true)
	}
}

// Leave notes that the app is left.
func (l *Lock) Leave() { l.mu.Lock(); defer l.mu.Unlock(); l.left = l.now() }

// Return locks the device where the app was left for longer than Grace.
func (l *Lock) Return() {
	l.mu.Lock()
	away := !l.left.IsZero() && l.now().Sub(l.left) > Grace
	l.left = time.Time{}
	turned := away && l.on() && !l.locked
	l.locked = l.locked || turned
	l.mu.Unlock()
	if turned {
		l.Changed.Send(true)
	}
}

func (l *Lock) write(k kept) error {
	text, err := json.Marshal(k)
	if err == nil {
		err = l.keep.SetSetting("lock", string(text))
	}
	if err != nil {
		return fmt.Errorf("keep the lock: %w", err)
	}
	l.kept = k
	return nil
}

func check(number string) *model.Error {
	digits := 0
	for _, r := range number {
		if r < '0' || r > '9' {
			return model.Fail("lock.digits", "least", Least, "most", Most).At("/number")
		}
		digits++
	}
	if digits < Least || digits > Most {
		return model.Fail("lock.digits", "least", Least, "most", Most).At("/number")
	}
	return nil
}

func digest(number string, salt []byte) ([]byte, error) {
	hash, err := pbkdf2.Key(sha256.New, number, salt, rounds, 32)
	if err != nil {
		return nil, fmt.Errorf("work out the lock: %w", err)
	}
	return hash, nil
}
