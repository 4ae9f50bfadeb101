package scan

// halfFrame is a frame at half its size: noise falls by half, bars of two pixels
// and more stay.
type halfFrame struct {
	frame   Frame
	pix     []byte
	regions regions
}

// load shrinks a frame.
func (h *halfFrame) load(f Frame) {
	w, hh := f.Width/2, f.Height/2
	h.pix = resize(h.pix, w*hh)
	h.frame = Frame{Pix: h.pix, Width: w, Height: hh, Stride: w}
	for y := range hh {
		shrinkRow(f, y, 2, h.pix[y*w:][:w])
	}
}
