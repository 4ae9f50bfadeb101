package lock

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dianqin/data/model"
)

type memory map[string]string

func (m memory) Setting(key string) (string, bool, error) { v, ok := m[key]; return v, ok, nil }
func (m memory) SetSetting(key, value string) error       { m[key] = value; return nil }

// hand is a lock with a clock that is turned by hand.
type hand struct {
	*Lock
	at   time.Time
	keep memory
}

func locked(t *testing.T) *hand {
	t.Helper()
	h := &hand{at: time.Date(2026, 3, 18, 2, 35, 0, 0, time.UTC), keep: memory{}}
	h.open(t)
	return h
}

func (h *hand) open(t *testing.T) {
	t.Helper()
	l, err := Open(h.keep, func() time.Time { return h.at })
	if err != nil {
		t.Fatal(err)
	}
	h.Lock = l
}

func code(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func TestADeviceWithANumberBeginsLocked(t *testing.T) {
	h := locked(t)
	if h.On() || h.Locked() {
		t.Fatal("a new device is locked")
	}
	if err := h.Set("2580"); err != nil || h.Locked() {
		t.Fatalf("%v, locked %v", err, h.Locked())
	}
	if strings.Contains(h.keep["lock"], "2580") {
		t.Error("the number itself is written down")
	}
	h.open(t)
	if !h.Locked() {
		t.Fatal("not locked after a restart")
	}
	if c := code(h.Unlock("2581")); c != "lock.wrong" || !h.Locked() {
		t.Errorf("%s, locked %v", c, h.Locked())
	}
	if err := h.Unlock("2580"); err != nil || h.Locked() {
		t.Errorf("%v, locked %v", err, h.Locked())
	}
}

func TestWrongTriesWaitAndARestartDoesNotHelp(t *testing.T) {
	h := locked(t)
	_ = h.Set("2580")
	h.open(t)
	for range freeTries {
		if c := code(h.Unlock("1111")); c != "lock.wrong" {
			t.Fatal(c)
		}
	}
	h.open(t)
	if c := code(h.Unlock("2580")); c != "lock.wait" {
		t.Fatalf("the right number within the wait: %q", c)
	}
	h.at = h.at.Add(firstWait)
	if c := code(h.Unlock("1111")); c != "lock.wrong" {
		t.Fatal(c)
	}
	h.at = h.at.Add(firstWait)
	if c := code(h.Unlock("2580")); c != "lock.wait" {
		t.Errorf("the second wait is not longer: %q", c)
	}
	h.at = h.at.Add(longest)
	if err := h.Unlock("2580"); err != nil {
		t.Error(err)
	}
}

func TestALongAbsenceLocksAndAShortOneDoesNot(t *testing.T) {
	h := locked(t)
	_ = h.Set("2580")
	told := 0
	h.Changed.On(func(on bool) {
		if on {
			told++
		}
	})
	away := func(d time.Duration) { h.Leave(); h.at = h.at.Add(d); h.Return() }
	if away(Grace); h.Locked() {
		t.Error("locked after a call")
	}
	if away(Grace + time.Second); !h.Locked() || told != 1 {
		t.Errorf("locked %v, told %d times", h.Locked(), told)
	}
	_ = h.Remove()
	if away(time.Hour); h.Locked() || h.On() {
		t.Error("locked without a number")
	}
}

func TestANumberHasFourToEightDigits(t *testing.T) {
	h := locked(t)
	for _, n := range []string{"", "123", "123456789", "12a4", "１２３４"} {
		if c := code(h.Set(n)); c != "lock.digits" {
			t.Errorf("%q: %q", n, c)
		}
	}
}
