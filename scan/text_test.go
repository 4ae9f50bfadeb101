package scan

import "testing"

func TestCleanTakesBareBytesAsLatin1(t *testing.T) {
	for _, c := range []struct {
		format     Format
		text, want string
	}{
		{Code128, "SEAL 1", "SEAL 1"},
		{Code128, "caf\xe9", "café"},
		{Code128, "\xc3\xa9", "Ã©"}, // Code 128 has no UTF-8, whatever it looks like
		{QRCode, "封印", "封印"},
		{QRCode, "caf\xe9", "café"},
		{DataMatrix, "é", "é"},
		{DataMatrix, "\xff", "ÿ"},
	} {
		if got := clean(c.format, c.text); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.format, c.text, got, c.want)
		}
	}
}

func TestFullASCIIReadsPairsAndLeavesAllElse(t *testing.T) {
	for text, want := range map[string]string{
		"PLAIN-1. ":  "PLAIN-1. ",
		"12+A+B":     "12ab",
		"E+X+T/A/J":  "Ext!*",
		"%V%F%K%P%W": "@;[{`",
		"/Z%J%O%S":   ":?_~",
		"A+1":        "A+1",
		"A+":         "A+",
		"$A":         "$A", // a control character
		"%A%T":       "%A%T",
		"+A/1":       "+A/1", // not half of it
		"10%":        "10%",
	} {
		if got := fullASCII(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestScanReadsLatin1AndLowerCase(t *testing.T) {
	for _, c := range []struct {
		format     Format
		text, want string
	}{
		{Code39, "+S+E+A+L 1", "seal 1"},
		{DataMatrix, "caf\u00e9", "café"},
		{QRCode, "计量箱 0042", "计量箱 0042"},
	} {
		m := encode(t, c.format, c.text)
		p := newPicture(m.w*6+60, m.w*6+60)
		p.paint(m, place{float64(p.w) / 2, float64(p.h) / 2, 6, 90, 0})
		wantOnly(t, New(Options{}).Scan(p.frame()), c.format, c.want)
	}
}
