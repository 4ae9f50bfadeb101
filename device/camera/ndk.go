//go:build cgo && (android || (linux && fakecam))

package camera

/*
#cgo CFLAGS: -O2
#cgo android LDFLAGS: -lcamera2ndk -lmediandk
#cgo !android LDFLAGS: -lpthread
#include <stdlib.h>
#include "ndk_camera.h"
*/
import "C"

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

const (
	focusStays   = 4 * time.Second
	photoTakes   = 10 * time.Second // a camera that needs longer is stuck
	displayEvery = time.Second      // how often the turn of the display is asked for
)

// Default is the phone's camera that looks away from the person.
func Default() Camera { return &live{name: "camera", open: openNDK} }

// ndk is the opened camera of a phone.
type ndk struct {
	c       *C.ndkcam
	info    C.ndkcam_info
	active  image.Rectangle
	display func() int // degrees
	asked   time.Time  // of open and next alone
	turn    atomic.Int32
	pool    pool

	shots   sync.Mutex // held while a photograph is taken, before mu
	mu      sync.Mutex // guards the settings and the requests: one call at a time
	set     C.ndkcam_settings
	taps    C.int32_t
	refocus time.Time // when focusing by itself begins again; zero: it does
}

func openNDK(context.Context) (device, error) {
	d := &ndk{display: displayTurn}
	var status C.int
	var where [128]C.char
	d.c = C.ndkcam_open(frameWidth, frameHeight, photoWidth, photoHeight, &d.info, &status, &where[0], C.int(len(where)))
	if d.c == nil {
		return nil, &Fault{refusal(int(status)), "camera", fmt.Errorf("%s: %d", C.GoString(&where[0]), int(status))}
	}
	a := d.info.active
	d.active = image.Rect(int(a[0]), int(a[1]), int(a[0]+a[2]), int(a[1]+a[3]))
	d.set.zoom = 1
	d.pool.size = planesSize(int(d.info.width), int(d.info.height), image.YCbCrSubsampleRatio420)
	d.look(time.Now())
	return d, nil
}

// refusal is why a camera did not open, by camera_status_t (NdkCameraError.h).
func refusal(status int) Code {
	switch status {
	case 0:
		return ErrNone
	case -10010, -10011: // CAMERA_IN_USE, MAX_CAMERA_IN_USE
		return ErrBusy
	case -10012, -10013: // CAMERA_DISABLED by a policy, PERMISSION_DENIED
		return ErrDenied
	}
	return ErrLost // the camera or its service broke: trying again may help
}

func (d *ndk) next(wait time.Duration) (Frame, bool, error) {
	now := time.Now()
	d.look(now)
	d.relax(now)
	w, h := int(d.info.width), int(d.info.height)
	buf, give := d.pool.take()
	img := planes(buf, w, h, image.YCbCrSubsampleRatio420)
	r := C.ndkcam_frame(d.c, bytesOf(img.Y), bytesOf(img.Cb), bytesOf(img.Cr), C.int(wait.Milliseconds()))
	if r != C.NDKCAM_FRAME {
		give()
		return Frame{}, false, trouble(r)
	}
	f := NewFrame(img, time.Now())
	f.Turn, f.Free = int(d.turn.Load()), give
	return f, true, nil
}

func bytesOf(b []byte) *C.uint8_t { return (*C.uint8_t)(unsafe.SliceData(b)) }

func trouble(r C.int) error {
	switch r {
	case C.NDKCAM_LOST:
		return &Fault{Code: ErrLost, Name: "camera"}
	case C.NDKCAM_BAD:
		return &Fault{ErrPicture, "camera", errors.New("a picture of another shape than was asked for")}
	}
	return nil
}

// look asks from time to time how the display is turned.
func (d *ndk) look(now time.Time) {
	if now.Sub(d.asked) >= displayEvery {
		d.asked = now
		d.turn.Store(int32(upright(int(d.info.orientation), d.display(), d.info.front != 0)))
	}
}

// relax lets the camera focus by itself again, a while after a tap.
func (d *ndk) relax(now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refocus.IsZero() || now.Before(d.refocus) {
		return
	}
	s := d.set
	s.focus_here = 0
	d.refocus = time.Time{}
	if d.apply("focus", s) != nil {
		d.refocus = now.Add(focusStays) // it stays as it is, for another while
	}
}

