// Package evidence is the pictures that prove what was found on site: one is taken or
// picked from a file, kept as it is, hashed, and declared together with a copy on which
// time, place, direction, order and person are written; a person may draw on another
// copy, or withdraw a picture that is not sent yet.
//
//	shutter --Take--> original kept, copy stamped, both declared --> queue --> server
//	file ----Pick-->  the same, marked as not taken here
//	picture --Sketch--> one more copy      picture --Withdraw--> not sent
//	server --BringAhead--> the ways in of one's open tasks, to look at without a network
//
// It draws by its room photo and writes what a picture says of itself by its room exif.
// It never changes an original's bytes, and it shows nothing.
package evidence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"dianqin/app/act"
	"dianqin/app/evidence/exif"
	"dianqin/app/evidence/photo"
	"dianqin/assets/words"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/work"
)

// Fetch returns the bytes of a file: from this device, or from the server.
type Fetch func(ctx context.Context, sha256 string) ([]byte, error)

// Compass says which way the device looks, in degrees clockwise from true north; an
// error where it cannot know.
type Compass func(ctx context.Context) (float64, error)

// Evidence is the use cases about pictures.
type Evidence struct {
	Viewer Viewer // where View leads; nil leads nowhere

	store   *local.Store
	rec     *act.Recorder
	fetch   Fetch
	compass Compass
	thumbs  string // the folder of thumbnails
	words   *words.Words
	letters photo.Letters
	pruned  sync.Once
	one     sync.Mutex // one picture's pixels are in memory at a time
	ahead   ahead
}

// New wires the use cases. thumbs is a folder of their own for thumbnails; compass may
// be nil.
func New(store *local.Store, rec *act.Recorder, thumbs string, fetch Fetch, compass Compass) *Evidence {
	return &Evidence{store: store, rec: rec, thumbs: thumbs, fetch: fetch, compass: compass, words: words.New(words.ZH)}
}

// Subject is what a picture is about.
type Subject struct {
	TaskID string
	BoxID  string
	Shows  string // a seal's number or a sheet item's code
}

// Kept says what became of a picture that is safe on the disk.
type Kept struct {
	Unstamped *model.Error // why there is no stamped copy: the original is kept all the same
}

// Take keeps a photograph that was just taken. Codes: file.empty, file.too_large,
// picture.unreadable, storage.full.
func (e *Evidence) Take(ctx context.Context, s Subject, jpeg []byte) (Kept, error) {
	return e.keep(ctx, s, evidence.FromCamera, jpeg)
}

// Pick keeps a picture from a file. Its bytes are copied at once: what a phone lends may
// be gone after the next start. When it was made is what it says itself. Codes as Take.
func (e *Evidence) Pick(ctx context.Context, s Subject, from io.Reader) (Kept, error) {
	raw, err := io.ReadAll(io.LimitReader(from, evidence.MaxBytes+1))
	if err != nil {
		return Kept{}, fmt.Errorf("%w: %w", model.Fail("picture.unreadable"), err)
	}
	return e.keep(ctx, s, evidence.FromFile, raw)
}

func (e *Evidence) keep(ctx context.Context, s Subject, from evidence.Source, raw []byte) (Kept, error) {
	if len(raw) > evidence.MaxBytes {
		return Kept{}, model.Fail("file.too_large", "name", "", "max", evidence.MaxBytes)
	}
	info, err := photo.Look(raw)
	if err != nil {
		return Kept{}, err
	}
	p, err := e.paper(ctx, s, from)
	if err != nil {
		return Kept{}, err
	}
	said := exif.Read(raw, model.ChinaTime())
	info.Turn = said.Orientation
	if from == evidence.FromFile {
		p.made = said.Made
	}
	original, err := e.file(ctx, raw, info.Mime(), name(s.Shows, "", info.Kind))
	if err != nil {
		return Kept{}, err
	}
	p.hash = original.SHA256
	body := evidence.Declared{SHA256: original.SHA256, Bytes: original.Bytes, Mime: original.Mime, Name: original.Name, Shows: s.Shows, BoxID: s.BoxID,
		Source: from, Heading: p.heading}
	if !p.made.IsZero() && p.made.Unix() > 0 {
		body.MadeAt = model.MillisOf(p.made)
	}
	files := []local.NewFile{original}
	var kept Kept
	if c, err := e.stamped(ctx, raw, info, p); err == nil {
		files = append(files, c)
		body.Copies = []evidence.Copy{{Role: evidence.Stamped, SHA256: c.SHA256, Bytes: c.Bytes, Mime: c.Mime, Name: c.Name}}
	} else if kept.Unstamped = coded(err); kept.Unstamped.Code == "picture.unreadable" { // broken behind its head: better said now, on site
		return Kept{}, errors.Join(err, e.store.ForgetFile(ctx, original.SHA256))
	}
	_, err = e.rec.Do(ctx, act.Act{Kind: "file.declared", TaskID: s.TaskID, Files: files, Body: body, Pos: p.pos})
	return kept, err
}

