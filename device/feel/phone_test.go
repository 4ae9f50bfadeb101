//go:build jvm && !android

package feel

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"dianqin/device/internal/standin"
)

func TestMain(m *testing.M) { standin.Main(m) }

// heard are the lines of what hand and ear get.
func heard(t *testing.T) (lines []string) {
	for _, line := range standin.Log(t) {
		if strings.HasPrefix(line, "vibrate") || strings.HasPrefix(line, "startTone") {
			lines = append(lines, line)
		}
	}
	return lines
}

func TestPhone_GivesEverySignDifferently(t *testing.T) {
	seen := map[string]Sign{}
	for _, s := range []Sign{Right, Wrong, Attention} {
		standin.Reset(t)
		newPhone().give(s, both)
		got := heard(t)
		if len(got) != 2 || !strings.HasSuffix(got[0], " -1") {
			t.Fatalf("%s: %q", s, got)
		}
		for _, line := range got {
			if other, taken := seen[line]; taken {
				t.Errorf("%s and %s are both %q", s, other, line)
			}
			seen[line] = s
		}
	}
}

func TestPhone_GivesByTheSensesWanted(t *testing.T) {
	standin.Reset(t)
	p := newPhone()
	p.give(Right, Choice{Vibration: true})
	p.give(Right, Choice{Sound: true})
	want := []string{"vibrate [0, 40] -1", "startTone 24 120"}
	if got := heard(t); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPhone_OneSenseThatFailsLeavesTheOther(t *testing.T) {
	standin.Reset(t)
	standin.Set(t, "missing.vibrator", "yes")
	newPhone().give(Wrong, both)
	if got := heard(t); !slices.Equal(got, []string{"startTone 21 900"}) {
		t.Errorf("without a vibrator: %q", got)
	}
	standin.Reset(t)
	standin.Set(t, "no tones", "yes")
	newPhone().give(Wrong, both)
	if got := heard(t); !slices.Equal(got, []string{"vibrate [0, 250, 100, 250] -1"}) {
		t.Errorf("without tones: %q", got)
	}
	standin.Reset(t)
	standin.Set(t, "no motor", "yes")
	newPhone().give(Right, Choice{Vibration: true})
	if got := heard(t); got != nil {
		t.Errorf("without a motor: %q", got)
	}
}

func TestPhone_MakesItsTonesOnceAndAnewWhereTheyWereLost(t *testing.T) {
	made := func() (n int) {
		for _, line := range standin.Log(t) {
			if strings.HasPrefix(line, "new ToneGenerator") {
				n++
			}
		}
		return n
	}
	standin.Reset(t)
	p := newPhone()
	p.give(Right, both)
	p.give(Wrong, both)
	if made() != 1 {
		t.Errorf("made %d times for two signs", made())
	}
	standin.Set(t, "tone lost", "yes")
	p.give(Right, both)
	standin.Set(t, "tone lost", "")
	p.give(Right, both)
	if log := standin.Log(t); made() != 2 || !slices.Contains(log, "release") {
		t.Errorf("made %d times after a loss: %q", made(), log)
	}
}

func TestPhone_SurvivesWhateverThrows(t *testing.T) {
	var p *phone
	calls := standin.FailEverywhere(t, "java.lang.RuntimeException", func() { p = newPhone() }, func(int) {
		p.give(Wrong, both)
		p.give(Right, both)
	})
	if calls < 8 {
		t.Errorf("only %d calls were tried", calls)
	}
}

func TestPhone_GiveWaitsForNobodyAndKeepsTheNewest(t *testing.T) {
	standin.Reset(t)
	synctest.Test(t, func(t *testing.T) {
		p := newPhone()
		hold := make(chan struct{})
		p.busy = true
		go p.work(func() { <-hold })
		for range 5 {
			p.Give(Right, both)
		}
		p.Give(Wrong, Choice{Vibration: true})
		close(hold)
		synctest.Wait()
	})
	if got := heard(t); !slices.Equal(got, []string{"vibrate [0, 250, 100, 250] -1"}) {
		t.Errorf("%q", got)
	}
}
