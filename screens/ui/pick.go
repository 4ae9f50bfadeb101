package ui

import (
	"fmt"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// maxPicked is how many bytes of a picked file are read: one more than a picture may
// have, so that whoever takes it sees that it is too large.
const maxPicked = 64<<20 + 1

// Picked is a file that a person chose, read to its end: on a phone the way to it is
// good for a moment only.
type Picked struct {
	Name  string
	Bytes []byte
}

// Picker lets a person choose a file; it calls done with nil where they choose none.
type Picker func(done func(fyne.URIReadCloser, error))

// PickPicture lets a person choose a picture with the system's own means (on a desk
// Fyne's dialog) and calls done on the thread that paints, unless they choose none.
func (c *Context) PickPicture(done func(Picked, error)) {
	pick := c.picker
	if pick == nil {
		pick = c.fileOpen
	}
	pick(func(r fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			done(Picked{}, fmt.Errorf("pick a picture: %w", err))
		case r != nil:
			c.Go(func() func() {
				p, err := readPicked(r)
				return func() { done(p, err) }
			})
		}
	})
}

// SetPicker puts another way to choose a file in place of the system's: for tests.
func (c *Context) SetPicker(p Picker) { c.picker = p }

func (c *Context) fileOpen(done func(fyne.URIReadCloser, error)) {
	d := dialog.NewFileOpen(done, c.window)
	d.SetFilter(storage.NewMimeTypeFileFilter([]string{"image/*"}))
	d.Resize(c.window.Canvas().Size())
	d.Show()
}

func readPicked(r fyne.URIReadCloser) (Picked, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxPicked))
	if e := r.Close(); err == nil {
		err = e
	}
	if err != nil {
		return Picked{}, fmt.Errorf("read the picked picture: %w", err)
	}
	return Picked{Name: r.URI().Name(), Bytes: raw}, nil
}