// paper collects what is to be written on a copy. Of a picture from a file neither time
// nor place are known here.
func (e *Evidence) paper(ctx context.Context, s Subject, from evidence.Source) (paper, error) {
	p := paper{source: from, shows: s.Shows, user: e.rec.User()}
	if from == evidence.FromCamera {
		p.made = e.rec.Now().Time()
		p.pos, p.heading = e.stand(ctx)
	}
	return p, e.about(ctx, &p, s.TaskID)
}

// about fills in the order and what the picture shows.
func (e *Evidence) about(ctx context.Context, p *paper, taskID string) error {
	var t work.Task
	if taskID != "" {
		if _, err := e.store.Get(ctx, model.KindTask, taskID, &t); err != nil {
			return err
		}
	}
	p.order = t.Number
	if p.shows == "" {
		return nil
	}
	if p.shows == evidence.ShowsApproach {
		p.title = e.words.T("places.approach", nil)
		return nil
	}
	p.title = e.words.T("evidence.stamp.seal", map[string]any{"number": p.shows})
	set, err := e.store.World().Policy()
	if err != nil {
		return err
	}
	sheet, _ := set.Sheet(string(t.Kind), e.rec.Now())
	for _, item := range sheet.Items {
		if item.Code == p.shows {
			p.title = item.TextZH
		}
	}
	return nil
}

// patience is how long a picture waits for the place and the direction: the compass of
// a phone needs half a second.
const patience = 600 * time.Millisecond

// stand is where the person stands and looks to.
func (e *Evidence) stand(ctx context.Context) (*model.Position, *float64) {
	looking := make(chan *float64, 1)
	go func() { looking <- e.look(ctx) }()
	pos := e.rec.WhereWithin(ctx, patience)
	return pos, <-looking
}

// look is the direction, nil where it is not known.
func (e *Evidence) look(ctx context.Context) *float64 {
	if e.compass == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	degrees, err := e.compass(ctx)
	d, ok := evidence.Turned(degrees)
	if err != nil || !ok {
		return nil
	}
	return &d
}

// stamped makes and keeps the copy with the strip.
func (e *Evidence) stamped(ctx context.Context, raw []byte, info photo.Info, p paper) (local.NewFile, error) {
	e.one.Lock()
	defer e.one.Unlock()
	img, err := photo.Load(raw, info, photo.MaxSide)
	if err != nil {
		return local.NewFile{}, err
	}
	if err := e.letters.Strip(img, p.lines(e.words)); err != nil {
		return local.NewFile{}, err
	}
	jpeg, err := photo.Encode(img)
	if err != nil {
		return local.NewFile{}, err
	}
	if jpeg, err = exif.Write(jpeg, p.tags(e.words, img.Rect.Dx(), img.Rect.Dy())); err != nil {
		return local.NewFile{}, err
	}
	return e.file(ctx, jpeg, "image/jpeg", name(p.shows, "-stamped", "jpeg"))
}

// file keeps bytes under their hash.
func (e *Evidence) file(ctx context.Context, raw []byte, mime, name string) (local.NewFile, error) {
	f, err := e.store.KeepFile(ctx, bytes.NewReader(raw), evidence.MaxBytes)
	if err != nil && coded(err).Code == "storage.full" && e.giveRoom() {
		f, err = e.store.KeepFile(ctx, bytes.NewReader(raw), evidence.MaxBytes)
	}
	f.Mime, f.Name = mime, name
	return f, err
}

func name(shows, more, kind string) string {
	if shows == "" {
		shows = "picture"
	}
	if kind == "jpeg" {
		kind = "jpg"
	}
	return shows + more + "." + kind
}

// coded finds the code of an error; what has none is internal.
func coded(err error) *model.Error {
	var e *model.Error
	if errors.As(err, &e) {
		return e
	}
	return model.Fail("internal")
}
