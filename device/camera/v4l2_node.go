//go:build linux && !android && !fakecam

package camera

import (
	"errors"
	"time"

	"github.com/blackjack/webcam"
)

// buffers is how many frames the driver may hold.
const buffers = 4

// videoNode is the real node: the ioctls of V4L2.
type videoNode struct{ cam *webcam.Webcam }

func openNode(path string) (node, error) {
	cam, err := webcam.Open(path)
	if err != nil {
		return nil, err
	}
	return videoNode{cam}, nil
}

func (n videoNode) formats() []format {
	var out []format
	for code := range n.cam.GetSupportedFormats() {
		for _, s := range n.cam.GetSupportedFrameSizes(code) {
			out = append(out, format{uint32(code),
				nearest(frameWidth, s.MinWidth, s.MaxWidth, s.StepWidth),
				nearest(frameHeight, s.MinHeight, s.MaxHeight, s.StepHeight)})
		}
	}
	return out
}

// nearest is the size of a range that is the closest to the wanted one from below.
func nearest(want, least, most, step uint32) int {
	v := max(least, min(most, want))
	if step > 1 {
		v -= (v - least) % step
	}
	return int(v)
}

func (n videoNode) set(f format) error {
	// The library answers with the size that was asked for, not with what was set: a
	// frame of another length is found out when it comes.
	code, _, _, err := n.cam.SetImageFormat(webcam.PixelFormat(f.code), uint32(f.width), uint32(f.height))
	if err == nil && uint32(code) != f.code {
		return errors.New("it gives another format than it said")
	}
	return err
}

func (n videoNode) stream() error {
	if err := n.cam.SetBufferCount(buffers); err != nil {
		return err
	}
	return n.cam.StartStreaming()
}

func (n videoNode) wait(d time.Duration) error {
	err := n.cam.WaitForFrame(uint32((d + time.Second - 1) / time.Second))
	if t := (*webcam.Timeout)(nil); errors.As(err, &t) {
		return errNoFrame
	}
	return err
}

func (n videoNode) frame() ([]byte, func(), error) {
	data, index, err := n.cam.GetFrame()
	if err != nil {
		return nil, nil, err
	}
	if len(data) == 0 {
		return nil, nil, errors.Join(errNoFrame, n.cam.ReleaseFrame(index))
	}
	return data, func() { _ = n.cam.ReleaseFrame(index) }, nil // a device that is gone says so with the next frame
}

func (n videoNode) close() { _ = n.cam.Close() } // nothing can be done about it
