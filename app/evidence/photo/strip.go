package photo

import (
	"image"
	"image/color"
	"math"
	"strings"
	"sync"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"dianqin/assets/fonts"
	"dianqin/data/model"
)

// Letters writes Chinese and Latin letters onto pictures. One serves the whole app; the
// type faces are read when they are first needed.
type Letters struct {
	once  sync.Once
	faces [2]*opentype.Font // Chinese, Latin
	err   error
}

// read parses the faces, which takes a few milliseconds.
func (l *Letters) read() error {
	l.once.Do(func() {
		for i, raw := range [][]byte{fonts.Bold(), gobold.TTF} { // bold: thin strokes do not survive a JPEG
			if l.faces[i], l.err = opentype.Parse(raw); l.err != nil {
				return
			}
		}
	})
	return l.err
}

const (
	stripShare = 34   // the side of a square as large as the picture holds this many letters
	leastSize  = 11.0 // pixels that Chinese letters need to be read
	lineShare  = 1.4  // height of a line in letters
	between    = "  "
)

// The strip is nearly black: white letters on it keep 8 to 1 on a white wall.
var (
	stripColour = color.RGBA{A: 0xc8}
	stripInk    = image.White
)

// Strip writes lines at the bottom of a picture. A line is parts that stay together;
// where a line is too long its parts go on below. Code: internal, where the faces
// cannot be read.
func (l *Letters) Strip(img *image.RGBA, lines [][]string) error {
	if err := l.read(); err != nil {
		return model.Fail("internal")
	}
	size := img.Rect.Size()
	height := max(leastSize, math.Sqrt(float64(size.X)*float64(size.Y))/stripShare)
	p := pen{dst: img, fonts: l.faces, buf: new(sfnt.Buffer)}
	for i, f := range l.faces {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: height, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return model.Fail("internal")
		}
		defer face.Close()
		p.faces[i] = face
	}
	edge := int(height * 0.6)
	rows := p.broken(lines, fixed.I(max(1, size.X-2*edge)))
	step := int(height * lineShare)
	if most := (size.Y - edge) / step; len(rows) > most { // a picture lower than its words
		rows = rows[:max(0, most)]
	}
	if len(rows) == 0 {
		return nil
	}
	top := size.Y - len(rows)*step - edge
	bar := image.Rect(0, top, size.X, size.Y).Add(img.Rect.Min)
	draw.Draw(img, bar, image.NewUniform(stripColour), image.Point{}, draw.Over)
	for i, row := range rows {
		p.write(row, img.Rect.Min.X+edge, img.Rect.Min.Y+top+edge/2+i*step+int(height*1.05))
	}
	return nil
}

// pen writes with two faces of one size.
type pen struct {
	dst   draw.Image
	fonts [2]*opentype.Font
	faces [2]font.Face
	buf   *sfnt.Buffer
}

// face is the one that has a letter: Chinese letters are in the first and nothing else
// is; what neither has is drawn as the second's box.
func (p pen) face(r rune) font.Face {
	if i, err := p.fonts[0].GlyphIndex(p.buf, r); err == nil && i != 0 && r != ' ' {
		return p.faces[0]
	}
	return p.faces[1]
}

func (p pen) width(s string) fixed.Int26_6 {
	w := fixed.Int26_6(0)
	for _, r := range s {
		a, _ := p.face(r).GlyphAdvance(r)
		w += a
	}
	return w
}

func (p pen) write(s string, x, y int) {
	d := font.Drawer{Dst: p.dst, Src: stripInk, Dot: fixed.P(x, y)}
	for _, r := range s {
		d.Face = p.face(r)
		d.DrawString(string(r))
	}
}

// broken brings lines into a width: parts go to the next row whole, and a part that is
// itself too long is cut where it must.
func (p pen) broken(lines [][]string, width fixed.Int26_6) []string {
	var rows []string
	for _, line := range lines {
		row := ""
		for _, part := range line {
			part = strings.Join(strings.Fields(part), " ")
			if part == "" {
				continue
			}
			if row != "" && p.width(row+between+part) <= width {
				row += between + part
				continue
			}
			if row != "" {
				rows = append(rows, row)
			}
			for row = part; p.width(row) > width; {
				cut := p.fitting(row, width)
				rows, row = append(rows, row[:cut]), row[cut:]
			}
		}
		if row != "" {
			rows = append(rows, row)
		}
	}
	return rows
}

// fitting is how many bytes of a text fit into a width, one letter at the least.
func (p pen) fitting(s string, width fixed.Int26_6) int {
	w := fixed.Int26_6(0)
	for i, r := range s {
		a, _ := p.face(r).GlyphAdvance(r)
		if w += a; w > width && i > 0 {
			return i
		}
	}
	return len(s)
}
