package evidence

import (
	"context"
	"slices"

	"dianqin/app/act"
	"dianqin/app/evidence/exif"
	"dianqin/app/evidence/photo"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
)

// Item is a picture as a list shows it.
type Item struct {
	evidence.Picture
	Waiting   bool // something of it is still to go up from this device
	Removable bool // it may be withdrawn: one's own, nothing of it sent, the task open
}

// Of lists the pictures of a task, oldest first; shows narrows them to what they show,
// empty for all.
func (e *Evidence) Of(ctx context.Context, taskID, shows string) ([]Item, error) {
	files, err := local.Find[evidence.File](ctx, e.store, model.KindFile, "task_id = ?", taskID)
	if err != nil {
		return nil, err
	}
	if shows != "" {
		files = slices.DeleteFunc(files, func(f evidence.File) bool { return f.Shows != shows })
	}
	return e.Items(ctx, files)
}

// Items puts files together into pictures and says how each stands.
func (e *Evidence) Items(ctx context.Context, files []evidence.File) ([]Item, error) {
	queue, err := e.store.Files(ctx)
	if err != nil {
		return nil, err
	}
	waiting := map[string]bool{}
	for _, f := range queue {
		waiting[f.SHA256] = true
	}
	open := map[string]bool{}
	var out []Item
	for _, p := range evidence.Pictures(files) {
		it := Item{Picture: p, Removable: p.TakenBy == e.rec.User().ID}
		for _, f := range p.Files() {
			it.Waiting = it.Waiting || waiting[f.SHA256]
			it.Removable = it.Removable && waiting[f.SHA256] && f.State != evidence.Stored
		}
		if it.Removable && p.TaskID != "" {
			if _, known := open[p.TaskID]; !known {
				var t work.Task
				found, err := e.store.Get(ctx, model.KindTask, p.TaskID, &t)
				if err != nil {
					return nil, err
				}
				open[p.TaskID] = !found || t.State != work.Done
			}
			it.Removable = open[p.TaskID]
		}
		out = append(out, it)
	}
	return out, nil
}

// Withdraw takes a picture with its copies out of what is to be sent; Restore takes
// that back. Codes by the rules: file.of_another, file.sent, file.recorded.
func (e *Evidence) Withdraw(ctx context.Context, p evidence.Picture) error {
	err := e.withdraw(ctx, p, false)
	if err == nil {
		e.dropThumbs(p)
	}
	return err
}

// Restore undoes Withdraw.
func (e *Evidence) Restore(ctx context.Context, p evidence.Picture) error {
	return e.withdraw(ctx, p, true)
}

func (e *Evidence) withdraw(ctx context.Context, p evidence.Picture, back bool) error {
	var ids []string
	for _, f := range p.Files() { // the same bytes may have been declared twice
		same, err := local.Find[evidence.File](ctx, e.store, model.KindFile, "sha256 = ? AND task_id IS ? AND shows IS ?", f.SHA256, column(f.TaskID), column(f.Shows))
		if err != nil {
			return err
		}
		for _, s := range same {
			if s.Withdrawn == back && s.TakenBy == e.rec.User().ID {
				ids = append(ids, s.ID)
			}
		}
	}
	if len(ids) == 0 {
		return model.Fail("file.of_another", "id", p.ID)
	}
	_, err := e.rec.Do(ctx, act.Act{Kind: "file.withdrawn", TaskID: p.TaskID, Body: evidence.Withdrawn{Files: ids, Back: back}})
	return err
}

// column is a text as the store has it in a column: nothing for an empty one.
func column(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Base is the file of a picture that a person draws on: the stamped copy, or the
// original where there is none.
func Base(p evidence.Picture) evidence.File {
	for _, c := range p.Copies {
		if c.Role == evidence.Stamped {
			return c
		}
	}
	return p.File
}

// Sketch draws on a copy of a picture and declares it; the newest sketch is what is
// shown. Codes: sketch.empty, and those of reading and keeping.
func (e *Evidence) Sketch(ctx context.Context, p evidence.Picture, strokes []photo.Stroke) error {
	if len(strokes) == 0 {
		return model.Fail("sketch.empty")
	}
	img, err := e.Load(ctx, Base(p), photo.MaxSide)
	if err != nil {
		return err
	}
	photo.Draw(img, strokes)
	jpeg, err := photo.Encode(img)
	if err != nil {
		return err
	}
	said, err := e.written(ctx, p.File)
	if err != nil {
		return err
	}
	if jpeg, err = exif.Write(jpeg, said.tags(e.words, img.Rect.Dx(), img.Rect.Dy())); err != nil {
		return err
	}
	kept, err := e.file(ctx, jpeg, "image/jpeg", name(p.Shows, "-sketch", "jpeg"))
	if err != nil {
		return err
	}
	_, err = e.rec.Do(ctx, act.Act{Kind: "file.declared", TaskID: p.TaskID, Files: []local.NewFile{kept},
		Body: evidence.Declared{SHA256: kept.SHA256, Bytes: kept.Bytes, Mime: kept.Mime, Name: kept.Name, Shows: p.Shows, BoxID: p.BoxID,
			Role: evidence.Sketch, Of: p.SHA256, Source: p.Source, MadeAt: p.MadeAt, Heading: p.Heading}})
	return err
}

// written is what was written on the copy of a picture, from its record.
func (e *Evidence) written(ctx context.Context, f evidence.File) (paper, error) {
	out := paper{source: f.Source, shows: f.Shows, pos: f.Pos, heading: f.Heading, hash: f.SHA256}
	if f.MadeAt != 0 {
		out.made = f.MadeAt.Time()
	}
	var by people.User
	if _, err := e.store.Get(ctx, model.KindUser, f.TakenBy, &by); err != nil {
		return out, err
	}
	out.user = by
	return out, e.about(ctx, &out, f.TaskID)
}

// By names who took a picture; empty where the person is not known here.
func (e *Evidence) By(ctx context.Context, f evidence.File) (string, error) {
	var by people.User
	_, err := e.store.Get(ctx, model.KindUser, f.TakenBy, &by)
	return by.Name, err
}

// draftKey is under which the strokes of a sketch are kept.
func draftKey(p evidence.Picture) string { return "sketch:" + p.SHA256 }

// Strokes are what a person has drawn on a picture so far.
func (e *Evidence) Strokes(ctx context.Context, p evidence.Picture) ([]photo.Stroke, error) {
	var out []photo.Stroke
	_, err := e.store.Draft(ctx, draftKey(p), &out)
	return out, err
}

// SaveStrokes keeps what a person has drawn so far.
func (e *Evidence) SaveStrokes(ctx context.Context, p evidence.Picture, strokes []photo.Stroke) error {
	return e.store.SaveDraft(ctx, draftKey(p), strokes)
}
