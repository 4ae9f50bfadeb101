package policy

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// stateGrid is the layout of Q/GDW 1205-2013.
var stateGrid = Layout{Code: "sgcc", Targets: map[string]string{"31": TargetSeal, "01": TargetMeter}, Segments: []Segment{
	{"unit", 5, true}, {"type", 2, true}, {"serial", 14, true}, {"check", 1, true}}, Formats: []string{"CODE_128", "QR_CODE"}}

func TestRead_CutsTheTwentyTwoDigitsOfStateGrid(t *testing.T) {
	s := setOf(t, row("a", SubjectLayout, 0, 0, stateGrid))
	r := s.Read(" 4140131123456789012347\n", "CODE_128", 1)
	if r.Target != TargetSeal || r.Layout != "sgcc" || r.Number != "4140131123456789012347" {
		t.Fatalf("%+v", r)
	}
	for name, want := range map[string]string{"unit": "41401", "type": "31", "serial": "12345678901234", "check": "7"} {
		if r.Parts[name] != want {
			t.Errorf("%s: %q, want %q", name, r.Parts[name], want)
		}
	}
}

func TestRead_TellsTargetsByTypeAndFormat(t *testing.T) {
	s := setOf(t, row("a", SubjectLayout, 5, 0, stateGrid))
	for _, c := range []struct {
		name, text, format, target, layout string
	}{
		{"Meter", "4140101123456789012347", "CODE_128", TargetMeter, "sgcc"},
		{"TypeOfNoTarget", "4140199123456789012347", "CODE_128", TargetOther, "sgcc"},
		{"TypedByHand", "4140131123456789012347", "", TargetSeal, "sgcc"},
		{"WrongFormat", "4140131123456789012347", "EAN_13", TargetOther, ""},
		{"OneDigitShort", "414013112345678901234", "CODE_128", TargetOther, ""},
		{"OneDigitLong", "41401311234567890123477", "CODE_128", TargetOther, ""},
		{"ALetter", "41401311234567890123A7", "CODE_128", TargetOther, ""},
		{"WideDigits", "４140131123456789012347", "CODE_128", TargetOther, ""},
		{"Nothing", "", "CODE_128", TargetOther, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if r := s.Read(c.text, c.format, 9); r.Target != c.target || r.Layout != c.layout || r.Number != c.text {
				t.Fatalf("%+v", r)
			}
		})
	}
	if r := s.Read("4140131123456789012347", "CODE_128", 4); r.Target != TargetOther {
		t.Errorf("a layout reads before its day: %+v", r)
	}
}

func TestRead_TheCheckDigitNeverRejectsAndPartsMakeTheWhole(t *testing.T) {
	s := setOf(t, row("a", SubjectLayout, 0, 0, stateGrid))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{5}31[0-9]{15}`).Draw(t, "text")
		r := s.Read(text, "QR_CODE", 1)
		if r.Target != TargetSeal {
			t.Fatalf("%+v", r)
		}
		if p := r.Parts; p["unit"]+p["type"]+p["serial"]+p["check"] != text {
			t.Fatalf("%v of %s", p, text)
		}
	})
}

func TestRead_FreePatternTakesEveryTextWithItsPrefix(t *testing.T) {
	s := setOf(t,
		row("a", SubjectLayout, 9, 0, Layout{Code: "join", Prefix: "dianqin:", Target: TargetEnrolment}),
		row("b", SubjectLayout, 1, 0, Layout{Code: "any", Target: TargetSeal}))
	for text, want := range map[string]string{
		"dianqin:a/b?c": TargetEnrolment, "dianqin:": TargetSeal, "S-77": TargetSeal, "": TargetOther, "  ": TargetOther,
	} {
		if r := s.Read(text, "QR_CODE", 10); r.Target != want {
			t.Errorf("%q: %s, want %s", text, r.Target, want)
		}
	}
}

func TestRead_PrefixStandsBeforeTheSegments(t *testing.T) {
	s := setOf(t, row("a", SubjectLayout, 0, 0, Layout{Code: "box", Prefix: "BX", Target: TargetBox, Segments: []Segment{{"serial", 4, true}}}))
	if r := s.Read("BX0042", "CODE_39", 1); r.Target != TargetBox || r.Parts["serial"] != "0042" || r.Number != "BX0042" {
		t.Errorf("%+v", r)
	}
	if r := s.Read("0042", "CODE_39", 1); r.Target != TargetOther {
		t.Errorf("without its prefix: %+v", r)
	}
}

func TestRead_AnyTextGivesATargetAndKeepsTheNumber(t *testing.T) {
	s := setOf(t, row("a", SubjectLayout, 0, 0, stateGrid),
		row("b", SubjectLayout, 0, 0, Layout{Code: "free", Prefix: "S", Target: TargetSeal, Segments: []Segment{{"free", 3, false}}}))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`S?[0-9]{0,24}`)).Draw(t, "text")
		r := s.Read(text, rapid.SampledFrom([]string{"", "CODE_128", "EAN_8"}).Draw(t, "format"), 1)
		if r.Target == "" || r.Number != strings.TrimSpace(text) || (r.Target == TargetSeal && r.Layout == "") {
			t.Fatalf("%+v", r)
		}
	})
}
