package uitest

import (
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// box is a rectangle in dp, from the window's top left corner.
type box struct{ x0, y0, x1, y1 float32 }

func boxAt(p fyne.Position, z fyne.Size) box {
	return box{p.X, p.Y, p.X + z.Width, p.Y + z.Height}
}

func (b box) cut(o box) box {
	return box{max(b.x0, o.x0), max(b.y0, o.y0), min(b.x1, o.x1), min(b.y1, o.y1)}
}

func (b box) empty() bool { return b.x1 <= b.x0 || b.y1 <= b.y0 }

func (b box) centre() fyne.Position { return fyne.NewPos((b.x0+b.x1)/2, (b.y0+b.y1)/2) }

func (b box) holds(p fyne.Position) bool {
	return p.X >= b.x0 && p.X < b.x1 && p.Y >= b.y0 && p.Y < b.y1
}

// node is an object that is drawn, where it stands, and what it stands in.
type node struct {
	object  fyne.CanvasObject
	at      box               // all of it
	seen    box               // what scrolls and clips around it leave of it
	clip    box               // what scrolls and clips around it leave of anything
	scroll  *container.Scroll // the nearest one around it
	clipped bool              // inside a Clip, which may cut at the sides too
	inEntry bool
	parents []fyne.CanvasObject
	boxes   []box // where the parents stand
}

// text is what the node says, for the kinds that say something whole.
func (n node) text() (string, bool) {
	switch o := n.object.(type) {
	case *ui.Text:
		return o.String(), o.String() != ""
	case *ui.GroupedNumber:
		return o.String(), o.String() != ""
	case *canvas.Text:
		for _, p := range n.parents { // said by the parent already
			switch p.(type) {
			case *ui.Text, *ui.GroupedNumber:
				return "", false
			}
		}
		return o.Text, o.Text != ""
	}
	return "", false
}

// nodes lists what the canvas draws, in the order of drawing: what lies on top
// last. Where there is a dialog it lists that alone.
func nodes(c fyne.Canvas) []node {
	window := box{0, 0, c.Size().Width, c.Size().Height}
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	if root == nil {
		return nil
	}
	w := &walker{}
	w.walk(node{object: root, clip: window}, fyne.NewPos(0, 0))
	return w.out
}

type walker struct{ out []node }

// walk lists n and what is in it; origin is where its parent stands.
func (w *walker) walk(n node, origin fyne.Position) {
	o := n.object
	if o == nil || !o.Visible() {
		return
	}
	at := origin.Add(o.Position())
	n.at = boxAt(at, o.Size())
	n.seen = n.at.cut(n.clip)
	w.out = append(w.out, n)
	child := n
	child.parents = append(n.parents[:len(n.parents):len(n.parents)], o)
	child.boxes = append(n.boxes[:len(n.boxes):len(n.boxes)], n.at)
	switch c := o.(type) {
	case *fyne.Container:
		w.all(child, c.Objects, at)
		return
	case *container.Scroll:
		child.scroll, child.clip = c, n.clip.cut(n.at)
	case *container.Clip:
		child.clipped, child.clip = true, n.clip.cut(n.at)
	case *widget.Entry, *ui.Entry:
		child.inEntry = true
	}
	if wid, ok := o.(fyne.Widget); ok {
		w.all(child, test.WidgetRenderer(wid).Objects(), at)
	}
}

func (w *walker) all(child node, objects []fyne.CanvasObject, at fyne.Position) {
	for _, o := range objects {
		child.object = o
		w.walk(child, at)
	}
}
