// Package show turns the model's codes into what people read: verdicts, errors,
// places, names of states. Every screen says the same thing in the same words.
package show

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"dianqin/assets/words"
	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/screens/ui"
)

var (
	meterPlace = regexp.MustCompile(`^m(\d+)\.(.+)$`)
	longNumber = regexp.MustCompile(`^\d{15,}$`) // a seal's
)

// Place names a place of a box ("m1.cover.left" is 1 号表 表盖左).
func Place(w *words.Words, code string) string {
	if m := meterPlace.FindStringSubmatch(code); m != nil {
		return w.T("place.meter", map[string]any{"n": m[1]}) + " " + word(w, "place.", m[2])
	}
	return word(w, "place.", code)
}

// word looks a code up in a family of words; a code of a newer server is shown
// as it is.
func word(w *words.Words, family, code string) string {
	switch {
	case code == "":
		return w.T("place.unknown", nil)
	case w.Has(family + code):
		return w.T(family+code, nil)
	}
	return code
}

// Kind names a kind of task.
func Kind(w *words.Words, k work.Kind) string { return word(w, "taskkind.", string(k)) }

// Condition names a condition.
func Condition(w *words.Words, c seal.Condition) string { return word(w, "condition.", string(c)) }

// Custody names a state of custody.
func Custody(w *words.Words, c seal.Custody) string { return word(w, "custody.", string(c)) }

// What names an event of a seal's life.
func What(w *words.Words, e seal.What) string { return word(w, "what.", string(e)) }

// CaseKind names what a case is about.
func CaseKind(w *words.Words, kind string) string { return word(w, "casekind.", kind) }

// CaseState names where a case stands.
func CaseState(w *words.Words, state string) string { return word(w, "casestate.", state) }

// Number shows a number that the server may not have given yet.
func Number(w *words.Words, number string) string {
	if number == "" {
		return w.T("number.provisional", nil)
	}
	return number
}

// Tone is the look of a verdict.
func Tone(t seal.Tone) ui.Tone {
	switch t {
	case seal.Right:
		return ui.ToneRight
	case seal.Wrong:
		return ui.ToneWrong
	case seal.Look:
		return ui.ToneLook
	}
	return ui.ToneUnknown
}

// Names says how an id of a box, a station or a person is called; "" where it is
// not known here.
type Names func(kind model.Kind, id string) string

// Verdict says in words what a scan means: a title, and why.
func Verdict(w *words.Words, v seal.Verdict, names Names) (title, detail string) {
	args := map[string]any{"place": w.T("place.unknown", nil)}
	for k, raw := range v.Reason.Args {
		text, _ := raw.(string)
		switch k {
		case "place":
			args[k] = Place(w, text)
		case "custody":
			args[k] = word(w, "custody.", text)
		case "target":
			args[k] = word(w, "target.", text)
		case "box":
			args[k] = named(w, names, model.KindBox, text)
		case "station":
			args[k] = named(w, names, model.KindStation, text)
		default:
			args[k] = raw
		}
	}
	key := "verdict." + v.Reason.Code
	if !w.Has(key) {
		return v.Reason.Code, ""
	}
	return w.T(key, nil), w.T(key+".detail", args)
}

func named(w *words.Words, names Names, kind model.Kind, id string) string {
	if names != nil {
		if n := names(kind, id); n != "" {
			return n
		}
	}
	return w.T("place.unknown", nil)
}

// Sentence says what an error of the model says, in one line.
func Sentence(w *words.Words, e *model.Error) string {
	args := map[string]any{"place": w.T("place.unknown", nil)}
	for k, v := range e.Args {
		args[k] = v
		if text, ok := v.(string); ok && k == "place" {
			args[k] = Place(w, text)
		} else if key := "conflict.field." + text; ok && k == "field" && w.Has(key) {
			args[k] = w.T(key, nil)
		}
	}
	if n, ok := e.Args["number"].(string); ok {
		if args["number"] = n; longNumber.MatchString(n) { // a line has no room for what nobody compares
			args["number"] = ui.GroupDigits(n[len(n)-8:])
		}
		if e.Args["place"] == "" {
			args["place"] = args["number"]
		}
	}
	if key := "errors." + e.Code; w.Has(key) {
		return w.T(key, args)
	}
	return w.T("errors.internal", nil) + " (" + e.Code + ")"
}

// Error says what happened, what was kept and what to do. kept says whether what
// the person did is on the phone all the same.
func Error(w *words.Words, err error, kept bool) ui.Problem {
	var e *model.Error
	if !errors.As(err, &e) {
		e = model.Fail("internal")
	}
	p := ui.Problem{Happened: Sentence(w, e)}
	if kept {
		p.Kept = w.T("common.kept", nil)
	}
	if key := "errors." + e.Code + ".do"; w.Has(key) {
		p.Todo = w.T(key, nil)
	}
	return p
}

// Code is an error's code, "internal" where it has none.
func Code(err error) string {
	var e *model.Error
	if !errors.As(err, &e) {
		return "internal"
	}
	return e.Code
}

// Line is an error in one line, for a toast: what happened, and what to do.
func Line(w *words.Words, err error) string {
	p := Error(w, err, false)
	if p.Todo == "" {
		return p.Happened
	}
	return p.Happened + " · " + p.Todo
}

// When shows a moment near now.
func When(w *words.Words, m model.Millis, now time.Time) string {
	if m == 0 {
		return w.T("common.never", nil)
	}
	return strings.TrimSpace(w.Stamp(m.Time(), now))
}
