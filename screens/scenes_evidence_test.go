package screens_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dianqin/app/evidence/photo"
	"dianqin/data/model"
	domain "dianqin/data/model/evidence"
	"dianqin/data/wire"
	"dianqin/device/sim"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
)

// evidenceScenes are pictures: in the sheet, one as large as the page, drawn on, from
// a file, and as the desk sees them.
func evidenceScenes() []scene {
	return []scene{
		{name: "phone-evidence-shutter", live: true, steps: func(p *player) {
			started(p)
			p.Press("evidence.take")
			p.Await(p.Say("evidence.shutter"))
		}},
		{name: "phone-evidence-nocamera", again: true, steps: func(p *player) {
			p.Press("taskkind.seal_check", "task.start", "evidence.take")
			p.Await(p.Ctx.T("errors.camera.none", nil))
		}},
		{name: "phone-evidence-sheet", steps: func(p *player) { photographed(p); p.Pass(time.Minute) }},
		{name: "phone-evidence-picture", steps: func(p *player) { photographed(p); p.Pass(time.Minute); p.Press("evidence.waiting") }},
		{name: "phone-evidence-sketch", steps: sketching},
		{name: "phone-evidence-marked", steps: func(p *player) {
			sketching(p)
			p.Press("evidence.sketch.save")
			p.Pass(time.Minute)
			p.Settle()
		}},
		{name: "phone-evidence-removed", again: true, steps: func(p *player) {
			photographed(p)
			p.Press("evidence.waiting")
			p.TapIcon(ui.IcTrash)
		}},
		{name: "phone-evidence-file", steps: func(p *player) {
			started(p)
			picking(p, "old.jpg", encoded(p.T, mustLabel(p.T, 5)))
			p.Press("evidence.pick")
			p.Pass(time.Minute)
			p.Press("evidence.waiting")
		}},
		{name: "phone-evidence-broken", again: true, steps: func(p *player) {
			started(p)
			picking(p, "letter.jpg", []byte("not a picture"))
			p.Press("evidence.pick")
		}},
		{name: "phone-evidence-verdict", steps: func(p *player) {
			swept(p)
			p.Tap("1234 4799")
			p.Press("verdict.picture")
			shot(p)
			p.Pass(time.Minute)
			p.Settle()
		}},
		{name: "desk-evidence-picture", store: theStamped(), steps: func(p *player) {
			p.Tap("0044")
			p.Press("casekind.seal_broken", "evidence.fromfile")
		}},
		{name: "phone-evidence-outside", again: true, steps: func(p *player) {
			photographed(p)
			p.Pass(time.Minute)
			p.Press("evidence.waiting")
			p.Out.Has("tel") // nothing takes files, as on a phone
			p.TapIcon(ui.IcPicture)
		}},
	}
}

// started is on the task under way, in front of a box.
func started(p *player) {
	p.Press("taskkind.seal_check", "task.start")
	box(p.T, p.Camera, number(71), number(72), number(99))
}

// photographed has taken a picture of the site.
func photographed(p *player) {
	started(p)
	p.Press("evidence.take")
	shot(p)
}

// shot presses the shutter of the page that aims.
func shot(p *player) {
	p.Await(p.Say("evidence.shutter"))
	p.Press("evidence.shutter")
	p.Await(p.Say("evidence.waiting"))
	p.Settle()
}

// sketching has drawn an arrow and a circle on it.
func sketching(p *player) {
	photographed(p)
	p.Pass(time.Minute)
	p.Press("evidence.waiting", "evidence.sketch")
	drag(p.Stage, 255, 330, 60, -90) // the stage takes the end
	p.Press("evidence.ink.yellow", "evidence.shape.circle")
	drag(p.Stage, 165, 450, 115, 55)
	p.Settle()
}

// drag moves a finger over the screen.
func drag(s *uitest.Stage, x, y, dx, dy float32) {
	test.Drag(s.Window.Canvas(), fyne.NewPos(x, y), dx, dy)
	s.Settle()
}

// picking lets the next picker answer with a file.
func picking(p *player, name string, raw []byte) {
	p.Ctx.SetPicker(func(done func(fyne.URIReadCloser, error)) { done(lent{bytes.NewReader(raw), name}, nil) })
}

// lent is a file as another program lends it.
type lent struct {
	io.Reader
	name string
}

func (lent) Close() error    { return nil }
func (l lent) URI() fyne.URI { return storage.NewFileURI("/pictures/" + l.name) }

func mustLabel(t testing.TB, seed uint64) image.Image {
	t.Helper()
	img, err := sim.Label(number(72), sim.DefaultLook(seed))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func encoded(t testing.TB, img image.Image) []byte {
	t.Helper()
	var raw bytes.Buffer
	if err := jpeg.Encode(&raw, img, nil); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

// theStamped is an office with a picture from a file, stamped as the phone does it.
func theStamped() stock {
	return stock{name: "stamped", rows: func(t testing.TB, files string) []wire.PullRow {
		keep := func(raw []byte) string {
			sum := sha256.Sum256(raw)
			hash := hex.EncodeToString(sum[:])
			if err := os.WriteFile(filepath.Join(files, hash), raw, 0o600); err != nil {
				t.Fatal(err)
			}
			return hash
		}
		original := encoded(t, mustLabel(t, 9))
		info, err := photo.Look(original)
		if err != nil {
			t.Fatal(err)
		}
		img, err := photo.Load(original, info, photo.MaxSide)
		if err == nil {
			err = new(photo.Letters).Strip(img, [][]string{{"来自文件,非现场拍摄", "2026-03-18 08:11:09 +08:00"}, {"李敏 31070214"}})
		}
		if err != nil {
			t.Fatal(err)
		}
		stamped := encoded(t, img)
		s1, whole := model.StationLane("s1"), keep(original)
		f := domain.File{ID: "e1", StationID: "s1", SHA256: whole, Bytes: int64(len(original)), Mime: "image/jpeg", Name: "b.jpg", Source: domain.FromFile,
			Shows: number(72), TaskID: "t4", BoxID: "b1", State: domain.Stored, TakenAt: at(-1) + 60000, TakenBy: "u1", MadeAt: at(-2)}
		c := f
		c.ID, c.SHA256, c.Bytes, c.Role, c.Of = "e2", keep(stamped), int64(len(stamped)), domain.Stamped, whole
		return append(append(street(t), office(t, files)...), row(t, model.KindFile, f.ID, s1, f), row(t, model.KindFile, c.ID, s1, c))
	}}
}