// apply sets all of s; d.mu is held. What the camera refuses it is unable to do: a lost
// one says so by itself.
func (d *ndk) apply(what string, s C.ndkcam_settings) error {
	if r := C.ndkcam_set(d.c, &s); r != 0 {
		return &Fault{ErrUnable, "camera", fmt.Errorf("%s: %d", what, int(r))}
	}
	d.set = s
	return nil
}

func (d *ndk) can() Abilities {
	return Abilities{Torch: d.info.flash != 0, Focus: d.info.focus_points != 0, Zoom: float64(d.info.max_zoom)}
}

func (d *ndk) torch(on bool) error {
	if d.info.flash == 0 {
		return &Fault{Code: ErrUnable, Name: "torch"}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.set
	s.torch = 0
	if on {
		s.torch = 1
	}
	return d.apply("torch", s)
}

func (d *ndk) zoom(factor float64) error {
	if d.info.max_zoom <= 1 {
		return &Fault{Code: ErrUnable, Name: "zoom"}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.set
	factor = clampZoom(factor, float64(d.info.max_zoom))
	s.zoom = C.float(factor)
	r := crop(d.active, factor)
	s.crop = [4]C.int32_t{C.int32_t(r.Min.X), C.int32_t(r.Min.Y), C.int32_t(r.Dx()), C.int32_t(r.Dy())}
	return d.apply("zoom", s)
}

func (d *ndk) focus(x, y float64) error {
	if d.info.focus_points == 0 {
		return &Fault{Code: ErrUnable, Name: "focus"}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.set
	view := d.active
	if d.info.zoom_ratio == 0 { // with a ratio the whole sensor stands for what is shown
		view = crop(view, float64(s.zoom))
	}
	r := spot(field(view, int(d.info.width), int(d.info.height)), int(d.turn.Load()), x, y)
	s.region = [4]C.int32_t{C.int32_t(r.Min.X), C.int32_t(r.Min.Y), C.int32_t(r.Max.X), C.int32_t(r.Max.Y)}
	d.taps++
	s.focus_here = d.taps
	d.refocus = time.Now().Add(focusStays)
	return d.apply("focus", s)
}

// photo takes a JPEG that says itself how it is turned: the camera turned its pixels,
// or noted the turn in its EXIF. Width and height are those of the pixels.
func (d *ndk) photo(ctx context.Context) (Photo, error) {
	d.shots.Lock()
	defer d.shots.Unlock()
	if err := ctx.Err(); err != nil {
		return Photo{}, err
	}
	if err := d.shoot(); err != nil {
		return Photo{}, err
	}
	taken := time.Now()
	for time.Since(taken) < photoTakes {
		if err := ctx.Err(); err != nil {
			return Photo{}, err
		}
		var p *C.uint8_t
		var n C.int
		switch r := C.ndkcam_photo(d.c, &p, &n, C.int(nap.Milliseconds())); r {
		case C.NDKCAM_FRAME:
			defer C.free(unsafe.Pointer(p))
			return described(C.GoBytes(unsafe.Pointer(p), n), taken)
		case C.NDKCAM_LOST:
			return Photo{}, trouble(r)
		case C.NDKCAM_BAD:
			return Photo{}, &Fault{ErrPicture, "camera", errors.New("the camera failed to take the photograph")}
		}
	}
	return Photo{}, &Fault{ErrPicture, "camera", errors.New("the photograph takes too long")}
}

// shoot asks for a photograph.
func (d *ndk) shoot() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r := C.ndkcam_shoot(d.c, C.int(d.turn.Load())); r != 0 {
		return &Fault{ErrPicture, "camera", fmt.Errorf("photograph: %d", int(r))}
	}
	return nil
}

func described(data []byte, at time.Time) (Photo, error) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Photo{}, &Fault{ErrPicture, "camera", err}
	}
	return Photo{JPEG: data, Width: config.Width, Height: config.Height, At: at}, nil
}

func (d *ndk) close() { C.ndkcam_close(d.c) }
