package scan

import (
	"strings"
	"unicode/utf8"
)

// clean makes valid UTF-8 of a decoder's text. Code 128 knows characters above
// 127 only as Latin-1 (FNC4, ISO/IEC 15417), and the decoder hands them on as
// bare bytes; Data Matrix does the same unless the code names another character
// set, so there only text that is no UTF-8 is taken as Latin-1.
func clean(f Format, text string) string {
	if ascii(text) || f != Code128 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		b.WriteRune(rune(text[i]))
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// fullASCII reads Code 39's pairs for the characters that it has no bars for
// ("+A" is "a", "/A" is "!"; ISO/IEC 16388 annex A). A text stays as it is
// when a shift character is not the start of such a pair or when the pair would
// be a control character: then it was most likely meant as it stands.
func fullASCII(text string) string {
	if !strings.ContainsAny(text, "$%+/") {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if !strings.ContainsRune("$%+/", rune(c)) {
			out = append(out, c)
			continue
		}
		if i++; i == len(text) {
			return text
		}
		d, ok := pair(c, text[i])
		if !ok {
			return text
		}
		out = append(out, d)
	}
	return string(out)
}

// pair is the printable character that a shift and a letter stand for.
func pair(shift, letter byte) (byte, bool) {
	within := func(lo, hi byte) bool { return letter >= lo && letter <= hi }
	switch {
	case shift == '+' && within('A', 'Z'):
		return letter + 'a' - 'A', true
	case shift == '/' && within('A', 'O'):
		return letter - 'A' + '!', true
	case shift == '/' && letter == 'Z':
		return ':', true
	case shift == '%' && within('F', 'J'):
		return letter - 'F' + ';', true
	case shift == '%' && within('K', 'O'):
		return letter - 'K' + '[', true
	case shift == '%' && within('P', 'S'):
		return letter - 'P' + '{', true
	case shift == '%' && letter == 'V':
		return '@', true
	case shift == '%' && letter == 'W':
		return '`', true
	}
	return 0, false
}
