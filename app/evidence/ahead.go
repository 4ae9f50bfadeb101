package evidence

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/work"
)

// How much is brought ahead: nobody may look at it, and it is a person's allowance and
// a person's disk.
const (
	mostAhead    = 128 << 20 // bytes that are kept in all
	largestAhead = 16 << 20  // bytes of one; a larger one comes when it is looked at
	mostAtOnce   = 8         // pictures of one call of BringAhead
	bytesAtOnce  = 16 << 20  // after which that call fetches no more
)

// How long a picture rests that did not come, longer every time; and all of them after
// one that could not be written.
const (
	firstRest = time.Minute
	lastRest  = time.Hour
	diskRest  = 10 * time.Minute
)

// ahead is what BringAhead knows since the app was opened.
type ahead struct {
	run    sync.Mutex // one call at a time; it guards wanted, read, user and rests
	wanted []evidence.File
	read   int    // changes when wanted was read, 0: never
	user   string // whose tasks wanted is of
	rests  map[string]rest

	mu      sync.Mutex
	changes int
	full    time.Time // until when nothing is brought: the disk had no room
}

// rest is until when a picture is not asked for again.
type rest struct {
	until time.Time
	times int
}

// Changed is told that records of some kinds changed.
func (e *Evidence) Changed(kinds []model.Kind) {
	for _, k := range kinds {
		if k == model.KindFile || k == model.KindTask || k == model.KindUsagePoint {
			e.ahead.mu.Lock()
			e.ahead.changes++
			e.ahead.mu.Unlock()
			return
		}
	}
}

// BringAhead fetches pictures of the way in for the open tasks of who is signed in, so
// that they can be looked at without a network: what is missing, the smallest first, a
// few in one call. It deletes those that no task wants any more. One that does not come
// rests and is tried again by a later call; get says by context.Canceled that the line
// is wanted for something else. came is how many are here now that were not.
func (e *Evidence) BringAhead(ctx context.Context, get Fetch) (came int, err error) {
	a := &e.ahead
	a.run.Lock()
	defer a.run.Unlock()
	if err := e.readWanted(ctx); err != nil {
		return 0, err
	}
	var failed error
	fetched := int64(0)
	for _, f := range e.missing() {
		if came == mostAtOnce || fetched >= bytesAtOnce || e.full() {
			break
		}
		raw, err := get(ctx, f.SHA256)
		if errors.Is(err, context.Canceled) {
			break
		}
		if err == nil && hashOf(raw) != f.SHA256 {
			err = model.Fail("file.hash_differs")
		}
		fetched += int64(len(raw))
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("picture %s: %w", f.SHA256, err))
			if e.rest(f.SHA256); !ofThePicture(err) {
				break
			}
			continue
		}
		if err := e.keepAhead(f, raw); err != nil {
			e.noRoom()
			return came, errors.Join(failed, err)
		}
		delete(a.rests, f.SHA256)
		came++
	}
	return came, failed
}

// ofThePicture says that an error is about this one, and that the next may come.
func ofThePicture(err error) bool {
	return slices.Contains([]string{"file.unknown", "file.hash_differs", "lane.foreign"}, coded(err).Code)
}

func (e *Evidence) rest(sha256 string) {
	r := e.ahead.rests[sha256]
	r.until = e.rec.Now().Time().Add(min(firstRest<<min(r.times, 8), lastRest))
	r.times++
	e.ahead.rests[sha256] = r
}

// noRoom lets all of them rest, full says that they do.
func (e *Evidence) noRoom() {
	e.ahead.mu.Lock()
	defer e.ahead.mu.Unlock()
	e.ahead.full = e.rec.Now().Time().Add(diskRest)
}

func (e *Evidence) full() bool {
	e.ahead.mu.Lock()
	defer e.ahead.mu.Unlock()
	return e.rec.Now().Time().Before(e.ahead.full)
}

// giveRoom gives up what was brought for a picture that was just taken: evidence cannot
// be had again, those can. False where that makes no room.
func (e *Evidence) giveRoom() bool {
	e.noRoom()
	entries, err := os.ReadDir(e.beside("ahead"))
	if err != nil {
		return false // there is none
	}
	made := false
	for _, d := range entries {
		made = os.Remove(filepath.Join(e.beside("ahead"), d.Name())) == nil || made
	}
	return made
}

