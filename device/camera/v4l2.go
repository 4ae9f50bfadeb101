//go:build linux && !android && !fakecam

package camera

import (
	"context"
	"errors"
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Default is the first camera of this desktop machine that gives pictures.
func Default() Camera {
	return &live{name: "camera", open: func(context.Context) (device, error) { return openFirst(videoNodes("/dev"), openNode) }}
}

// A format of V4L2 is four letters in a number.
const (
	fourccMJPG = 'M' | 'J'<<8 | 'P'<<16 | 'G'<<24
	fourccJPEG = 'J' | 'P'<<8 | 'E'<<16 | 'G'<<24
	fourccYUYV = 'Y' | 'U'<<8 | 'Y'<<16 | 'V'<<24
)

// node is a V4L2 device, as far as it is used here. The real one is nothing but ioctls.
type node interface {
	// formats lists what it can give, a size each.
	formats() []format
	set(format) error
	stream() error
	// wait waits at most so long for a frame, rounded up to what the driver knows.
	wait(time.Duration) error
	// frame lends the newest bytes until release.
	frame() (data []byte, release func(), err error)
	close()
}

type format struct {
	code          uint32
	width, height int
}

// videoNodes lists the devices that may be cameras, by number.
func videoNodes(dir string) []string {
	paths, _ := filepath.Glob(filepath.Join(dir, "video[0-9]*")) // the pattern is sound
	number := func(path string) int {
		n, _ := strconv.Atoi(strings.TrimPrefix(filepath.Base(path), "video"))
		return n
	}
	slices.SortFunc(paths, func(a, b string) int { return number(a) - number(b) })
	return paths
}

// openFirst opens the first that works. A camera has nodes that give no pictures, so
// one that cannot be used is only the reason where no other can: the gravest counts.
func openFirst(paths []string, open func(string) (node, error)) (device, error) {
	var worst error = &Fault{Code: ErrNone, Name: "camera"}
	for _, path := range paths {
		d, err := openV4L2(path, open)
		if err == nil {
			return d, nil
		}
		if !errors.Is(err, ErrNone) && (errors.Is(worst, ErrNone) || errors.Is(err, ErrBusy)) {
			worst = err
		}
	}
	return nil, worst
}

func openV4L2(path string, open func(string) (node, error)) (device, error) {
	n, err := open(path)
	if err != nil {
		return nil, &Fault{reason(err), path, err}
	}
	f, ok := choose(n.formats())
	if !ok {
		n.close()
		return nil, &Fault{ErrNone, path, errors.New("it gives neither motion JPEG nor YUYV")}
	}
	if err := n.set(f); err != nil {
		n.close()
		return nil, &Fault{reason(err), path, err}
	}
	if err := n.stream(); err != nil {
		n.close()
		return nil, &Fault{reason(err), path, err}
	}
	return &v4l2{node: n, path: path, format: f, mjpeg: newMJPEG(),
		pool: pool{size: planesSize(f.width, f.height, image.YCbCrSubsampleRatio422)}}, nil
}

// reason is why a device cannot be used; some errors of the driver come as text alone.
func reason(err error) Code {
	is := func(no syscall.Errno) bool { return errors.Is(err, no) || strings.Contains(err.Error(), no.Error()) }
	switch {
	case is(syscall.EACCES), is(syscall.EPERM):
		return ErrDenied
	case is(syscall.EBUSY):
		return ErrBusy
	}
	return ErrNone
}

// choose prefers the largest size that is not too large, and of equals motion JPEG,
// which comes faster over USB. Where all are too large it takes the smallest.
func choose(have []format) (format, bool) {
	have = slices.DeleteFunc(slices.Clone(have), func(f format) bool {
		known := f.code == fourccMJPG || f.code == fourccJPEG || f.code == fourccYUYV && f.width%2 == 0
		return !known || checkSize(f.width, f.height) != nil
	})
	if len(have) == 0 {
		return format{}, false
	}
	better := func(a, b format) int {
		if c := compareSizes(image.Pt(a.width, a.height), image.Pt(b.width, b.height)); c != 0 {
			return c
		}
		if (a.code == fourccYUYV) == (b.code == fourccYUYV) {
			return 0
		}
		if b.code == fourccYUYV {
			return 1
		}
		return -1
	}
	return slices.MaxFunc(have, better), true
}

// v4l2 is an open camera of a Linux desktop.
type v4l2 struct {
	node   node
	path   string
	format format
	mjpeg  mjpeg
	pool   pool
}

var errNoFrame = errors.New("no frame in time")

func (d *v4l2) next(wait time.Duration) (Frame, bool, error) {
	err := d.node.wait(wait)
	var data []byte
	var release func()
	if err == nil {
		data, release, err = d.node.frame()
	}
	switch {
	case errors.Is(err, errNoFrame), errors.Is(err, syscall.EAGAIN), errors.Is(err, syscall.EINTR):
		return Frame{}, false, nil
	case err != nil: // unplugged: ENODEV, and whatever else a driver says then
		return Frame{}, false, &Fault{ErrLost, d.path, err}
	}
	defer release()
	if d.format.code == fourccYUYV {
		return d.yuyv(data)
	}
	img, err := d.mjpeg.decode(data)
	if err != nil {
		return Frame{}, false, &Fault{ErrPicture, d.path, err}
	}
	return NewFrame(img, time.Now()), true, nil
}

func (d *v4l2) yuyv(data []byte) (Frame, bool, error) {
	w, h := d.format.width, d.format.height
	if len(data) < 2*w*h {
		return Frame{}, false, &Fault{ErrPicture, d.path, fmt.Errorf("%d bytes for %d x %d pixels", len(data), w, h)}
	}
	buf, give := d.pool.take()
	img := planes(buf, w, h, image.YCbCrSubsampleRatio422)
	splitYUYV(img, data)
	f := NewFrame(img, time.Now())
	f.Free = give
	return f, true, nil
}

// splitYUYV takes the bytes Y U Y V of two pixels apart; the picture is 4:2:2, without
// gaps and of an even width.
func splitYUYV(dst *image.YCbCr, src []byte) {
	for i := range dst.Cb {
		s := src[4*i : 4*i+4 : 4*i+4]
		dst.Y[2*i], dst.Cb[i], dst.Y[2*i+1], dst.Cr[i] = s[0], s[1], s[2], s[3]
	}
}

func (d *v4l2) close() { d.node.close() }
