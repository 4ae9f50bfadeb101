package screens_test

import (
	"context"
	"image"
	"testing"
	"time"

	"dianqin/app/seals"
	"dianqin/app/viewing"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
	"dianqin/device/camera"
	"dianqin/device/sim"
	"dianqin/screens/viewfinder"
)

// theEight is a street whose box has eight seals.
func theEight() stock {
	return stock{name: "eight", rows: func(t testing.TB, _ string) []wire.PullRow { return eight(t) }}
}

// held is a camera that runs, can everything and shows what a scene sends.
type held struct{ camera.Camera }

var _ camera.Controls = held{}

func (held) Start(context.Context) error { return nil }
func (held) Frames() <-chan camera.Frame { return nil }
func (held) Faults() <-chan error        { return nil }
func (held) Can() camera.Abilities       { return camera.Abilities{Torch: true, Focus: true, Zoom: 4} }
func (held) Torch(bool) error            { return nil }
func (held) Zoom(float64) error          { return nil }
func (held) Focus(_, _ float64) error    { return nil }

// finderScenes are the viewfinder in its states. What it shows of a picture that
// stands still is the same every time.
func finderScenes() []scene {
	return []scene{
		{name: "phone-scan-box", store: theEight(), again: true, steps: func(p *player) { heldOver(p, 7) }},
		{name: "phone-scan-all", store: theEight(), again: true, steps: func(p *player) { heldOver(p, 8) }},
		{name: "phone-scan-paused", store: theEight(), again: true, steps: func(p *player) { heldOver(p, 3); p.Press("scan.pause") }},
		{name: "phone-scan-denied", again: true, steps: func(p *player) {
			p.Camera.Deny(true)
			box(p.T, p.Camera, number(71))
			p.Press("taskkind.seal_check", "task.start")
			p.Tap(p.Ctx.N("task.scan", 3, nil))
			p.Await(p.Say("errors.camera.denied"))
		}},
		{name: "phone-scan-lost", again: true, steps: func(p *player) {
			p.Camera.Lose()
			box(p.T, p.Camera, number(71))
			p.Press("taskkind.seal_check", "task.start")
			p.Tap(p.Ctx.N("task.scan", 3, nil))
			p.Await(p.Say("errors.camera.lost"))
		}},
		{name: "phone-enrol-scan", store: theNew(), live: true, steps: func(p *player) {
			p.Camera.Show(qr(p.T, "https://elsewhere.example/"))
			p.Press("signin.scan")
			p.Await(p.Say("signin.scan.other"))
		}},
		{name: "phone-enrol-scanned", store: theNew(), steps: func(p *player) {
			p.Camera.Show(qr(p.T, enrolment))
			p.Press("signin.scan")
			p.Await(p.Say("signin.scan.read"))
		}},
	}
}

// heldOver holds a camera that can everything over a box of eight seals, so many of
// which were found; where one is missing, another's hangs in its place.
func heldOver(p *player, found int) {
	visit := seals.Visit{TaskID: "t1", StationID: "s1", BoxID: "b1"}
	var numbers []string
	for i := range 8 {
		numbers = append(numbers, number(71+i))
	}
	if found < 8 {
		numbers[3] = number(99)
	}
	picture, places, err := sim.Box(numbers, sim.Look{Width: 1080, Height: 1000})
	if err != nil {
		p.T.Fatal(err)
	}
	view := viewing.New(viewing.Devices{Camera: held{camera.None()}}, p.App.Seals)
	p.Push(viewfinder.New(p.App, p.Ctx, view, visit, "王建国", viewfinder.Go{}))
	p.Await(p.Say("scan.torch")) // it runs
	var marks []viewing.Mark
	for i, n := range numbers {
		if i > found {
			marks = append(marks, markOf(picture.Rect, places[i], n, ""))
			continue
		}
		f, err := p.App.Seals.Identify(p.T.Context(), visit, n, "CODE_128")
		if err != nil {
			p.T.Fatal(err)
		}
		view.Findings.Send(f)
		marks = append(marks, markOf(picture.Rect, places[i], n, f.Verdict.Tone))
	}
	view.Frames.Send(viewing.Frame{Image: picture, At: time.Now(), Marks: marks, Free: func() {}})
	p.Settle()
	p.Await(p.Ctx.T("scan.progress", map[string]any{"seen": min(found, 8), "all": 8}))
}

func markOf(all, r image.Rectangle, number string, tone seal.Tone) viewing.Mark {
	at := func(x, y int) viewing.Point {
		return viewing.Point{X: float64(x) / float64(all.Dx()), Y: float64(y) / float64(all.Dy())}
	}
	r.Max.Y -= r.Dy() / 3 // the print below is not part of the code
	return viewing.Mark{Number: number, Tone: tone, Corners: [4]viewing.Point{at(r.Min.X, r.Min.Y), at(r.Max.X, r.Min.Y), at(r.Max.X, r.Max.Y), at(r.Min.X, r.Max.Y)}}
}
