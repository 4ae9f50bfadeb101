//go:build linux

package viewfinder

import (
	"image"
	"math/rand/v2"
	"testing"

	"dianqin/app/viewing"
	"dianqin/data/model/seal"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest/window"

	"fyne.io/fyne/v2"
)

// TestMain lends the first thread to Fyne where a window is asked for.
func TestMain(m *testing.M) { window.Main(m, ui.NewTheme(ui.Light, 1)) }

// BenchmarkLive shows one picture after the other with eight outlines and chips that
// move, at the sizes that a frame of 1280x720 has on the screen, and reports what the
// painting thread computes for each. Making the pictures is measured by viewing.
func BenchmarkLive(b *testing.B) {
	if !window.Asked() {
		b.Skip("needs a window: " + window.Env)
	}
	for name, z := range map[string]image.Point{"upright-480x480": {X: 480, Y: 480}, "across-640x360": {X: 640, Y: 360}} {
		b.Run(name, func(b *testing.B) { live30(b, z) })
	}
}

func live30(b *testing.B, z image.Point) {
	var frames [3]*image.RGBA
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range frames {
		frames[i] = image.NewRGBA(image.Rectangle{Max: z})
		for k := range frames[i].Pix {
			frames[i].Pix[k] = byte(dice.Uint32()) | byte(255*(k&3/3))
		}
	}
	var l *live
	w, dot := window.Open(fyne.NewSize(412, 412), func(fyne.Window) fyne.CanvasObject {
		l = newLive(func(seal.Tone) string { return "正确" }, func(float64) {}, func() (float32, float32) { return 58, behind })
		return l
	})
	b.ResetTimer()
	began := window.Computed()
	for i := 0; b.Loop(); i++ {
		f := viewing.Frame{Image: frames[i%3], Marks: eightMarks(i), Free: func() {}}
		dot.Frame(func() { l.show(f) })
	}
	window.Report(b, began)
	fyne.DoAndWait(w.Close)
}

// eightMarks are a full box, a hair farther on in every frame.
func eightMarks(i int) (all []viewing.Mark) {
	by := float64(i%40) / 2000
	for k := range 8 {
		x, y := 0.05+0.5*float64(k%2)+by, 0.15+0.2*float64(k/2)
		all = append(all, viewing.Mark{Number: "310100700000001234447" + string(rune('0'+k)), Tone: seal.Right,
			Corners: [4]viewing.Point{{X: x, Y: y}, {X: x + 0.38, Y: y + 0.01}, {X: x + 0.38, Y: y + 0.09}, {X: x, Y: y + 0.08}}})
	}
	return all
}
