package feel

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var both = Choice{Sound: true, Vibration: true}

func TestBell_WrongDiffersFromRight(t *testing.T) {
	for s, want := range map[Sign]string{Right: "\a", Wrong: "\a\a\a", Attention: "\a"} {
		var heard strings.Builder
		Bell(&heard).Give(s, both)
		if heard.String() != want {
			t.Errorf("%s: %q", s, heard.String())
		}
	}
}

func TestBell_WithoutSoundIsStill(t *testing.T) {
	var heard strings.Builder
	Bell(&heard).Give(Wrong, Choice{Vibration: true})
	if heard.Len() != 0 {
		t.Errorf("%q", heard.String())
	}
}

type given struct {
	sign   Sign
	choice Choice
}

// notes is an outlet that remembers.
type notes struct{ all []given }

func (n *notes) Give(s Sign, c Choice) { n.all = append(n.all, given{s, c}) }

func TestNew_AsksWhatIsWantedAtEverySign(t *testing.T) {
	out, now := &notes{}, both
	f := New(out, func() Choice { return now })
	f.Right()
	now = Choice{Vibration: true}
	f.Wrong()
	now = Choice{}
	f.Wrong()
	now = Choice{Sound: true}
	f.Attention()
	want := []given{{Right, both}, {Wrong, Choice{Vibration: true}}, {Attention, Choice{Sound: true}}}
	if !slices.Equal(out.all, want) {
		t.Errorf("given %v, want %v", out.all, want)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("gone") }

func TestBell_ThatCannotRingIsHarmless(t *testing.T) {
	for _, o := range []Outlet{Bell(broken{}), Silent(), Default()} {
		if o == nil {
			t.Fatal("no outlet at all")
		}
	}
	Bell(broken{}).Give(Wrong, both)
}

func TestForFile_WritesNoBellIntoAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	forFile(f).Give(Wrong, both)
	if data, _ := os.ReadFile(path); len(data) != 0 {
		t.Fatalf("%q", data)
	}
}
