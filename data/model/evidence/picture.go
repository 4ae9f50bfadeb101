package evidence

import (
	"cmp"
	"slices"

	"dianqin/data/model"
)

// ShowsApproach is what a picture of the way in shows: which door, which cupboard.
const ShowsApproach = "approach"

// IsOriginal says that a file is a picture itself and not a copy of one.
func (f File) IsOriginal() bool { return f.Role == "" || f.Role == Original }

// OnSite says that a picture was taken with this program, by who stood there.
func (f File) OnSite() bool { return f.Source != FromFile }

// Picture is an original with its copies.
type Picture struct {
	File          // the original
	Copies []File // oldest first
}

// Pictures puts files together into pictures, oldest first. What was withdrawn is
// left out; a copy whose original is not among the files stands for itself.
func Pictures(files []File) []Picture {
	files = slices.DeleteFunc(slices.Clone(files), func(f File) bool { return f.Withdrawn })
	slices.SortStableFunc(files, func(a, b File) int {
		return cmp.Or(cmp.Compare(a.TakenAt, b.TakenAt), cmp.Compare(a.ID, b.ID))
	})
	var out []Picture
	type key struct{ sha256, task, shows string }
	at := map[key]int{} // the same bytes may be about several things
	for _, f := range files {
		if !f.IsOriginal() {
			continue
		}
		k := key{f.SHA256, f.TaskID, f.Shows}
		if _, twice := at[k]; !twice { // declared again about the same they are the same picture
			at[k] = len(out)
			out = append(out, Picture{File: f})
		}
	}
	for _, f := range files {
		if f.IsOriginal() {
			continue
		}
		i, known := at[key{f.Of, f.TaskID, f.Shows}]
		if !known {
			out = append(out, Picture{File: f})
			continue
		}
		if !slices.ContainsFunc(out[i].Copies, func(c File) bool { return c.SHA256 == f.SHA256 }) {
			out[i].Copies = append(out[i].Copies, f)
		}
	}
	slices.SortStableFunc(out, func(a, b Picture) int { return cmp.Compare(a.TakenAt, b.TakenAt) })
	return out
}

// Shown is the file to look at: the newest sketch, else what is stamped, else the
// original.
func (p Picture) Shown() File {
	shown := p.File
	for _, c := range p.Copies {
		if c.Role == Sketch || shown.Role != Sketch {
			shown = c
		}
	}
	return shown
}

// Files are all files of the picture, the original first.
func (p Picture) Files() []File { return append([]File{p.File}, p.Copies...) }

// Moment is when the picture was made as far as it is known, else when it was declared.
func (p Picture) Moment() model.Millis {
	if p.MadeAt != 0 {
		return p.MadeAt
	}
	return p.TakenAt
}
