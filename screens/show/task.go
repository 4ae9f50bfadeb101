package show

import (
	"time"
	"unicode"
	"unicode/utf8"

	"dianqin/assets/words"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/screens/ui"
)

// KindIcon is the drawing of a kind of task.
func KindIcon(k work.Kind) ui.Glyph {
	switch k {
	case work.SealCheck:
		return ui.IcSeal
	case work.Survey:
		return ui.IcReport
	case work.Disconnection:
		return ui.IcBoltOff
	case work.Reconnection:
		return ui.IcBolt
	}
	return ui.IcSheet
}

// TaskState is the badge of a task.
func TaskState(w *words.Words, s work.State) ui.State {
	st := ui.State{Word: w.T("common.state."+string(s), nil), Icon: ui.IcClock, Tone: ui.ToneCalm}
	switch s {
	case work.Started:
		st.Icon, st.Tone = ui.IcPen, ui.TonePrimary
	case work.Done:
		st.Icon, st.Tone = ui.IcCheck, ui.ToneRight
	case work.Returned:
		st.Icon, st.Tone = ui.IcAlert, ui.ToneLook
	case work.Cancelled:
		st.Icon, st.Tone = ui.IcDash, ui.ToneUnknown
	}
	return st
}

// Hours are those between which somebody is expected for a task, with the day where it
// is not today; empty for a task without an appointment.
func Hours(w *words.Words, t work.Task, now time.Time) string {
	from, until := t.AppointmentFrom.Time(), t.AppointmentUntil.Time()
	switch {
	case t.AppointmentFrom == 0:
		return ""
	case t.AppointmentUntil <= t.AppointmentFrom:
		return w.T("task.appointment.from", map[string]any{"time": w.Stamp(from, now)})
	}
	return w.Stamp(from, now) + "-" + w.Clock(until)
}

// Appointment is Hours with the word for it, empty for a task without one.
func Appointment(w *words.Words, t work.Task, now time.Time) string {
	hours := Hours(w, t, now)
	if hours == "" {
		return ""
	}
	return w.T("task.appointment", map[string]any{"hours": hours})
}

// Due is when a task is due or, of one for which somebody is expected, between which
// hours, and whether that is over; of one that is done, when it was.
func Due(w *words.Words, t work.Task, now time.Time) (text string, late bool) {
	switch {
	case t.Open() && t.DueAt != 0 && t.DueAt.Time().Before(now):
		return w.T("today.late", map[string]any{"time": w.Stamp(t.DueAt.Time(), now)}), true
	case t.Open() && t.AppointmentFrom != 0: // somebody waits: that counts before the day it is due
		return Appointment(w, t, now), max(t.AppointmentFrom, t.AppointmentUntil).Time().Before(now)
	case t.DueAt == 0:
		return "", false
	case t.State == work.Done && t.EndedAt != 0:
		return w.Stamp(t.EndedAt.Time(), now), false
	}
	return w.Stamp(t.DueAt.Time(), now), false
}

// Mark is the mark of a verdict's tone.
func Mark(t seal.Tone) ui.Verdict {
	switch t {
	case seal.Right:
		return ui.Right
	case seal.Wrong:
		return ui.Wrong
	case seal.Look:
		return ui.LookAt
	}
	return ui.Unknown
}

// Question is the text of an item of a sheet in the language of the screen.
func Question(w *words.Words, i policy.SheetItem) string {
	if w.Language() == words.EN && i.TextEN != "" {
		return i.TextEN
	}
	return i.TextZH
}

// PlaceTitle is Place at the head of a row: with a capital where the language has them.
func PlaceTitle(w *words.Words, code string) string {
	s := Place(w, code)
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// Tail is the end of a long number, grouped: what a person compares. Rows show it
// so that large text never cuts off the digits that count.
func Tail(number string) string {
	if len(number) > 14 {
		return "… " + ui.GroupDigits(number[len(number)-12:])
	}
	return ui.GroupDigits(number)
}
