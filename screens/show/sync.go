package show

import (
	"time"

	"dianqin/app/syncing"
	"dianqin/assets/words"
	"dianqin/screens/ui"
)

// Sync says how syncing stands in one line: what waits, how old the data is, why
// the last round failed.
func Sync(w *words.Words, s syncing.State, now time.Time) ui.SyncState {
	age := w.T("common.sync.age", map[string]any{"age": w.Ago(s.LastOK, now)})
	waiting := s.Pending + s.Files
	switch {
	case s.LastErr != nil && waiting > 0:
		return ui.SyncState{Icon: ui.IcCloudOff, Tone: ui.ToneLook, Word: w.N("common.sync.waiting", waiting, nil), More: Sentence(w, s.LastErr)}
	case s.LastErr != nil:
		return ui.SyncState{Icon: ui.IcCloudOff, Tone: ui.ToneLook, Word: Sentence(w, s.LastErr), More: age}
	case s.Running:
		return ui.SyncState{Icon: ui.IcSync, Tone: ui.ToneCalm, Word: w.T("common.sync.running", nil), More: Came(w, s)}
	case waiting > 0:
		return ui.SyncState{Icon: ui.IcCloudUp, Tone: ui.ToneLook, Word: w.N("common.sync.waiting", waiting, nil), More: w.T("common.kept", nil)}
	}
	return ui.SyncState{Icon: ui.IcCloudOK, Tone: ui.ToneRight, Word: w.T("common.sync.fresh", nil), More: age}
}

// Since says when the last whole round was, and after one that failed when the next
// one comes.
func Since(w *words.Words, s syncing.State, now time.Time) string {
	text := w.T("sync.last", map[string]any{"age": w.Ago(s.LastOK, now)})
	if s.LastErr != nil && s.NextTry.After(now) {
		text += " · " + w.T("common.sync.next", map[string]any{"time": w.Clock(s.NextTry)})
	}
	return text
}

// Same says whether the server holds all that this device made.
func Same(w *words.Words, s syncing.State) ui.State {
	made := map[string]any{"made": w.Count(int(s.MadeSeq)), "held": w.Count(int(s.HeldSeq))}
	if s.HeldSeq >= s.MadeSeq {
		return ui.State{Word: w.T("sync.same.yes", made), Icon: ui.IcCheck, Tone: ui.ToneRight}
	}
	return ui.State{Word: w.T("sync.same.no", made), Icon: ui.IcCloudUp, Tone: ui.ToneLook}
}

// Came says what the running round brought: bytes of the data package, else rows.
func Came(w *words.Words, s syncing.State) string {
	if s.Of > 0 {
		return w.T("common.of", map[string]any{"got": w.Bytes(s.Had + s.Bytes), "all": w.Bytes(s.Of)})
	}
	if s.Bytes > 0 {
		return w.N("common.rows", s.Rows, nil) + " · " + w.Bytes(s.Bytes)
	}
	return w.N("common.rows", s.Rows, nil)
}

// Duration says how long something is: minutes, hours, days.
func Duration(w *words.Words, d time.Duration) string {
	d = d.Abs()
	switch {
	case d < time.Hour:
		return w.N("common.minutes", int(d/time.Minute), nil)
	case d < 48*time.Hour:
		return w.N("common.hours", int(d/time.Hour), nil)
	}
	return w.N("common.days", int(d/(24*time.Hour)), nil)
}
