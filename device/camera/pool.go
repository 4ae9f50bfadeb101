package camera

import (
	"image"
	"sync"
)

// spare is how many buffers a pool keeps: one is filled, one waits, one is shown, one
// is read.
const spare = 4

// pool lends buffers of one size. One that never comes back is the collector's.
type pool struct {
	size int
	mu   sync.Mutex
	kept [][]byte
}

// take lends a buffer, with old bytes in it. give brings it back, once: later calls do
// nothing.
func (p *pool) take() (buf []byte, give func()) {
	p.mu.Lock()
	if n := len(p.kept); n > 0 {
		buf, p.kept = p.kept[n-1], p.kept[:n-1]
	}
	p.mu.Unlock()
	if buf == nil {
		buf = make([]byte, p.size)
	}
	var once sync.Once
	return buf, func() {
		once.Do(func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			if len(p.kept) < spare {
				p.kept = append(p.kept, buf)
			}
		})
	}
}

// planes lays the three planes of a picture into one buffer of planesSize bytes.
func planes(buf []byte, w, h int, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
	cw, ch := chroma(w, h, ratio)
	y, c := w*h, cw*ch
	return &image.YCbCr{
		Y: buf[:y:y], Cb: buf[y : y+c : y+c], Cr: buf[y+c : y+2*c : y+2*c],
		YStride: w, CStride: cw, SubsampleRatio: ratio, Rect: image.Rect(0, 0, w, h),
	}
}

func planesSize(w, h int, ratio image.YCbCrSubsampleRatio) int {
	cw, ch := chroma(w, h, ratio)
	return w*h + 2*cw*ch
}

// chroma is the size of a colour plane; of the ratios only 4:2:0, 4:2:2 and 4:4:4 are
// known here.
func chroma(w, h int, ratio image.YCbCrSubsampleRatio) (cw, ch int) {
	switch ratio {
	case image.YCbCrSubsampleRatio420:
		return (w + 1) / 2, (h + 1) / 2
	case image.YCbCrSubsampleRatio422:
		return (w + 1) / 2, h
	}
	return w, h
}
