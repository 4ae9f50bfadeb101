package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dianqin/app/settings"
	"dianqin/device/sim"
)

// kept is settings in memory.
type kept map[string]string

func (k kept) Setting(key string) (string, bool, error) { v, ok := k[key]; return v, ok, nil }
func (k kept) SetSetting(key, value string) error       { k[key] = value; return nil }

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

func TestSignsAreGivenWhereThePersonWantsThem(t *testing.T) {
	felt := &sim.Feel{}
	s, err := settings.Open(kept{})
	if err != nil {
		t.Fatal(err)
	}
	signs{felt, s}.Wrong()
	v := s.Values()
	v.Sound, v.Vibration = false, false
	if err := s.Set(v); err != nil {
		t.Fatal(err)
	}
	signs{felt, s}.Wrong()
	if n := len(felt.Signs()); n != 1 {
		t.Errorf("%d signs, wanted one", n)
	}
}
