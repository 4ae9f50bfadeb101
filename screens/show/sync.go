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
		return ui.SyncState{Icon: ui.IcSync, Tone: ui.ToneCalm, Word: w.T("common.sync.running", nil), More: w.N("common.rows", s.Rows, nil)}
	case waiting > 0:
		return ui.SyncState{Icon: ui.IcCloudUp, Tone: ui.ToneLook, Word: w.N("common.sync.waiting", waiting, nil), More: w.T("common.kept", nil)}
	}
	return ui.SyncState{Icon: ui.IcCloudOK, Tone: ui.ToneRight, Word: w.T("common.sync.fresh", nil), More: age}
}
