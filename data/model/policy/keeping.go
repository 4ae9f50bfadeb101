package policy

import (
	"fmt"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
)

// Retention is how long what takes room is kept. Records and operations are kept
// always.
type Retention struct {
	FilesDays   int `json:"files_days"`   // bytes of pictures, from when they were stored; 0: for ever
	UploadsDays int `json:"uploads_days"` // uploads that never came to an end; 0: 30
}

// uploadsDays is how long an upload may take where no row says.
const uploadsDays = 30

// Hold forbids that anything expires of what it names 法律保全: a lawsuit, an audit.
// What it does not name it does not narrow: a hold without any name is on everything.
type Hold struct {
	StationID string `json:"station_id,omitempty"`
	BoxID     string `json:"box_id,omitempty"`
	TaskID    string `json:"task_id,omitempty"`
	Why       string `json:"why"`
}

// Retention returns how long things are kept at a moment; where no row says, files
// are kept for ever.
func (s Set) Retention(at model.Millis) Retention {
	r, _ := find(s.retention, at, func(Retention) bool { return true })
	if r.UploadsDays == 0 {
		r.UploadsDays = uploadsDays
	}
	return r
}

// FilesBefore is the moment before which stored files expire; false: none does.
func (r Retention) FilesBefore(now model.Millis) (model.Millis, bool) {
	return before(now, r.FilesDays), r.FilesDays > 0
}

// UploadsBefore is the moment before which uploads were given up.
func (r Retention) UploadsBefore(now model.Millis) model.Millis { return before(now, r.UploadsDays) }

func before(now model.Millis, days int) model.Millis {
	return now - model.Millis(time.Duration(days)*24*time.Hour/time.Millisecond)
}

// Held says whether a hold in force at a moment is on a file.
func (s Set) Held(f evidence.File, at model.Millis) bool {
	_, held := find(s.holds, at, func(h Hold) bool { return h.on(f) })
	return held
}

func (h Hold) on(f evidence.File) bool {
	for _, p := range [][2]string{{h.StationID, f.StationID}, {h.BoxID, f.BoxID}, {h.TaskID, f.TaskID}} {
		if p[0] != "" && p[0] != p[1] {
			return false
		}
	}
	return true
}

func (r Retention) check() error {
	if r.FilesDays < 0 || r.UploadsDays < 0 {
		return fmt.Errorf("files for %d days, uploads for %d", r.FilesDays, r.UploadsDays)
	}
	return nil
}
