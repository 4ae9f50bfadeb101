package ui_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
)

type pickedFile struct {
	io.Reader
	closed bool
}

func (f *pickedFile) Close() error  { f.closed = true; return nil }
func (f *pickedFile) URI() fyne.URI { return storage.NewFileURI("/pictures/seal.jpg") }

func TestPickPicture_ReadsWhatWasChosenAndClosesIt(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	file := &pickedFile{Reader: bytes.NewReader([]byte("pixels"))}
	s.Ctx.SetPicker(func(done func(fyne.URIReadCloser, error)) { done(file, nil) })
	var got ui.Picked
	s.Ctx.PickPicture(func(p ui.Picked, err error) { got = p })
	s.Settle()
	if got.Name != "seal.jpg" || string(got.Bytes) != "pixels" || !file.closed {
		t.Errorf("%+v, closed %v", got, file.closed)
	}
}

func TestPickPicture_SaysNothingWhereNoneWasChosenAndTellsAFault(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	s.Ctx.SetPicker(func(done func(fyne.URIReadCloser, error)) { done(nil, nil) })
	s.Ctx.PickPicture(func(ui.Picked, error) { t.Error("told of nothing") })
	s.Settle()
	gone := errors.New("gone")
	s.Ctx.SetPicker(func(done func(fyne.URIReadCloser, error)) { done(nil, gone) })
	var told error
	s.Ctx.PickPicture(func(_ ui.Picked, err error) { told = err })
	s.Settle()
	if !errors.Is(told, gone) {
		t.Error(told)
	}
}
