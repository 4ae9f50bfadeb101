package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Look is how a Block is painted. Colours are theme names so that it follows the theme.
type Look struct {
	Fill, Stroke             fyne.ThemeColorName
	Radius                   float32
	Flat                     [4]bool // corners left square: top left, top right, bottom right, bottom left
	Raised                   bool    // the one elevation
	Top, Right, Bottom, Left float32 // room inside
	Min                      fyne.Size
	Line                     fyne.ThemeSizeName // stroke width, SizeStroke if empty
}

// Block is a painted box around one object: the base of cards, rows, chips and buttons.
type Block struct {
	widget.BaseWidget
	look    Look
	body    fyne.CanvasObject
	covered bool // pressed or hovered
	focused bool // the keyboard is here
}

// NewBlock paints a box around body.
func NewBlock(look Look, body fyne.CanvasObject) *Block {
	b := &Block{look: look, body: body}
	b.ExtendBaseWidget(b)
	return b
}

// Restyle changes the look.
func (b *Block) Restyle(look Look) { b.look = look; b.Refresh() }

// Filled tells whether the box hides what is behind it.
func (b *Block) Filled() bool { return b.look.Fill != "" && b.look.Fill != ColTransparent }

// heightAt implements flowing.
func (b *Block) heightAt(width float32) float32 {
	l := b.look
	return max(l.Min.Height, heightAt(b.body, width-l.Left-l.Right)+l.Top+l.Bottom)
}

func (b *Block) inner() fyne.CanvasObject { return b.body }

// CreateRenderer implements fyne.Widget.
func (b *Block) CreateRenderer() fyne.WidgetRenderer {
	r := &blockRenderer{b: b, bg: canvas.NewRectangle(nil), cover: canvas.NewRectangle(nil)}
	if b.look.Raised {
		for range shadeSteps {
			s := canvas.NewRectangle(nil)
			r.shade = append(r.shade, s)
			r.objects = append(r.objects, s)
		}
	}
	r.objects = append(r.objects, r.bg, b.body, r.cover)
	r.Refresh()
	return r
}

// shadeSteps is how many translucent boxes imitate a soft shadow, which Fyne cannot draw.
const shadeSteps = 3

type blockRenderer struct {
	b         *Block
	bg, cover *canvas.Rectangle
	shade     []*canvas.Rectangle
	ring      []*canvas.Rectangle // while it has the focus
	objects   []fyne.CanvasObject
}

func (r *blockRenderer) Destroy()                     {}
func (r *blockRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *blockRenderer) MinSize() fyne.Size {
	l := r.b.look
	return r.b.body.MinSize().AddWidthHeight(l.Left+l.Right, l.Top+l.Bottom).Max(l.Min)
}

func (r *blockRenderer) Layout(size fyne.Size) {
	l := r.b.look
	for i, s := range r.shade {
		d := float32(i)
		s.Move(fyne.NewPos(-d, 1))
		s.Resize(size.AddWidthHeight(2*d, d))
	}
	r.bg.Resize(size)
	r.cover.Resize(size)
	r.b.body.Move(fyne.NewPos(l.Left, l.Top))
	r.b.body.Resize(size.SubtractWidthHeight(l.Left+l.Right, l.Top+l.Bottom))
	paintRing(r.ring, size, l)
}

func (r *blockRenderer) Refresh() {
	l := r.b.look
	for i, s := range r.shade {
		s.FillColor, s.CornerRadius = colour(ColShade), l.Radius+float32(i)
		s.Refresh()
	}
	r.bg.FillColor, r.bg.StrokeColor, r.bg.StrokeWidth = colour(orNone(l.Fill)), nil, 0
	if l.Stroke != "" {
		line := l.Line
		if line == "" {
			line = SizeStroke
		}
		r.bg.StrokeColor, r.bg.StrokeWidth = colour(l.Stroke), theme.Size(line)
	}
	r.cover.FillColor = colour(ColTransparent)
	if r.b.covered {
		r.cover.FillColor = colour(ColPressed)
	}
	corners(r.bg, l)
	corners(r.cover, l)
	r.bg.Refresh()
	r.cover.Refresh()
	r.focus()
	r.b.body.Refresh()
}

// focus shows the ring while the keyboard is here; there is none to lay out else.
func (r *blockRenderer) focus() {
	r.objects, r.ring = r.objects[:len(r.objects)-len(r.ring)], nil
	if !r.b.focused {
		return
	}
	r.ring = focusRing()
	for _, o := range r.ring {
		r.objects = append(r.objects, o)
	}
	paintRing(r.ring, r.b.Size(), r.b.look)
}

