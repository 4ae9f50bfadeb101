package sim

import (
	"context"
	"fmt"
	"image"
	"sync"

	"dianqin/device/camera"
)

// Camera shows pictures from memory, one after the other by hand, and fails on demand.
// Frames, Faults, Err, Still and Close are those of camera.Reel. It has a torch, a zoom
// and a focus; see lens.
type Camera struct {
	*camera.Reel
	mu           sync.Mutex
	pictures     []image.Image
	at           int
	lost, denied bool
	lens         lens
}

var (
	_ camera.Camera   = (*Camera)(nil)
	_ camera.Controls = (*Camera)(nil)
)

// NewCamera holds pictures and shows the first. With none, Start fails with
// camera.ErrNone until Show brings one.
func NewCamera(pictures ...image.Image) *Camera {
	c := &Camera{pictures: pictures}
	c.Reel = camera.NewReel("sim", c.list, 0)
	return c
}

// list is the one picture whose turn it is: the reel asks before each.
func (c *Camera) list() ([]camera.Picture, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.denied {
		return nil, &camera.Fault{Code: camera.ErrDenied, Name: "sim"}
	}
	if len(c.pictures) == 0 {
		return nil, nil
	}
	return []camera.Picture{{Name: fmt.Sprintf("sim-%d", c.at+1), Load: c.load}}, nil
}

func (c *Camera) load() (image.Image, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lost {
		return nil, &camera.Fault{Code: camera.ErrLost, Name: "sim"}
	}
	return c.lens.through(c.pictures[c.at]), nil
}

// Start begins a run; what was set in the last one is forgotten.
func (c *Camera) Start(ctx context.Context) error {
	if !c.Running() {
		c.mu.Lock()
		c.lens = lens{}
		c.mu.Unlock()
	}
	return c.Reel.Start(ctx)
}

// Next goes on to the next picture, round and round. When it returns nil, the next
// frame fetched shows it.
func (c *Camera) Next() error {
	c.mu.Lock()
	if len(c.pictures) > 0 {
		c.at = (c.at + 1) % len(c.pictures)
	}
	c.mu.Unlock()
	return c.Reel.Next()
}

// Show points the camera at a picture of its own, running or not.
func (c *Camera) Show(img image.Image) {
	c.mu.Lock()
	c.pictures = append(c.pictures, img)
	c.at = len(c.pictures) - 1
	c.mu.Unlock()
	_ = c.Reel.Next() // a closed camera shows it when it is started
}

// Lose unplugs the camera: the run ends with camera.ErrLost, and so will the next ones
// until Find.
func (c *Camera) Lose() {
	c.mu.Lock()
	c.lost = true
	c.mu.Unlock()
	_ = c.Reel.Next()
}

// Find plugs it in again.
func (c *Camera) Find() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lost = false
}

// Deny makes Start fail with camera.ErrDenied, as a person who said no; Deny(false)
// takes it back. A run under way ends at its next picture.
func (c *Camera) Deny(no bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.denied = no
}
