package schema

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// How texts are cut for the search tables. FTS5's own tokenizer takes a run of
// Chinese for one word. Here each character starts a token of two (建国 of 王建国
// gives 王建, 建国, 国): one character is found as a prefix, two as a token and
// more as a phrase, each by one look into the index. Other scripts stay words.

// run is a stretch of a text: Chinese or one word of another script.
type run struct {
	text string
	han  bool
}

// runs cuts a text into Chinese and words, lower case.
func runs(text string) []run {
	var out []run
	start, kind := 0, 0 // 0 nothing, 1 Chinese, 2 word
	text = strings.ToLower(text)
	for i, r := range text + " " {
		now := 0
		switch {
		case unicode.Is(unicode.Han, r):
			now = 1
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
			now = 2
		}
		if now == kind {
			continue
		}
		if kind != 0 {
			out = append(out, run{text[start:i], kind == 1})
		}
		start, kind = i, now
	}
	return out
}

// pairs are the tokens of a run of Chinese.
func pairs(han string, last bool) []string {
	r := []rune(han)
	var out []string
	for i := range r {
		switch {
		case i+1 < len(r):
			out = append(out, string(r[i:i+2]))
		case last || len(r) == 1:
			out = append(out, string(r[i:]))
		}
	}
	return out
}

// IndexWords returns the tokens of a text for the index, with the initials of
// its Chinese: of a whole run, and of a short one (a name) from each character on.
func IndexWords(text string) string {
	var out []string
	for _, r := range runs(text) {
		if !r.han {
			out = append(out, r.text)
			continue
		}
		out = append(out, pairs(r.text, true)...)
	}
	for _, r := range runs(text) {
		if r.han {
			out = append(out, initials(r.text)...)
		}
	}
	return strings.Join(out, " ")
}

// initials returns the pinyin initials of a run of Chinese ("wjg" of 王建国), with
// each reading of its first character, and of a name also those of its tails.
func initials(han string) []string {
	const longName = 4
	r := []rune(han)
	letters := make([]byte, len(r))
	for i := range r {
		letters[i] = readings(r[i])[0]
	}
	var out []string
	for i := range r {
		if i > 0 && len(r) > longName {
			break
		}
		for _, first := range readings(r[i]) {
			out = append(out, string(first)+string(letters[i+1:]))
		}
	}
	return out
}

// readings returns the distinct first letters of a character's readings, the
// most usual first; "x" where it has none that is known.
func readings(r rune) []byte {
	var out []byte
	for reading := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		first, _ := utf8.DecodeRuneInString(reading)
		letter := plain(first)
		if letter != 0 && !strings.ContainsRune(string(out), rune(letter)) {
			out = append(out, letter)
		}
	}
	if len(out) == 0 {
		return []byte{'x'}
	}
	return out
}

// plain takes the tone off a letter.
func plain(r rune) byte {
	switch r {
	case 'ā', 'á', 'ǎ', 'à':
		return 'a'
	case 'ē', 'é', 'ě', 'è', 'ế', 'ề':
		return 'e'
	case 'ō', 'ó', 'ǒ', 'ò':
		return 'o'
	case 'ḿ':
		return 'm'
	case 'ń', 'ň', 'ǹ':
		return 'n'
	}
	if r >= 'a' && r <= 'z' {
		return byte(r)
	}
	return 0
}

// Match returns what a term is in the language of FTS5: every run of it, each as
// a phrase whose last token may go on; "" where nothing can be looked for.
func Match(term string) string {
	var out []string
	for _, r := range runs(term) {
		tokens := []string{r.text}
		if r.han {
			tokens = pairs(r.text, false)
		}
		out = append(out, `"`+strings.Join(tokens, " ")+`" *`)
	}
	return strings.Join(out, " AND ")
}

// Fits says whether a term would be found in a text: the plain twin of the index,
// for records that are in none.
func Fits(text, term string) bool {
	wanted, have := runs(term), runs(text)
	for _, w := range wanted {
		if !slices.ContainsFunc(have, func(h run) bool { return w.in(h) }) {
			return false
		}
	}
	return len(wanted) > 0
}

// in says whether a run of a term is found in a run of a text.
func (w run) in(h run) bool {
	switch {
	case w.han:
		return h.han && strings.Contains(h.text, w.text)
	case h.han:
		return slices.ContainsFunc(initials(h.text), func(i string) bool { return strings.HasPrefix(i, w.text) })
	}
	return strings.HasPrefix(h.text, w.text)
}
