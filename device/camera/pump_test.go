package camera

import (
	"context"
	"errors"
	"image"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// tap is a source that gives a picture now and then and notes how it is closed.
type tap struct {
	every time.Duration // 0: never
	img   image.Image
	mu    sync.Mutex
	gave  time.Time
	gone  chan struct{}
	shut  time.Duration // how long after a picture it was closed
	out   int           // pictures lent
	count int
	once  sync.Once
}

func newTap(every time.Duration, img image.Image) *tap {
	return &tap{every: every, img: img, gone: make(chan struct{})}
}

func (s *tap) read() (image.Image, func(), error) {
	var tick <-chan time.Time
	if s.every > 0 {
		tick = time.After(s.every)
	}
	select {
	case <-s.gone:
		return nil, nil, io.EOF
	case <-tick:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gave = time.Now()
	s.out++
	return s.img, func() { s.mu.Lock(); s.out--; s.mu.Unlock() }, nil
}

func (s *tap) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shut = time.Since(s.gave)
	s.count++
	s.fail()
	return nil
}

// fail ends it from within.
func (s *tap) fail() { s.once.Do(func() { close(s.gone) }) }

func pumping(s source) *live {
	return &live{name: "pump", open: func(context.Context) (device, error) { return newPump("pump", s), nil }}
}

func TestPump_KeepsAPictureThatWasOnlyLent(t *testing.T) {
	wide := image.NewYCbCr(image.Rect(0, 0, 20, 8), image.YCbCrSubsampleRatio422)
	for i := range wide.Y {
		wide.Y[i] = byte(i)
	}
	for i := range wide.Cb {
		wide.Cb[i], wide.Cr[i] = byte(2*i), byte(3*i)
	}
	part := wide.SubImage(image.Rect(0, 0, 12, 8)).(*image.YCbCr) // its rows have gaps
	s := newTap(time.Millisecond, part)
	c := pumping(s)
	start(t, c)
	f := fetch(t, c.Frames())
	own := f.Image.(*image.YCbCr)
	for y := range 8 {
		for x := range 12 {
			if own.YCbCrAt(x, y) != part.YCbCrAt(x, y) {
				t.Fatalf("%d, %d: %v, want %v", x, y, own.YCbCrAt(x, y), part.YCbCrAt(x, y))
			}
		}
	}
	if &own.Y[0] == &wide.Y[0] {
		t.Fatal("it was not copied")
	}
	c.Close()
	if s.out != 0 || s.count != 1 {
		t.Fatalf("%d pictures not released, closed %d times", s.out, s.count)
	}
}

func TestPump_TakesPicturesOfOtherKinds(t *testing.T) {
	for _, img := range []image.Image{grey(9), image.NewYCbCr(image.Rect(0, 0, 16, 8), image.YCbCrSubsampleRatio410)} {
		c := pumping(newTap(time.Millisecond, img))
		start(t, c)
		if f := fetch(t, c.Frames()); f.Width != 16 || f.Height != 8 || f.Image == img {
			t.Fatalf("%T: %d x %d", img, f.Width, f.Height)
		}
	}
}

func TestPump_ClosesRightAfterAPicture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTap(40*time.Millisecond, grey(1))
		p := newPump("x", s)
		time.Sleep(130 * time.Millisecond)
		p.close()
		if s.shut != 0 || s.count != 1 {
			t.Fatalf("closed %v after a picture, %d times", s.shut, s.count)
		}
	})
}

func TestPump_ClosesASilentSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTap(0, nil)
		p := newPump("x", s)
		began := time.Now()
		p.close()
		if s.count != 1 || time.Since(began) > 2*linger {
			t.Fatal(s.count, time.Since(began))
		}
	})
}

func TestPump_ASilentCameraIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPump("x", newTap(0, nil))
		defer p.close()
		began := time.Now()
		for {
			_, ok, err := p.next(nap)
			if err != nil {
				if !errors.Is(err, ErrLost) || time.Since(began) < silence {
					t.Fatal(err, time.Since(began))
				}
				return
			}
			if ok {
				t.Fatal("a picture came from nowhere")
			}
		}
	})
}

func TestPump_EndsWithItsSource(t *testing.T) {
	s := newTap(time.Millisecond, grey(1))
	c := pumping(s)
	start(t, c)
	fetch(t, c.Frames())
	frames := c.Frames()
	s.fail()
	ended(t, frames)
	if !errors.Is(c.Err(), ErrLost) || !errors.Is(c.Err(), io.EOF) {
		t.Fatal(c.Err())
	}
}
