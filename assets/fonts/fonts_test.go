package fonts

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
)

// TestFacesHoldTheSameCharacters guards against a rare character that falls
// back to another weight in one of the two faces.
func TestFacesHoldTheSameCharacters(t *testing.T) {
	r, b := parse(t, Regular()), parse(t, Bold())
	var buf sfnt.Buffer
	missing := 0
	for c := rune(0x20); c < 0x10000; c++ {
		x, errR := r.GlyphIndex(&buf, c)
		y, errB := b.GlyphIndex(&buf, c)
		if errR != nil || errB != nil {
			t.Fatalf("%U: %v, %v", c, errR, errB)
		}
		if (x == 0) != (y == 0) {
			missing++
			t.Logf("%c %U: regular %v, bold %v", c, c, x != 0, y != 0)
		}
	}
	if missing > 0 {
		t.Errorf("%d characters are in one face only", missing)
	}
}

func TestFacesHoldRareNamesAndTheSpace(t *testing.T) {
	for name, face := range map[string][]byte{"regular": Regular(), "bold": Bold()} {
		f := parse(t, face)
		var buf sfnt.Buffer
		for _, c := range "电勤封印镕喆囧浦东一站,。: \u00a0" {
			if c == ',' || c == ':' {
				continue // Latin punctuation belongs to the toolkit's face
			}
			if g, err := f.GlyphIndex(&buf, c); err != nil || g == 0 {
				t.Errorf("%s lacks %q", name, c)
			}
		}
	}
}

// TestSignsOfNumbersStayInTheLatinFace: a line takes its ascent from its first
// face, so a minus in the Chinese face would lift the number beside it.
func TestSignsOfNumbersStayInTheLatinFace(t *testing.T) {
	f := parse(t, Regular())
	var buf sfnt.Buffer
	for _, c := range "−≤≥…’–•0aA" {
		if g, _ := f.GlyphIndex(&buf, c); g != 0 {
			t.Errorf("%q is in the Chinese face", c)
		}
	}
}

func TestLicenceNamesTheFontLicence(t *testing.T) {
	if !strings.Contains(Licence(), "SIL OPEN FONT LICENSE\n\nVersion 1.1") {
		t.Error("the licence text of the fonts is not the OFL 1.1")
	}
}

func parse(t *testing.T, face []byte) *sfnt.Font {
	t.Helper()
	f, err := sfnt.Parse(face)
	if err != nil {
		t.Fatalf("parse the face: %v", err)
	}
	return f
}

// TestFaceHoldsTheListedCharacters: gbk.txt is what make.py cuts the faces from.
func TestFaceHoldsTheListedCharacters(t *testing.T) {
	list, err := os.ReadFile("gbk.txt")
	if err != nil {
		t.Fatal(err)
	}
	f := parse(t, Regular())
	var buf sfnt.Buffer
	held := 0
	for _, c := range string(list) {
		if g, err := f.GlyphIndex(&buf, c); err == nil && g != 0 {
			held++
		}
	}
	if held < 21_780 { // the source lacks a few of its own
		t.Errorf("only %d characters of the list", held)
	}
}
