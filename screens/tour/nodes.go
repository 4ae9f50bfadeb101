package tour

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

func (b box) cut(o box) box {
	return box{max(b.x0, o.x0), max(b.y0, o.y0), min(b.x1, o.x1), min(b.y1, o.y1)}
}

func (b box) empty() bool { return b.x1 <= b.x0 || b.y1 <= b.y0 }

func (b box) centre() fyne.Position { return fyne.NewPos((b.x0+b.x1)/2, (b.y0+b.y1)/2) }

func (b box) holds(p fyne.Position) bool {
	return p.X >= b.x0 && p.X < b.x1 && p.Y >= b.y0 && p.Y < b.y1
}

// node is an object that is drawn, where it stands, and what clips it.
type node struct {
	object  fyne.CanvasObject
	at      box
	clip    box
	scroll  *container.Scroll // the nearest one around it
	inText  bool              // its parent says it
	inEntry bool
}

// text is what the node says, empty where it says nothing by itself or where a
// person has typed it.
func (n node) text() string {
	switch o := n.object.(type) {
	case *ui.Text:
		return o.String()
	case *ui.GroupedNumber:
		return o.String()
	case *canvas.Text:
		if !n.inText && !n.inEntry {
			return o.Text
		}
	}
	return ""
}

// nodes lists what a window draws, what lies on top last; where there is a dialog,
// that alone.
func nodes(c fyne.Canvas) []node {
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	var out []node
	var walk func(n node, origin fyne.Position)
	walk = func(n node, origin fyne.Position) {
		o := n.object
		if o == nil || !o.Visible() {
			return
		}
		at, size := origin.Add(o.Position()), o.Size()
		n.at = box{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
		out = append(out, n)
		child := n
		var parts []fyne.CanvasObject
		switch c := o.(type) {
		case *fyne.Container:
			parts = c.Objects
		case *container.Scroll:
			child.scroll, child.clip = c, n.clip.cut(n.at)
		case *container.Clip:
			child.clip = n.clip.cut(n.at)
		case *widget.Entry, *ui.Entry:
			child.inEntry = true
		case *ui.Text, *ui.GroupedNumber:
			child.inText = true
		}
		if w, ok := o.(fyne.Widget); ok {
			parts = test.WidgetRenderer(w).Objects()
		}
		for _, part := range parts {
			child.object = part
			walk(child, at)
		}
	}
	if root != nil {
		walk(node{object: root, clip: box{0, 0, c.Size().Width, c.Size().Height}}, fyne.NewPos(0, 0))
	}
	return out
}