// readWanted reads what is wanted where that may have changed, and deletes what is not.
func (e *Evidence) readWanted(ctx context.Context) error {
	a, user := &e.ahead, e.rec.User().ID
	a.mu.Lock()
	at := a.changes + 1
	a.mu.Unlock()
	if a.rests == nil {
		a.rests = map[string]rest{}
	}
	if user == "" || a.read == at && a.user == user {
		return nil
	}
	tasks, err := local.Find[work.Task](ctx, e.store, model.KindTask, "assignee_id = ?", user)
	if err != nil {
		return fmt.Errorf("bring pictures ahead: %w", err)
	}
	tasks = slices.DeleteFunc(tasks, func(t work.Task) bool { return !t.Open() })
	slices.SortStableFunc(tasks, work.Compare)
	all, err := e.approaches(ctx)
	if err != nil {
		return fmt.Errorf("bring pictures ahead: %w", err)
	}
	ways := make([][]evidence.Picture, len(tasks))
	for i, t := range tasks {
		if ways[i], err = e.waysTo(ctx, t, all); err != nil {
			return fmt.Errorf("bring pictures ahead: %w", err)
		}
	}
	a.wanted, a.read, a.user = choose(ways), at, user
	e.trim(all)
	return nil
}

// choose picks what is worth having of the pictures of each task, newest first: the
// newest of every task before the second of any, as far as the room goes.
func choose(ways [][]evidence.Picture) []evidence.File {
	var out []evidence.File
	seen, room := map[string]bool{}, int64(mostAhead)
	for i := range mostApproaches {
		for _, pictures := range ways {
			if i >= len(pictures) {
				continue
			}
			f := pictures[i].Shown()
			if seen[f.SHA256] || f.State != evidence.Stored || f.Bytes > largestAhead || f.Bytes > room {
				continue
			}
			seen[f.SHA256] = true
			room -= f.Bytes
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b evidence.File) int { return cmp.Compare(a.Bytes, b.Bytes) })
	return out
}

// missing is what is wanted, not here, and does not rest.
func (e *Evidence) missing() []evidence.File {
	now := e.rec.Now().Time()
	return slices.DeleteFunc(slices.Clone(e.ahead.wanted), func(f evidence.File) bool {
		return e.kept(f) || now.Before(e.ahead.rests[f.SHA256].until)
	})
}

// trim deletes what no task wants any more. Of what nobody is to see any more the
// thumbnail goes too; of a task that is over it may stay.
func (e *Evidence) trim(all []evidence.File) {
	entries, err := os.ReadDir(e.beside("ahead"))
	if err != nil {
		return // there is none yet
	}
	stay, known := map[string]bool{}, map[string]bool{}
	for _, f := range e.ahead.wanted {
		stay[f.SHA256] = true
	}
	for _, f := range all {
		known[f.SHA256] = known[f.SHA256] || !f.Withdrawn && f.State != evidence.Expired
	}
	for _, d := range entries {
		if stay[d.Name()] {
			continue
		}
		_ = os.Remove(filepath.Join(e.beside("ahead"), d.Name())) // what cannot be deleted stays until the next time
		if !known[d.Name()] {
			_ = os.Remove(e.thumbPath(evidence.File{SHA256: d.Name()}))
		}
	}
}

// Brought returns the bytes of a picture that was brought ahead; false where it was not.
// What is damaged is deleted, so that it is fetched again.
func (e *Evidence) Brought(sha256 string) ([]byte, bool) {
	path := e.aheadPath(sha256)
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	if hashOf(raw) != sha256 {
		_ = os.Remove(path)
		return nil, false
	}
	return raw, true
}

// kept says that the bytes of a file are on this device: taken here, or brought.
func (e *Evidence) kept(f evidence.File) bool {
	for _, folder := range []string{"files", "ahead"} {
		info, err := os.Stat(filepath.Join(e.beside(folder), filepath.Base(f.SHA256)))
		if err == nil && info.Size() == f.Bytes {
			return true
		}
	}
	return false
}

// keepAhead writes a picture whole or not at all.
func (e *Evidence) keepAhead(f evidence.File, raw []byte) error {
	if err := os.MkdirAll(e.beside("ahead"), 0o700); err != nil {
		return fmt.Errorf("keep a picture: %w", err)
	}
	return writeWhole(e.aheadPath(f.SHA256), raw)
}

func (e *Evidence) aheadPath(sha256 string) string {
	return filepath.Join(e.beside("ahead"), filepath.Base(sha256))
}

// beside is a folder that lies where that of the thumbnails does.
func (e *Evidence) beside(folder string) string { return filepath.Join(filepath.Dir(e.thumbs), folder) }

func hashOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
