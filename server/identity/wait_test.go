package identity

import (
	"testing"
	"time"

	"dianqin/data/model"

	"pgregory.net/rapid"
)

func TestDelay_GrowsAndIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fails := rapid.IntRange(0, 1<<40).Draw(t, "fails")
		d, next := delay(fails), delay(fails+1)
		if d < 0 || d > longest || next < d {
			t.Fatalf("%v after %d, %v after one more", d, fails, next)
		}
	})
	if delay(freeTries-1) != 0 || delay(freeTries) != time.Second {
		t.Errorf("%v, %v", delay(freeTries-1), delay(freeTries))
	}
}

// However somebody who guesses spreads the tries, in a day few passwords are
// looked at.
func TestAttempts_FewPasswordsADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a attempts
		looked := 0
		for now := model.Millis(0); now < model.Millis((24 * time.Hour).Milliseconds()); {
			next, why := a.try(now)
			if why == nil {
				looked++
			} else if next != a {
				t.Fatal("a try that was not looked at made the wait longer")
			}
			a = next
			now += model.Millis(rapid.Int64Range(1000, 600_000).Draw(t, "pause"))
		}
		if most := freeTries + 11 + 24*4; looked > most {
			t.Fatalf("%d passwords looked at, at most %d", looked, most)
		}
	})
}

func TestGhosts_AreBounded(t *testing.T) {
	g := ghosts{seen: map[string]attempts{}}
	for i := range maxGhosts * 2 {
		_ = g.try(time.Duration(i).String(), 0)
	}
	if len(g.seen) > maxGhosts {
		t.Errorf("%d logins remembered", len(g.seen))
	}
}
