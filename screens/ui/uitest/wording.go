package uitest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dianqin/assets/words"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// stubLeast is how many characters an ellipsis must leave to be worth reading.
const stubLeast = 4

// stub reports a text of which the ellipsis leaves next to nothing.
func stub(n node) []string {
	t, ok := n.object.(*ui.Text)
	if !ok || n.seen.empty() || !t.Visible() {
		return nil
	}
	shown := ""
	for _, o := range test.WidgetRenderer(t).Objects() {
		if line, ok := o.(*canvas.Text); ok && !line.Hidden {
			shown += line.Text
		}
	}
	if !strings.HasSuffix(shown, "…") || shown == t.String() || strings.HasSuffix(t.String(), shown) {
		return nil
	}
	if len([]rune(shown))-1 >= stubLeast {
		return nil
	}
	return []string{fmt.Sprintf("of %q only %q is left", t.String(), shown)}
}

// foreign reports words of the other language that are no data: Chinese
// characters on an English screen, English words on a Chinese one. isData tells
// whether a word stands in the records.
func foreign(all []node, l words.Language, isData func(string) bool) []string {
	var out []string
	for _, n := range all {
		text, ok := n.text()
		if !ok {
			continue
		}
		for _, w := range strangeWords(text, l) {
			if !isData(w) {
				out = append(out, fmt.Sprintf("%q is not translated: %q", w, text))
			}
		}
	}
	return out
}

// strangeWords are the runs of the other language's letters in a text. English
// words count from three letters on with a small one among them: kWh, GPS and a
// model's number are names.
func strangeWords(text string, l words.Language) []string {
	strange := func(r rune) bool { return unicode.Is(unicode.Han, r) }
	if l == words.ZH {
		strange = func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) }
	}
	var out []string
	for _, w := range strings.FieldsFunc(address().ReplaceAllString(text, " "), func(r rune) bool { return !strange(r) }) {
		if isName(w) || l == words.ZH && (len(w) < 3 || strings.ToUpper(w) == w) {
			continue
		}
		out = append(out, w)
	}
	return out
}

// address finds addresses of servers, which no language translates.
func address() *regexp.Regexp { return regexp.MustCompile(`https?://\S+`) }

// isName knows what both languages write the same: what the languages call
// themselves, keys of the keyboard, units.
func isName(w string) bool {
	return slices.Contains([]string{"English", "中文", "Enter", "Esc", "kWh", "kVA", "kvar"}, w)
}
