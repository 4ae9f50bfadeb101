//go:build (windows || darwin) && cgo

package camera

import (
	"context"
	"image"
	"slices"
	"strings"

	"github.com/pion/mediadevices/pkg/driver"
	drivers "github.com/pion/mediadevices/pkg/driver/camera"
	"github.com/pion/mediadevices/pkg/io/video"
	"github.com/pion/mediadevices/pkg/prop"
)

// Default is the first camera of this desktop machine that gives pictures: DirectShow
// on Windows, AVFoundation on macOS.
func Default() Camera { return &live{name: "camera", open: openDesktop} }

func openDesktop(context.Context) (device, error) {
	var worst error = &Fault{Code: ErrNone, Name: "camera"}
	for _, d := range plugged() {
		s, err := openRecorder(d)
		if err == nil {
			return newPump(d.Info().Label, s), nil
		}
		worst = err
	}
	return nil, worst
}

// plugged lists the cameras. They are looked for once when the program starts, and
// again where there were none.
func plugged() []driver.Driver {
	list := driver.GetManager().Query(driver.FilterVideoRecorder())
	if len(list) == 0 {
		drivers.Initialize()
		list = driver.GetManager().Query(driver.FilterVideoRecorder())
	}
	slices.SortFunc(list, func(a, b driver.Driver) int { return strings.Compare(a.Info().Label, b.Info().Label) })
	return list
}

// recorder is a camera of the library that records.
type recorder struct {
	driver driver.Driver
	reader video.Reader
}

func openRecorder(d driver.Driver) (*recorder, error) {
	name := d.Info().Label
	if err := d.Open(); err != nil {
		return nil, &Fault{refusal(err), name, err}
	}
	have := d.Properties()
	if len(have) == 0 {
		_ = d.Close()
		return nil, &Fault{Code: ErrNone, Name: name}
	}
	best := slices.MaxFunc(have, func(a, b prop.Media) int {
		return compareSizes(image.Pt(a.Width, a.Height), image.Pt(b.Width, b.Height))
	})
	r, err := d.(driver.VideoRecorder).VideoRecord(best) // closes it where it fails
	if err != nil {
		return nil, &Fault{refusal(err), name, err}
	}
	return &recorder{d, r}, nil
}

// refusal is why a camera did not open. The systems' errors come as text; one that
// names no right is most likely a camera that another program has open.
func refusal(err error) Code {
	text := strings.ToLower(err.Error())
	for _, word := range []string{"denied", "authoriz", "permission"} {
		if strings.Contains(text, word) {
			return ErrDenied
		}
	}
	return ErrBusy
}

func (r *recorder) read() (image.Image, func(), error) { return r.reader.Read() }

func (r *recorder) close() error { return r.driver.Close() }
