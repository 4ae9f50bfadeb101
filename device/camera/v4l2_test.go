//go:build linux && !android && !fakecam

package camera

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// paperNode is a node without a driver: what the kernel would say is written down. No
// machine of ours has a V4L2 device; everything but the ioctls is tested by it.
type paperNode struct {
	have           []format
	setErr, runErr error
	data           chan []byte // nil bytes: unplugged
	chosen         format
	closed, lent   int
}

func (n *paperNode) formats() []format  { return n.have }
func (n *paperNode) set(f format) error { n.chosen = f; return n.setErr }
func (n *paperNode) stream() error      { return n.runErr }
func (n *paperNode) close()             { n.closed++ }
func (n *paperNode) wait(d time.Duration) error {
	if len(n.data) == 0 {
		time.Sleep(min(d, 5*time.Millisecond))
		return errNoFrame
	}
	return nil
}
func (n *paperNode) frame() ([]byte, func(), error) {
	data := <-n.data
	if data == nil {
		return nil, nil, syscall.ENODEV
	}
	n.lent++
	return data, func() { n.lent-- }, nil
}

// nodes opens written nodes by name.
func nodes(all map[string]any) func(string) (node, error) {
	return func(path string) (node, error) {
		if n, ok := all[path].(node); ok {
			return n, nil
		}
		return nil, all[path].(error)
	}
}

var (
	big   = format{fourccMJPG, 1920, 1080}
	good  = format{fourccMJPG, 1280, 720}
	plain = format{fourccYUYV, 1280, 720}
	small = format{fourccYUYV, 640, 480}
)

func TestV4L2_ChoosesTheBestFormat(t *testing.T) {
	for _, c := range []struct {
		have []format
		want format
	}{
		{[]format{small, big, plain, good}, good},
		{[]format{small, plain}, plain},
		{[]format{small, {fourccMJPG, 320, 240}}, small},
		{[]format{big, {fourccMJPG, 4000, 3000}}, big},
		{[]format{{1, 1280, 720}, {fourccYUYV, 0, 0}, {fourccYUYV, 641, 480}, small}, small},
	} {
		if got, ok := choose(c.have); !ok || got != c.want {
			t.Errorf("of %v: %v", c.have, got)
		}
	}
	if _, ok := choose([]format{{1, 640, 480}}); ok {
		t.Error("a format that nobody knows was chosen")
	}
}

