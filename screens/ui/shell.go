package ui

import "fyne.io/fyne/v2"

// Place is one of the places that the shell's navigation leads to.
type Place struct {
	Icon Glyph
	Word string        // key of its name
	Page func() Page   // called once, when the place is first gone to
	More func() string // a count beside the word on the desk; may be nil
}

// tabs are the places in the present language.
func tabs(c *Context, places []Place) []Tab {
	var out []Tab
	for _, p := range places {
		t := Tab{Icon: p.Icon, Word: c.T(p.Word, nil)}
		if p.More != nil {
			t.Count = p.More()
		}
		out = append(out, t)
	}
	return out
}

// roots keeps the page of every place with what was built for it, so that a
// list stands where it was left.
type roots struct {
	places []Place
	made   []*entry
}

func newRoots(places []Place) *roots { return &roots{places, make([]*entry, len(places))} }

func (r *roots) at(i int) *entry {
	if r.made[i] == nil {
		r.made[i] = &entry{page: r.places[i].Page()}
	}
	return r.made[i]
}

// forget drops what was built, after the language or the look changed.
func (r *roots) forget() {
	for _, e := range r.made {
		if e != nil {
			e.content = nil
		}
	}
}

// bottomOf joins what stands at the bottom, leaving out what is not there.
func bottomOf(parts ...fyne.CanvasObject) fyne.CanvasObject {
	var there []fyne.CanvasObject
	for _, p := range parts {
		if p != nil {
			there = append(there, p)
		}
	}
	if len(there) == 0 {
		return nil
	}
	return Col(0, there...)
}
