package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dianqin/device/feel"
	"dianqin/device/sim"
)

func TestTheEndOfTheLogIsShownAndNoneWhereThereIsNone(t *testing.T) {
	a := &App{dir: t.TempDir()}
	if lines, err := a.LogTail(3); err != nil || lines != nil {
		t.Errorf("%q, %v", lines, err)
	}
	text := strings.Repeat("a line of the log that is long enough to fill it\n", 10_000) + "the last but one\nthe last\n"
	if err := os.WriteFile(filepath.Join(a.dir, logFile), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	lines, err := a.LogTail(2)
	if err != nil || len(lines) != 2 || lines[1] != "the last" {
		t.Errorf("%q, %v", lines, err)
	}
}

func TestSignsAreGivenByTheSensesThePersonWants(t *testing.T) {
	felt := &sim.Feel{}
	a, err := Open(Options{Dir: t.TempDir(), Feel: felt})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, want := range []feel.Choice{{Sound: true, Vibration: true}, {Vibration: true}, {}} {
		v := a.Settings.Values()
		v.Sound, v.Vibration = want.Sound, want.Vibration
		if err := a.Settings.Set(v); err != nil {
			t.Fatal(err)
		}
		a.Feel.Wrong()
	}
	if got := felt.Choices(); len(got) != 2 || got[0] != (feel.Choice{Sound: true, Vibration: true}) || got[1] != (feel.Choice{Vibration: true}) {
		t.Errorf("given by %+v", got)
	}
}

func TestVersion_IsWhatThePackageWasStampedWith(t *testing.T) {
	defer func(before string) { stamp = before }(stamp)
	stamp = "1.2.3-0123456789+"
	if Version() != stamp || ShortVersion() != "1.2.3" {
		t.Errorf("%q, in short %q", Version(), ShortVersion())
	}
	stamp = ""
	if Version() == "" || ShortVersion() == "" {
		t.Error("without a stamp it has no name at all")
	}
}