func TestV4L2_NearestSizeOfARange(t *testing.T) {
	for _, c := range []struct{ least, most, step, want uint32 }{{640, 640, 0, 640}, {16, 4096, 16, 1280}, {100, 4096, 48, 1252}, {2000, 4000, 2, 2000}, {0, 0, 0, 0}} {
		if got := nearest(1280, c.least, c.most, c.step); got != int(c.want) {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

func TestV4L2_ListsNodesByNumber(t *testing.T) {
	dir := folder(t, map[string][]byte{"video10": nil, "video2": nil, "video0": nil, "vbi0": nil, "videoX": nil})
	var got []string
	for _, p := range videoNodes(dir) {
		got = append(got, filepath.Base(p))
	}
	if fmt.Sprint(got) != "[video0 video2 video10]" {
		t.Fatal(got)
	}
}

func TestV4L2_OpensTheFirstThatWorks(t *testing.T) {
	metadata, camera := &paperNode{}, &paperNode{have: []format{good}}
	_, err := openFirst([]string{"a", "b", "c"}, nodes(map[string]any{"a": metadata, "b": camera, "c": syscall.EACCES}))
	if err != nil || camera.chosen != good || metadata.closed != 1 || camera.closed != 0 {
		t.Fatal(err, metadata.closed, camera.closed)
	}
}

func TestV4L2_TellsWhyNoneOpens(t *testing.T) {
	busy := &paperNode{have: []format{good}, setErr: syscall.EBUSY}
	busyLater := &paperNode{have: []format{good}, runErr: errors.New("Failed to map request buffers: device or resource busy")}
	for name, c := range map[string]struct {
		all  map[string]any
		want Code
	}{
		"nothing there":   {nil, ErrNone},
		"not a camera":    {map[string]any{"a": errors.New("Not a video capture device")}, ErrNone},
		"not allowed":     {map[string]any{"a": syscall.EACCES, "b": &paperNode{}}, ErrDenied},
		"in use":          {map[string]any{"a": busy}, ErrBusy},
		"in use, as text": {map[string]any{"a": busyLater}, ErrBusy},
		"in use counts":   {map[string]any{"a": syscall.EACCES, "b": busy}, ErrBusy},
	} {
		var paths []string
		for p := range c.all {
			paths = append(paths, p)
		}
		if _, err := openFirst(paths, nodes(c.all)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if busy.closed == 0 || busyLater.closed == 0 {
		t.Error("a camera in use stays open")
	}
}

// over starts a camera over a node.
func over(t *testing.T, n *paperNode) *live {
	t.Helper()
	n.data = make(chan []byte, 8)
	open := nodes(map[string]any{"a": n})
	c := Default().(*live)
	c.open = func(context.Context) (device, error) { return openFirst([]string{"a"}, open) }
	start(t, c)
	return c
}

func TestV4L2_TakesYUYVApart(t *testing.T) {
	n := &paperNode{have: []format{{fourccYUYV, 4, 2}}}
	c := over(t, n)
	n.data <- []byte{1, 101, 2, 201, 3, 102, 4, 202, 5, 103, 6, 203, 7, 104, 8, 204, 99}
	f := fetch(t, c.Frames())
	img := f.Image.(*image.YCbCr)
	if !bytes.Equal(f.Pix, []byte{1, 2, 3, 4, 5, 6, 7, 8}) || !bytes.Equal(img.Cb, []byte{101, 102, 103, 104}) || !bytes.Equal(img.Cr, []byte{201, 202, 203, 204}) {
		t.Fatal(f.Pix, img.Cb, img.Cr)
	}
	f.Free()
	n.data <- []byte{1, 2, 3}
	if err := fetch(t, c.Faults()); !errors.Is(err, ErrPicture) {
		t.Fatal(err)
	}
	c.Close()
	if n.closed != 1 || n.lent != 0 {
		t.Fatal(n.closed, n.lent)
	}
}

func TestV4L2_DecodesMotionJPEGAndIsLostWhenUnplugged(t *testing.T) {
	n := &paperNode{have: []format{good}}
	c := over(t, n)
	n.data <- []byte("torn")
	if err := fetch(t, c.Faults()); !errors.Is(err, ErrPicture) {
		t.Fatal(err)
	}
	n.data <- encodeJPEG(t, grey(70))
	if f := fetch(t, c.Frames()); !near(shade(f), 70) || f.Width != 16 {
		t.Fatal(shade(f), f.Width)
	}
	n.data <- encodeJPEG(t, grey(80))
	next := encodeJPEG(t, grey(90))
	time.AfterFunc(30*time.Millisecond, func() { n.data <- next })
	if p, err := c.Still(t.Context()); err != nil || p.Width != 16 {
		t.Fatal(err)
	}
	n.data <- nil
	ended(t, c.Frames())
	if !errors.Is(c.Err(), ErrLost) || !errors.Is(c.Err(), syscall.ENODEV) {
		t.Fatal(c.Err())
	}
}

// What the library does here, where there is no device behind a path.
func TestV4L2_RealNodesThatAreNone(t *testing.T) {
	file := filepath.Join(folder(t, map[string][]byte{"video0": []byte("x")}), "video0")
	for _, path := range []string{file, filepath.Dir(file), "/dev/null"} {
		if _, err := openV4L2(path, openNode); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if os.Getuid() != 0 { // root may open everything
		if err := os.Chmod(file, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := openV4L2(file, openNode); !errors.Is(err, ErrDenied) {
			t.Error(err)
		}
	}
}
