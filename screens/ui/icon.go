package ui

import (
	"fmt"
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Glyph is the drawing of an icon on a 24 by 24 grid: SVG elements, strokes only.
// All glyphs in icons.go were drawn for this project; none is copied from an icon set.
type Glyph string

// Resource is the glyph as an SVG of px pixels in a colour. Fyne's SVG
// renderer takes a stroke width as device pixels whatever the size of the
// picture, so the widths are multiplied here; and it caches by name, so colour
// and size are part of the name.
func (g Glyph) Resource(c color.Color, px, stroke float32) fyne.Resource {
	r, gr, b, _ := c.RGBA()
	hex := fmt.Sprintf("%02x%02x%02x", r>>8, gr>>8, b>>8)
	k := px / 24 * stroke / 2
	body := scaleStrokes(string(g), k)
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><g fill="none" stroke="#%s" stroke-width="%.3f" stroke-linecap="round" stroke-linejoin="round">%s</g></svg>`, hex, 2*k, body)
	return fyne.NewStaticResource(fmt.Sprintf("dq-%x-%s-%.0f-%.1f.svg", hash(string(g)), hex, px, stroke), []byte(svg))
}

// scaleStrokes multiplies every stroke width that a glyph sets for itself.
func scaleStrokes(svg string, k float32) string {
	const mark = `stroke-width="`
	parts := strings.Split(svg, mark)
	for i, part := range parts[1:] {
		number, rest, _ := strings.Cut(part, `"`)
		w, err := strconv.ParseFloat(number, 32)
		if err != nil {
			w = 2
		}
		parts[i+1] = fmt.Sprintf(`%.3f"%s`, float32(w)*k, rest)
	}
	return strings.Join(parts, mark)
}

func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// Icon is a glyph in a named colour that follows the theme.
type Icon struct {
	widget.BaseWidget
	glyph Glyph
	col   fyne.ThemeColorName
	size  float32
}

// iconDp is a size of an icon or disc in the present text size: they grow with
// the text, but less, so that bars and buttons keep their heights.
func iconDp(dp float32) float32 { return dp * (1 + (scaled(1)-1)*0.6) }

// NewIcon makes an icon of size dp at text scale 1.
func NewIcon(g Glyph, size float32, col fyne.ThemeColorName) *Icon {
	i := &Icon{glyph: g, size: size, col: col}
	i.ExtendBaseWidget(i)
	return i
}

// Glyph is what the icon shows.
func (i *Icon) Glyph() Glyph { return i.glyph }

// Ink is the named colour of the icon.
func (i *Icon) Ink() fyne.ThemeColorName { return i.col }

// Set changes glyph and colour.
func (i *Icon) Set(g Glyph, col fyne.ThemeColorName) {
	if i.glyph != g || i.col != col {
		i.glyph, i.col = g, col
		i.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	img := canvas.NewImageFromResource(i.resource())
	img.FillMode = canvas.ImageFillContain
	return &iconRenderer{i, img}
}

func (i *Icon) resource() fyne.Resource {
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(i); c != nil {
		scale = c.Scale()
	}
	return i.glyph.Resource(colour(i.col), iconDp(i.size)*scale, theme.Size(SizeIconStroke))
}

type iconRenderer struct {
	i   *Icon
	img *canvas.Image
}

func (r *iconRenderer) Destroy()                     {}
func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.img} }
func (r *iconRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(iconDp(r.i.size)) }
func (r *iconRenderer) Layout(z fyne.Size) {
	d := iconDp(r.i.size)
	place(r.img, (z.Width-d)/2, (z.Height-d)/2, d, d)
}

// Refresh draws the glyph anew only where glyph, colour or size are others: rows of a
// list are refreshed with every step that they scroll by.
func (r *iconRenderer) Refresh() {
	next := r.i.resource()
	if r.img.Image != nil && r.img.Resource.Name() == next.Name() {
		canvas.Refresh(r.img)
		return
	}
	r.img.Resource = next
	r.img.Refresh()
}

// Disc is an icon on a filled circle: the mark of a verdict, a state or a person.
type Disc struct {
	widget.BaseWidget
	glyph     Glyph
	word      string
	fill, ink fyne.ThemeColorName
	edge      fyne.ThemeColorName
	d         float32
}

// NewDisc makes a circle of d dp with an icon of half that size.
func NewDisc(g Glyph, d float32, fill, ink fyne.ThemeColorName) *Disc {
	c := &Disc{glyph: g, d: d, fill: fill, ink: ink}
	c.ExtendBaseWidget(c)
	return c
}

// NewInitial makes a circle with a character, for people and for the order of tasks.
func NewInitial(word string, d float32, fill, ink, edge fyne.ThemeColorName) *Disc {
	c := &Disc{word: word, d: d, fill: fill, ink: ink, edge: edge}
	c.ExtendBaseWidget(c)
	return c
}

// newRing makes an empty circle: expected, or not chosen.
func newRing(d float32) *Disc {
	c := NewDisc("", d, ColTransparent, ColTransparent)
	c.edge = ColFaint
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *Disc) CreateRenderer() fyne.WidgetRenderer {
	r := &discRenderer{c: c, o: canvas.NewCircle(nil)}
	if c.word != "" {
		role := SmallBold
		if c.d >= 40 {
			role = Title
		} else if c.d < 26 {
			role = CaptionBold
		}
		r.word = NewText(c.word, role, c.ink).Center()
		r.mark = r.word
	} else {
		r.icon = NewIcon(c.glyph, c.d*0.62, c.ink)
		r.mark = r.icon
	}
	r.Refresh()
	return r
}

type discRenderer struct {
	c    *Disc
	o    *canvas.Circle
	icon *Icon
	word *Text
	mark fyne.CanvasObject
}

func (r *discRenderer) Destroy()                     {}
func (r *discRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.o, r.mark} }
func (r *discRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(iconDp(r.c.d)) }
func (r *discRenderer) Layout(z fyne.Size) {
	d := iconDp(r.c.d)
	at := fyne.NewPos((z.Width-d)/2, (z.Height-d)/2)
	in := float32(0)
	if r.c.edge != "" {
		in = 1 // a stroke is painted half outside the shape
	}
	r.o.Move(at.AddXY(in, in))
	r.o.Resize(fyne.NewSquareSize(d - 2*in))
	r.mark.Move(at)
	r.mark.Resize(fyne.NewSquareSize(d))
}

func (r *discRenderer) Refresh() {
	r.o.FillColor = colour(r.c.fill)
	r.o.StrokeColor, r.o.StrokeWidth = colour(ColTransparent), 0
	if r.c.edge != "" {
		r.o.StrokeColor, r.o.StrokeWidth = colour(r.c.edge), 2
	}
	r.o.Refresh()
	if r.icon != nil {
		r.icon.Set(r.c.glyph, r.c.ink)
	}
	if r.word != nil {
		r.word.Set(r.c.word)
		r.word.SetColour(r.c.ink)
	}
	r.mark.Refresh()
}
