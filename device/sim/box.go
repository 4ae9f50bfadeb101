package sim

import (
	"fmt"
	"image"
	"math"
)

const (
	maxLabels    = 40 // in one picture
	cellW, cellH = 640, 360
	ofCell       = 0.92 // share of a cell's width that its label may fill
)

// Box photographs the front of a box: instruments in rows, a label under each, left to
// right and top to bottom. It also answers where each label is in the picture. Where
// the look leaves the size open it grows with the number of labels, so that each stays
// readable. It fails as Label does, and with no label or more than 40.
func Box(labels []string, look Look) (*image.RGBA, []image.Rectangle, error) {
	look, err := look.check()
	if err != nil {
		return nil, nil, err
	}
	if len(labels) == 0 || len(labels) > maxLabels {
		return nil, nil, fmt.Errorf("sim: a box of %d labels", len(labels))
	}
	codes, widest := make([]barcode, len(labels)), 0
	for i, text := range labels {
		if codes[i], err = encode(text); err != nil {
			return nil, nil, err
		}
		widest = max(widest, codes[i].width())
	}
	columns := int(math.Ceil(math.Sqrt(float64(len(labels)))))
	rows := (len(labels) + columns - 1) / columns
	if look.Width == 0 {
		look.Width = columns * max(cellW, int(float64(legible*widest)/ofCell)+1)
	}
	if look.Height == 0 {
		look.Height = rows * cellH
	}
	if look.Width > maxSide || look.Height > maxSide {
		return nil, nil, fmt.Errorf("sim: %d such labels need a picture of %d x %d pixels", len(labels), look.Width, look.Height)
	}
	c := newCanvas(look.Width, look.Height)
	c.door()
	places := make([]image.Rectangle, len(codes))
	for i, code := range codes {
		cell := image.Rect(i%columns*look.Width/columns, i/columns*look.Height/rows,
			(i%columns+1)*look.Width/columns, (i/columns+1)*look.Height/rows)
		if places[i], err = c.cell(cell, code, i); err != nil {
			return nil, nil, err
		}
	}
	out, p := photograph(c.RGBA, look)
	for i := range places {
		places[i] = p.bounds(places[i]).Intersect(out.Rect)
	}
	return out, places, nil
}

// door draws the seam of the lid and its screws.
func (c canvas) door() {
	short := min(c.Rect.Dx(), c.Rect.Dy())
	lid := c.Rect.Inset(short / 60)
	c.frame(lid, max(1, short/180), seam())
	d := short / 30
	for _, p := range [4]image.Point{
		lid.Min.Add(image.Pt(d, d)), lid.Max.Sub(image.Pt(d, d)),
		{X: lid.Min.X + d, Y: lid.Max.Y - d}, {X: lid.Max.X - d, Y: lid.Min.Y + d},
	} {
		c.disc(p, max(1, short/80), seam())
	}
}

// cell draws an instrument and the label under it.
func (c canvas) cell(r image.Rectangle, code barcode, number int) (image.Rectangle, error) {
	pad := r.Dx() / 25
	body := image.Rect(r.Min.X+r.Dx()/4, r.Min.Y+r.Dy()/12, r.Max.X-r.Dx()/4, r.Min.Y+r.Dy()*6/10)
	if err := c.instrument(body, number); err != nil {
		return image.Rectangle{}, err
	}
	return c.label(image.Rect(r.Min.X+pad, r.Min.Y+r.Dy()*65/100, r.Max.X-pad, r.Min.Y+r.Dy()*95/100), code)
}

// instrument is a pale case with a window of digits and a lamp.
func (c canvas) instrument(r image.Rectangle, number int) error {
	c.fill(r, shell())
	c.frame(r, max(1, r.Dx()/80), seam())
	window := image.Rect(r.Min.X+r.Dx()/8, r.Min.Y+r.Dy()/6, r.Max.X-r.Dx()/8, r.Min.Y+r.Dy()/2)
	c.fill(window, glass())
	c.frame(window, max(1, r.Dx()/100), ink())
	c.disc(image.Pt(r.Min.X+r.Dx()/6, r.Min.Y+r.Dy()*3/4), max(1, r.Dx()/40), ink())
	return c.text(window.Inset(window.Dy()/6), fmt.Sprintf("%06d.%d", 1234+777*number, number%10), ink())
}
