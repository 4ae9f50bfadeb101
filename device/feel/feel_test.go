package feel

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBell_WrongDiffersFromRight(t *testing.T) {
	var right, wrong strings.Builder
	Bell(&right).Right()
	Bell(&wrong).Wrong()
	if right.String() != "\a" || wrong.String() != "\a\a\a" {
		t.Fatalf("%q %q", right.String(), wrong.String())
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("gone") }

func TestBell_ThatCannotRingIsHarmless(t *testing.T) {
	for _, f := range []Feel{Bell(broken{}), Silent(), Default()} {
		if f == nil {
			t.Fatal("no feel at all")
		}
	}
	b := Bell(broken{})
	b.Right()
	b.Wrong()
	b.Attention()
}

func TestDefault_WritesNoBellIntoAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	forFile(f).Wrong()
	if data, _ := os.ReadFile(path); len(data) != 0 {
		t.Fatalf("%q", data)
	}
}
