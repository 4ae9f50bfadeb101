package camera

import (
	"errors"
	"image"
	"image/draw"
	"sync"
	"time"
)

const (
	silence = 5 * time.Second // without a frame a camera counts as gone: some never say it
	linger  = time.Second     // how long closing waits for a frame to close after
)

// source is a camera that is read by waiting for it, for as long as it likes.
type source interface {
	// read lends the next picture until release. It ends with an error when the source
	// is closed.
	read() (img image.Image, release func(), err error)
	close() error
}

// pump makes a device of a source: a goroutine reads it without a pause and keeps a
// copy of the newest picture.
//
// It closes the source just after a picture came. A source may be about to hand over
// another one from a thread of its own, and the one of Windows dies when it is closed
// then; right after one picture the next is far.
type pump struct {
	name   string
	source source
	frames *latch[Frame]
	quit   chan struct{}
	done   chan struct{} // closed when the goroutine has ended
	last   time.Time     // when next had a frame; of the caller of next alone
	once   sync.Once
	err    error // why reading ended; read after done
	pool   pool
}

func newPump(name string, s source) *pump {
	p := &pump{name: name, source: s, frames: newLatch(free), quit: make(chan struct{}), done: make(chan struct{}), last: time.Now()}
	go p.run()
	return p
}

func (p *pump) run() {
	defer close(p.done)
	defer p.frames.close()
	for {
		img, release, err := p.source.read()
		if err != nil {
			p.err = err
			return
		}
		select {
		case <-p.quit:
			release()
			p.shut()
			return
		default:
		}
		f := p.keep(img)
		release()
		p.frames.put(f)
	}
}

func (p *pump) shut() { p.once.Do(func() { _ = p.source.close() }) } // what fails here was lost before

// keep copies a picture that is only lent.
func (p *pump) keep(img image.Image) Frame {
	src, ok := img.(*image.YCbCr)
	if !ok || src.SubsampleRatio > image.YCbCrSubsampleRatio420 { // 4:1:1 and rarer
		b := img.Bounds()
		own := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
		draw.Draw(own, own.Rect, img, b.Min, draw.Src)
		return NewFrame(own, time.Now())
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if size := planesSize(w, h, src.SubsampleRatio); size != p.pool.size {
		p.pool = pool{size: size}
	}
	buf, give := p.pool.take()
	own := planes(buf, w, h, src.SubsampleRatio)
	cw, ch := chroma(w, h, src.SubsampleRatio)
	copyRows(own.Y, src.Y, w, h, src.YStride)
	copyRows(own.Cb, src.Cb, cw, ch, src.CStride)
	copyRows(own.Cr, src.Cr, cw, ch, src.CStride)
	f := NewFrame(own, time.Now())
	f.Free = give
	return f
}

func copyRows(dst, src []byte, w, h, stride int) {
	for y := range h {
		copy(dst[y*w:(y+1)*w], src[y*stride:])
	}
}

func (p *pump) next(wait time.Duration) (Frame, bool, error) {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case f, open := <-p.frames.c:
		if !open {
			<-p.done
			return Frame{}, false, &Fault{ErrLost, p.name, p.err}
		}
		p.last = time.Now()
		return f, true, nil
	case <-t.C:
		if time.Since(p.last) > silence {
			return Frame{}, false, &Fault{ErrLost, p.name, errors.New("no picture comes any more")}
		}
		return Frame{}, false, nil
	}
}

func (p *pump) close() {
	close(p.quit)
	select {
	case <-p.done:
	case <-time.After(linger): // no picture comes: none can come in between
	}
	p.shut()
	select { // a driver that hangs keeps its goroutine, not ours
	case <-p.done:
	case <-time.After(linger):
	}
}
