package words

import (
	"strings"
	"testing"
)

func TestTFillsPlaceholders(t *testing.T) {
	if got := New(EN).T("common.copied", map[string]any{"text": "4471"}); got != "Copied 4471" {
		t.Errorf("got %q", got)
	}
	if got := New(ZH).T("common.copied", map[string]any{"text": "4471"}); got != "已复制 4471" {
		t.Errorf("got %q", got)
	}
}

func TestNPicksThePluralAndGroupsTheCount(t *testing.T) {
	en := New(EN)
	for n, want := range map[int]string{0: "0 rows", 1: "1 row", 2: "2 rows", 4182: "4,182 rows"} {
		if got := en.N("common.rows", n, nil); got != want {
			t.Errorf("%d: %q, wants %q", n, got, want)
		}
	}
	if got := New(ZH).N("common.rows", 1, nil); got != "1 条" {
		t.Errorf("zh: %q", got)
	}
}

func TestNDoesNotChangeTheCallersArguments(t *testing.T) {
	args := map[string]any{"x": 1}
	New(EN).N("common.rows", 3, args)
	if len(args) != 1 {
		t.Errorf("args became %v", args)
	}
}

func TestMissingKeyIsVisibleAndRemembered(t *testing.T) {
	w := New(EN)
	if got := w.T("nowhere.title", nil); got != "[[nowhere.title]]" {
		t.Errorf("got %q", got)
	}
	if got := w.Missing(); len(got) != 1 || got[0] != "nowhere.title" {
		t.Errorf("remembers %v", got)
	}
}

func TestMissingArgumentIsVisible(t *testing.T) {
	w := New(ZH)
	if got := w.T("common.copied", nil); got != "[[common.copied]]" {
		t.Errorf("got %q", got)
	}
	if len(w.Missing()) != 1 {
		t.Error("the key is not remembered")
	}
}

func TestHasAsksWithoutRemembering(t *testing.T) {
	w := New(EN)
	if !w.Has("common.copied") || !w.Has("common.rows") || w.Has("nowhere.title") {
		t.Error("Has is wrong about a key")
	}
	if len(w.Missing()) != 0 {
		t.Error("asking counted as missing")
	}
	if got := w.T("common.copied", map[string]any{"text": "x"}); !strings.HasSuffix(got, " x") {
		t.Errorf("after Has the template is not filled: %q", got)
	}
}

func TestUnknownLanguageIsChinese(t *testing.T) {
	if w := New("de"); w.Language() != ZH || w.T("common.cancel", nil) != "取消" {
		t.Error("an unknown language does not fall back to Chinese")
	}
}
