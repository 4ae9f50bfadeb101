package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func TestGroupedNumberGivesUpItsFirstGroupsWhereTheRoomIsShort(t *testing.T) {
	themed(t)
	n := NewGroupedNumber("3101 07 0000 0012 34 5678", Small, BodyBold, ColInk)
	test.NewTempWindow(t, container.NewWithoutLayout(n))
	whole := n.MinSize()
	seen := func(width float32) (shown string) {
		n.Resize(fyne.NewSize(width, whole.Height))
		for _, o := range test.WidgetRenderer(n).Objects() {
			if t, ok := o.(*canvas.Text); ok && !t.Hidden {
				if end := t.Position().X + t.Size().Width; end > width+1 {
					shown += "(beyond)"
				}
				shown += t.Text + " "
			}
		}
		return strings.TrimSpace(shown)
	}
	if got := seen(whole.Width); got != n.String() {
		t.Errorf("with room for all: %q", got)
	}
	if got := seen(whole.Width * 0.7); !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "34 5678") || n.Shortened() {
		t.Errorf("with less room: %q", got)
	}
	if got := seen(44); !strings.HasSuffix(got, "5678") || !n.Shortened() {
		t.Errorf("with room for the last group: %q", got)
	}
	if got := seen(whole.Width); got != n.String() {
		t.Errorf("with room again: %q", got)
	}
}
