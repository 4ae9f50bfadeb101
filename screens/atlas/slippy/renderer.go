package slippy

import "fyne.io/fyne/v2"

// CreateRenderer implements fyne.Widget.
func (m *Map) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{m: m, objects: append([]fyne.CanvasObject{m.ground, m.tiles.box, m.over}, m.legend.objects()...)}
}

type renderer struct {
	m       *Map
	objects []fyne.CanvasObject
}

// IsClip tells the painter that nothing is drawn outside the widget.
func (r *renderer) IsClip() {}

func (r *renderer) Destroy()                     {}
func (r *renderer) MinSize() fyne.Size           { return fyne.NewSize(120, 120) }
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *renderer) Refresh()                     {}

// Layout fits the map into its room, at the sharpness of the screen that it is on.
func (r *renderer) Layout(z fyne.Size) {
	m := r.m
	m.ground.Resize(z)
	m.tiles.box.Resize(z)
	m.cam.Size = z
	if c := fyne.CurrentApp().Driver().CanvasForObject(m); c != nil && c.Scale() > 0 && c.Scale() != m.pixel {
		m.pixel = c.Scale()
		m.SetSource(m.tiles.load.src)
	}
	m.legend.size = z
	m.legend.say(m.legal)
	m.update(true)
}
