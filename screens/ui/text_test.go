package ui

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

// themed starts a test app in the light theme.
func themed(t testing.TB) fyne.App {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(NewTheme(Light, 1))
	return app
}

func TestBrokenLinesFitAndLoseNothing(t *testing.T) {
	themed(t)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(strings.Fields(rapid.StringMatching(`[a-z,.国电封印。,0-9 ]{0,60}`).Draw(t, "s")), " ")
		width := float32(rapid.IntRange(40, 300).Draw(t, "width"))
		lines := breakLines(s, width, 100, Body)
		for _, l := range lines {
			if w := Body.Measure(l).Width; w > width+0.5 && utf8.RuneCountInString(l) > 1 {
				t.Fatalf("%q is %.0f wide of %.0f", l, w, width)
			}
		}
		squeezed := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if squeezed(strings.Join(lines, "")) != squeezed(s) {
			t.Fatalf("%q became %q", s, lines)
		}
	})
}

func TestLastLineEndsInAnEllipsis(t *testing.T) {
	themed(t)
	lines := breakLines("张江路 88 弄 5 号 102 室楼道左侧的计量箱", 120, 2, Body)
	if len(lines) != 2 || !strings.HasSuffix(lines[1], "…") || strings.HasSuffix(lines[0], "…") {
		t.Errorf("got %q", lines)
	}
}

func TestClosingPunctuationDoesNotBeginALine(t *testing.T) {
	themed(t)
	for width := float32(40); width < 200; width += 3 {
		for _, l := range breakLines("已存手机。联网后、自动上传。王建国(居民)张江路", width, 100, Body) {
			if strings.ContainsAny(l[:1], ",)") || strings.HasPrefix(l, "。") || strings.HasPrefix(l, "、") {
				t.Errorf("at %.0f a line begins with %q", width, l)
			}
		}
	}
}

func TestWrapTakesTheLinesItNeedsInAColumn(t *testing.T) {
	themed(t)
	long := NewText(strings.Repeat("联网后自动上传", 10), Body, ColInk).Wrap()
	below := NewText("below", Body, ColInk)
	w := test.NewTempWindow(t, Scroll(Col(0, long, below)))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, 600))
	want := Body.Measure("国").Height * float32(LinesFor(long.s, Body, 300))
	if got := long.Size().Height; got != want {
		t.Errorf("the text is %.0f high, wants %.0f", got, want)
	}
	if below.Position().Y < want {
		t.Errorf("what follows stands at %.0f, in the text of %.0f", below.Position().Y, want)
	}
	w.Resize(fyne.NewSize(200, 600))
	if narrower := long.Size().Height; narrower <= want {
		t.Errorf("narrower and no higher: %.0f", narrower)
	}
}

func TestShortenedNoticesOnlyWhatNobodyAllowed(t *testing.T) {
	themed(t)
	for _, c := range []struct {
		text *Text
		want bool
	}{
		{NewText("a long line of text", Body, ColInk), true},
		{NewText("a long line of text", Body, ColInk).Clip(), false},
		{NewText("a", Body, ColInk), false},
	} {
		c.text.Resize(fyne.NewSize(40, 22))
		if got := c.text.Shortened(); got != c.want {
			t.Errorf("%q: %v", c.text, got)
		}
	}
}