func orNone(c fyne.ThemeColorName) fyne.ThemeColorName {
	if c == "" {
		return ColTransparent
	}
	return c
}

func corners(c *canvas.Rectangle, l Look) {
	if l.Flat == [4]bool{} {
		c.CornerRadius = l.Radius
		return
	}
	pick := func(i int) float32 {
		if l.Flat[i] {
			return 0
		}
		return l.Radius
	}
	c.TopLeftCornerRadius, c.TopRightCornerRadius = pick(0), pick(1)
	c.BottomRightCornerRadius, c.BottomLeftCornerRadius = pick(2), pick(3)
}

// Tap is a Block that can be pressed.
type Tap struct {
	Block
	OnTapped func()
}

var (
	_ fyne.Tappable     = (*Tap)(nil)
	_ desktop.Hoverable = (*Tap)(nil)
	_ desktop.Mouseable = (*Tap)(nil)
)

// NewTap makes a pressable box; its minimum is never below the touch size.
func NewTap(look Look, body fyne.CanvasObject, do func()) *Tap {
	look.Min = look.Min.Max(fyne.NewSquareSize(TouchMin))
	t := &Tap{Block: Block{look: look, body: body}, OnTapped: do}
	t.ExtendBaseWidget(t)
	return t
}

// Tapped implements fyne.Tappable.
func (t *Tap) Tapped(*fyne.PointEvent) {
	t.leaveFocus()
	if t.OnTapped != nil {
		t.OnTapped()
	}
}

// MouseIn implements desktop.Hoverable.
func (t *Tap) MouseIn(*desktop.MouseEvent) { t.cover(true) }

// MouseMoved implements desktop.Hoverable.
func (t *Tap) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *Tap) MouseOut() { t.cover(false) }

// MouseDown implements desktop.Mouseable.
func (t *Tap) MouseDown(*desktop.MouseEvent) { t.cover(true) }

// MouseUp implements desktop.Mouseable.
func (t *Tap) MouseUp(*desktop.MouseEvent) { t.cover(false) }

func (t *Tap) cover(on bool) {
	if t.covered != on {
		t.covered = on
		t.Refresh()
	}
}

// Card is a surface for something that can be opened or that stands for one thing.
func Card(body fyne.CanvasObject) *Block {
	return NewBlock(Look{Fill: ColSurface, Stroke: ColLine, Radius: Radius, Top: 12, Right: Edge, Bottom: 12, Left: Edge}, body)
}

// Group is a card without inner room, for rows with hairlines between them.
func Group(rows ...fyne.CanvasObject) *Block { return NewBlock(groupLook(), groupBody(rows)) }

// groupLook leaves 2 dp inside, so that filled rows do not paint over the round corners.
func groupLook() Look {
	return Look{Fill: ColSurface, Stroke: ColLine, Radius: Radius, Top: 2, Right: 2, Bottom: 2, Left: 2}
}

func groupBody(rows []fyne.CanvasObject) fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i, r := range rows {
		if i > 0 {
			all = append(all, Inset(0, Edge, 0, Edge, Hairline()))
		}
		all = append(all, r)
	}
	return Col(0, all...)
}

// Hairline is a line across.
func Hairline() fyne.CanvasObject { return newRule(false) }

// VHairline is a line down.
func VHairline() fyne.CanvasObject { return newRule(true) }

func newRule(vertical bool) *rule {
	r := &rule{vertical: vertical}
	r.ExtendBaseWidget(r)
	return r
}

type rule struct {
	widget.BaseWidget
	vertical bool
}

func (r *rule) CreateRenderer() fyne.WidgetRenderer {
	return &ruleRenderer{r, canvas.NewRectangle(colour(ColLine))}
}

type ruleRenderer struct {
	r *rule
	o *canvas.Rectangle
}

func (r *ruleRenderer) Destroy()                     {}
func (r *ruleRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.o} }
func (r *ruleRenderer) Layout(z fyne.Size)           { r.o.Resize(z) }
func (r *ruleRenderer) Refresh()                     { r.o.FillColor = colour(ColLine); r.o.Refresh() }
func (r *ruleRenderer) MinSize() fyne.Size {
	return fyne.NewSquareSize(theme.Size(SizeStroke))
}
