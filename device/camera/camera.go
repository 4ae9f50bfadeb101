// Package camera is what a program may ask of a camera: frames to read, a picture to
// show, a photograph to keep.
//
// A consumer is never hurried and never behind: of the frames it did not fetch only the
// newest is kept. The life of every camera here:
//
//	closed --Start--> running --Close, or the context ends--> closed   (Err is nil)
//	                  running --the device fails-----------> closed   (Err says why)
//
// A closed camera may be started again, also at once. The package holds the interface,
// the camera of the machine (Default, by platform; README.md says which file serves
// which), pictures and films on disk played as a camera (Open), and what a machine
// without a camera has (None). It decodes no bar code and knows no word of the trade.
package camera

import (
	"context"
	"image"
	"time"
)

// Frame is one look through the camera. Consumers share its memory: read only.
type Frame struct {
	Pix           []byte      // luma, row by row: the pixel at x, y is Pix[y*Stride+x]
	Width, Height int         // in pixels
	Stride        int         // bytes from one row of Pix to the next, >= Width
	Image         image.Image // the same in colour, to show; nil where a camera has luma only
	Turn          int         // degrees clockwise that Pix and Image want turning by to stand upright: 0, 90, 180, 270
	At            time.Time   // when it was taken
	Name          string      // the picture it came from; empty for a live camera
	Free          func()      // gives the memory back for another frame, by whom looks at it last; may be nil
}

// Gray wraps the luma plane without copying it.
func (f Frame) Gray() *image.Gray {
	return &image.Gray{Pix: f.Pix, Stride: f.Stride, Rect: image.Rect(0, 0, f.Width, f.Height)}
}

// Photo is a photograph fit to be kept.
type Photo struct {
	JPEG          []byte
	Width, Height int
	At            time.Time
}

// Camera is one camera. All methods may be called from any goroutine.
type Camera interface {
	// Start opens the camera and begins to deliver; ctx bounds the whole run. It fails
	// with ErrNone, ErrDenied, ErrBusy or ErrPicture, or with ErrLost where the device
	// broke while it was opened.
	Start(ctx context.Context) error
	// Frames delivers the newest frame not fetched yet; the channel is closed when the
	// run ends. Ask again after each Start. Before the first it is closed already.
	Frames() <-chan Frame
	// Faults delivers what went wrong without ending the run, the newest only; closed
	// with Frames. A picture that could not be read is a *Fault with its name.
	Faults() <-chan error
	// Err says why the last run ended: nil while it runs and after Close, else ErrLost
	// or ErrDenied.
	Err() error
	// Still takes a photograph. Out of a run it fails with ErrClosed.
	Still(ctx context.Context) (Photo, error)
	// Close ends the run and frees the device; closing twice is harmless.
	Close() error
}
