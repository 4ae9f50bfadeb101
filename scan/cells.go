package scan

import "math"

// Bars are told from all else by their direction: in a small square of the
// picture every change of grey points the same way. The structure tensor sums
// the products of the changes, (xx, xy; xy, yy); its main axis is the direction
// and the share of the energy that lies along it the coherence (J. Bigün and
// G. Granlund, "Optimal orientation detection of linear symmetry", 1987).

// cells is a frame cut into squares with the structure tensor of each.
type cells struct {
	size       int // pixels a side
	w, h       int // cells
	xx, yy, xy []float32
	angle      []float32 // twice the direction across the bars, radians
	label      []int32   // of what it is part, see below
	rough      []bool    // noise says more here than edges
}

// What a cell is before it belongs to a region; regions count from 1.
const (
	plainCell = -1 // little happens here, or something was read here
	barsCell  = 0  // like bars
	busyCell  = -2 // a lot happens in all directions
)

// leastEnergy is the mean square of a change of grey, over two pixels, below
// which a cell is paper: about what bars of a contrast of 20 make.
const leastEnergy = 60

// load cuts a frame up. Cells are 16 pixels wide, so that noise averages out and
// a few bars fall into each; 8 in small pictures, whose codes are small as well.
// Sparse looks at a quarter as many pixels, which does for codes in plain sight.
func (c *cells) load(f Frame, sparse bool) {
	const small = 500 * 400
	c.size = 16
	if f.Height < small/f.Width {
		c.size = 8
	}
	rowStep, columnStep := 2+c.size/8, 2 // 4 of 16 rows, 2 of 8
	if sparse {
		rowStep, columnStep = 2*rowStep, 4
	}
	c.w, c.h = f.Width/c.size, f.Height/c.size
	n := c.w * c.h
	c.xx, c.yy, c.xy = resize(c.xx, n), resize(c.yy, n), resize(c.xy, n)
	c.angle, c.label, c.rough = resize(c.angle, n), resize(c.label, n), resize(c.rough, n)
	for y := range c.h {
		for x := range c.w {
			xx, yy, xy, bend, count := sumTensor(f, x*c.size, y*c.size, c.size, rowStep, columnStep)
			c.set(y*c.w+x, float32(xx), float32(yy), float32(xy), float32(bend), float32(count))
		}
	}
}

// set keeps a cell's tensor, of count changes, and says what it looks like. Bend is
// the sum of the squares of the second differences along the rows.
func (c *cells) set(i int, xx, yy, xy, bend, count float32) {
	const coherent = 0.16 // the square of 0.4: what bars keep in noise half as strong as they
	const noisy = 1.5     // noise bends three times as much as it slopes, edges as much at most
	c.xx[i], c.yy[i], c.xy[i], c.label[i] = xx, yy, xy, plainCell
	c.rough[i] = bend > noisy*xx
	energy := xx + yy
	if energy < leastEnergy*count {
		return
	}
	d := xx - yy
	if d*d+4*xy*xy < coherent*energy*energy {
		if !c.rough[i] {
			c.label[i] = busyCell
		}
		return
	}
	c.label[i] = barsCell
	c.angle[i] = float32(math.Atan2(2*float64(xy), float64(d)))
}

// sumTensor sums the tensor over a sample of a square's pixels, every few of a
// row every few rows: they say as much as all, as neighbours hardly differ.
func sumTensor(f Frame, left, top, size, rowStep, columnStep int) (xx, yy, xy, bend int32, count int) {
	for y := top + 1; y < top+size-1; y += rowStep {
		o := y*f.Stride + left
		row, up, down := f.Pix[o:o+size], f.Pix[o-f.Stride:][:size], f.Pix[o+f.Stride:][:size]
		up, down = up[:len(row)], down[:len(row)] // spares the loop looking at their lengths
		for x := 1; x < len(row)-1; x += columnStep {
			gx := int32(row[x+1]) - int32(row[x-1])
			gy := int32(down[x]) - int32(up[x])
			xx += gx * gx
			yy += gy * gy
			xy += gx * gy
			b := int32(row[x+1]) + int32(row[x-1]) - 2*int32(row[x])
			bend += b * b
		}
		count += (size-3)/columnStep + 1
	}
	return xx, yy, xy, bend, count
}

// clearInside forgets the cells whose middle lies in a quadrilateral.
func (c *cells) clearInside(q [4]Point, scale float64) {
	s := float64(c.size) * scale
	x0, y0, x1, y1 := bounds(q)
	for y := max(0, int(y0/s)); y < min(c.h, int(y1/s)+1); y++ {
		for x := max(0, int(x0/s)); x < min(c.w, int(x1/s)+1); x++ {
			if inside(q, Point{(float64(x) + 0.5) * s, (float64(y) + 0.5) * s}) {
				c.label[y*c.w+x] = plainCell
			}
		}
	}
}
