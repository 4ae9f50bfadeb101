package screens_test

import (
	"image"
	"image/color"
	"os"
	"testing"

	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
	"golang.org/x/image/draw"
)

// The thumbnails of a contact sheet, in pixels across.
const (
	phoneThumb = 206
	deskThumb  = 480
	sheetGap   = 12
	sheetLine  = 22 // above every thumbnail, for its name
)

// album keeps the pictures of scenes in the folder that PicturesEnv names, and a
// thumbnail of each for the contact sheets. Without the folder it does nothing.
type album struct {
	rows []albumRow
}

// albumRow is a scene on a contact sheet.
type albumRow struct {
	desk   bool
	thumbs []thumb
}

type thumb struct {
	name string
	img  *image.RGBA
}

func newAlbum() *album { return &album{} }

func (a *album) on() bool { return os.Getenv(uitest.PicturesEnv) != "" }

// keep paints a scene.
func (a *album) keep(t testing.TB, s *uitest.Stage, sc scene, l look) {
	if !a.on() {
		return
	}
	t.Helper()
	name := sc.name + "." + l.name
	img := s.Picture()
	if err := uitest.WritePNG(img, name); err != nil {
		t.Error(err)
	}
	if l.name == looks()[0].name {
		a.rows = append(a.rows, albumRow{desk: sc.desk()})
	}
	row := &a.rows[len(a.rows)-1]
	width := phoneThumb
	if sc.desk() {
		width = deskThumb
	}
	small := image.NewRGBA(image.Rect(0, 0, width, width*img.Bounds().Dy()/img.Bounds().Dx()))
	draw.BiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
	row.thumbs = append(row.thumbs, thumb{name, small})
}

// sheets paints a sheet of every scene in its first look, and one a shell with all looks.
func (a *album) sheets(t testing.TB) {
	if !a.on() {
		return
	}
	t.Helper()
	var phones, desks [][]thumb
	var first [2][]thumb
	for _, r := range a.rows {
		if r.desk {
			desks, first[1] = append(desks, r.thumbs), append(first[1], r.thumbs[0])
		} else {
			phones, first[0] = append(phones, r.thumbs), append(first[0], r.thumbs[0])
		}
	}
	all := append(inRows(first[0], 10), inRows(first[1], 4)...)
	for name, rows := range map[string][][]thumb{"sheet": all, "sheet-phone": phones, "sheet-desk": desks} {
		if err := uitest.WritePNG(sheet(t, rows), name); err != nil {
			t.Error(err)
		}
	}
}

// inRows breaks thumbnails into rows of n.
func inRows(all []thumb, n int) (rows [][]thumb) {
	for len(all) > n {
		rows, all = append(rows, all[:n]), all[n:]
	}
	return append(rows, all)
}

// sheet lays rows of thumbnails out, each under its name.
func sheet(t testing.TB, rows [][]thumb) image.Image {
	width, height := 0, sheetGap
	for _, row := range rows {
		across, down := sheetGap, 0
		for _, th := range row {
			across += th.img.Bounds().Dx() + sheetGap
			down = max(down, th.img.Bounds().Dy())
		}
		width = max(width, across)
		height += down + sheetLine + sheetGap
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.Gray{0x9A}), image.Point{}, draw.Src)
	y := sheetGap
	for _, row := range rows {
		x, down := sheetGap, 0
		for _, th := range row {
			z := th.img.Bounds()
			label := labelled(t, th.name, z.Dx())
			draw.Draw(out, label.Bounds().Add(image.Pt(x, y)), label, image.Point{}, draw.Src)
			draw.Draw(out, z.Add(image.Pt(x, y+sheetLine)), th.img, image.Point{}, draw.Src)
			x += z.Dx() + sheetGap
			down = max(down, z.Dy())
		}
		y += down + sheetLine + sheetGap
	}
	return out
}

// labelled paints a name.
func labelled(t testing.TB, name string, width int) image.Image {
	s := uitest.New(t, uitest.Options{Scale: 1, Size: fyne.NewSize(float32(width), sheetLine)})
	s.Show(ui.NewText(name, ui.CaptionBold, ui.ColInk).Clip())
	return s.Window.Canvas().Capture()
}
