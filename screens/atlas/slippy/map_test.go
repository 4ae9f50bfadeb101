package slippy

import (
	"context"
	"errors"
	"image"
	"image/color"
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"dianqin/assets/fonts"
	"dianqin/chart/cluster"
	"dianqin/chart/label"
	"dianqin/chart/paint"
	"dianqin/chart/tiles"
	"dianqin/chart/vectile"
	"dianqin/data/model/geo"
	"dianqin/screens/ui"
)

// spot is a source of a datum whose tiles are black but for one place on the ground.
type spot struct {
	datum geo.Datum
	at    geo.Point // WGS84
	fails error
	gate  chan struct{} // nil: answers at once
}

func (s *spot) Info() tiles.Info { return tiles.Info{MinZoom: 1, MaxZoom: 18, Datum: s.datum} }

func (s *spot) Tile(ctx context.Context, id tiles.ID, _ float32) (*image.RGBA, error) {
	if s.gate != nil {
		select {
		case <-s.gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if s.fails != nil {
		return nil, s.fails
	}
	m := image.NewRGBA(image.Rect(0, 0, 256, 256))
	for i := 3; i < len(m.Pix); i += 4 {
		m.Pix[i] = 255
	}
	w := geo.Project(geo.Convert(s.at, geo.WGS84, s.datum))
	n := math.Exp2(float64(id.Z)) * 256
	x, y := int(w.X*n)-id.X*256, int(w.Y*n)-id.Y*256
	for dy := -2; dy <= 2; dy++ {
		for dx := -2; dx <= 2; dx++ {
			if image.Pt(x+dx, y+dy).In(m.Rect) {
				m.SetRGBA(x+dx, y+dy, color.RGBA{255, 255, 0, 255})
			}
		}
	}
	return m, nil
}

func faces(t testing.TB) label.Faces {
	t.Helper()
	f, err := paint.NewFace(fonts.Regular(), theme.DefaultTextFont().Content())
	if err != nil {
		t.Fatal(err)
	}
	return label.Faces{Regular: f, Bold: f}
}

// stage is a map in a window whose work runs when it is waited for.
type stage struct {
	*Map
	w      fyne.Window
	bridge *ui.Bridge
}

func (s stage) settle(t testing.TB) {
	t.Helper()
	if !s.bridge.Wait() {
		t.Fatal("the map does not come to rest")
	}
}

func show(t testing.TB, src tiles.Source, at geo.Point, zoom float64) stage {
	t.Helper()
	test.NewTempApp(t)
	s := stage{bridge: ui.NewHeldBridge()}
	s.Map = New(s.bridge, src, NewLook(&vectile.Light, faces(t)))
	s.w = test.NewTempWindow(t, s.Map)
	s.w.SetPadded(false)
	s.w.Resize(fyne.NewSize(412, 600))
	s.LookAt(at, zoom)
	t.Cleanup(s.Close)
	return s
}

func pointsAt(at []geo.Point, rank []uint8) Points {
	pts := make([]cluster.Point, len(at))
	for i, p := range at {
		w := geo.Project(p)
		pts[i] = cluster.Point{X: w.X, Y: w.Y}
		if rank != nil {
			pts[i].Rank = rank[i]
		}
	}
	return Points{Index: cluster.Build(pts, cluster.Default)}
}

func TestMap_PutsWGS84OnTilesOfAnyDatum(t *testing.T) {
	at := geo.Point{Lat: 31.2105, Lon: 121.6072}
	for _, d := range []geo.Datum{geo.WGS84, geo.GCJ02, geo.BD09} {
		m := show(t, &spot{datum: d, at: at}, geo.Point{Lat: 31.2100, Lon: 121.6070}, 17.3)
		m.settle(t)
		img := m.w.Canvas().Capture()
		p := m.cam.ToScreen(at)
		r, g, b, _ := img.At(int(p.X), int(p.Y)).RGBA()
		if r < 0x8000 || g < 0x8000 || b > 0x8000 {
			t.Errorf("%v: nothing yellow at %v", d, p)
		}
		if q := m.cam.ToGround(p); geo.Distance(q, at) > 0.05 {
			t.Errorf("%v: screen to ground off by %.2f m", d, geo.Distance(q, at))
		}
	}
}

func TestMap_GesturesKeepTheGroundUnderTheFinger(t *testing.T) {
	m := show(t, &spot{datum: geo.GCJ02}, geo.Point{Lat: 31.2, Lon: 121.6}, 15)
	m.settle(t)
	at := fyne.NewPos(300, 200)
	before := m.cam.ToGround(at)
	m.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.Delta{DY: 37}})
	if d := geo.Distance(before, m.cam.ToGround(at)); d > 0.05 || m.cam.Zoom == 15 {
		t.Errorf("the wheel moved the ground %.2f m, zoom %.2f", d, m.cam.Zoom)
	}
	before = m.cam.ToGround(at)
	test.Drag(m.w.Canvas(), at, 40, -25)
	if d := geo.Distance(before, m.cam.ToGround(at.AddXY(40, -25))); d > 0.05 {
		t.Errorf("the drag lost the ground by %.2f m", d)
	}
}

func TestMap_APressFindsPointsStopsAndPeople(t *testing.T) {
	at := geo.Point{Lat: 31.2, Lon: 121.6}
	m := show(t, &spot{}, at, 16)
	all := []geo.Point{at, {Lat: 31.2030, Lon: 121.602}, {Lat: 31.2031, Lon: 121.6021}}
	m.SetPoints(pointsAt(all, []uint8{Wrong, Quiet, Quiet}))
	stop, person := geo.Point{Lat: 31.198, Lon: 121.598}, geo.Point{Lat: 31.196, Lon: 121.602}
	m.SetWay([]Stop{{At: stop, Number: 4}}, nil)
	m.SetPeople([]Person{{At: person, Name: "李敏"}})
	m.settle(t)
	var got Hit
	m.OnTap = func(h Hit) { got = h }
	press := func(p geo.Point, dx, dy float32) {
		got = Hit{}
		test.TapCanvas(m.w.Canvas(), m.cam.ToScreen(p).AddXY(dx, dy))
	}
	if press(at, 15, -12); got.Kind != HitPoint || got.Index != 0 {
		t.Errorf("a finger beside a point: %+v", got)
	}
	if press(stop, 0, 0); got.Kind != HitStop || got.Index != 0 {
		t.Errorf("a stop: %+v", got)
	}
	if press(person, 0, 0); got.Kind != HitPerson {
		t.Errorf("a person: %+v", got)
	}
	if press(at, 120, 0); got.Kind != HitNothing || geo.Distance(got.At, m.cam.ToGround(m.cam.ToScreen(at).AddXY(120, 0))) > 1 {
		t.Errorf("nothing: %+v", got)
	}
	if press(all[1], 0, 0); got.Kind != HitCluster || len(got.Members) != 2 || !got.Splits || m.cam.Zoom < 17 {
		t.Errorf("a cluster: %+v, zoom %.1f", got, m.cam.Zoom)
	}
}

func TestMap_WhatIsBehindIsSmallerAndLiesBelowWhatIsToCome(t *testing.T) {
	at := geo.Point{Lat: 31.2, Lon: 121.6}
	s := show(t, &spot{}, at, 15)
	cam := s.Camera()
	beside := cam.ToGround(fyne.NewPos(206+60, 300))
	s.SetWay([]Stop{{At: at, Number: 1}, {At: at, Over: Done}, {At: beside, Over: Void}}, nil)
	s.settle(t)
	if h := s.hit(fyne.NewPos(206, 300)); h.Kind != HitStop || h.Index != 0 {
		t.Errorf("a press meets %+v", h)
	}
	if h := s.hit(fyne.NewPos(206+60+20, 300)); h.Index != 2 { // small, but still for a finger
		t.Errorf("beside a small one a press meets %+v", h)
	}
	colour := func(x, y float32) color.RGBA {
		k := s.pixel
		return s.sheet.img.RGBAAt(int((x+margin)*k), int((y+margin)*k))
	}
	if got := colour(206, 300-11); got != s.look.Route {
		t.Errorf("the one to come is %v at its edge", got)
	}
	if got := colour(266, 300-7); got != s.look.Done {
		t.Errorf("the one that is behind is %v", got)
	}
	if got := colour(266, 300-13); got == s.look.Done || got == s.look.Route {
		t.Errorf("the one that is behind is as large as one to come: %v", got)
	}
}

func TestMap_SaysHowManyStopsLieUnderAnother(t *testing.T) {
	at := geo.Point{Lat: 31.2, Lon: 121.6}
	s := show(t, &spot{}, at, 15)
	badge := func(stops ...Stop) bool {
		s.SetWay(stops, nil)
		s.settle(t)
		return s.sheet.img.RGBAAt(int((206+10+margin)*s.pixel), int((300-12+margin)*s.pixel)) == s.look.Plate
	}
	cam := s.Camera()
	aside := cam.ToGround(fyne.NewPos(206+40, 300))
	if badge(Stop{At: at, Number: 1}, Stop{At: aside, Number: 2}, Stop{At: at, Over: Done}) {
		t.Error("a stop that stands alone has a count")
	}
	if !badge(Stop{At: at, Number: 1}, Stop{At: geo.Offset(at, 3, 2), Number: 2}) {
		t.Error("nothing tells of the stop below")
	}
}

func TestMap_PointsOnTopOfEachOtherAreTheListThatTheyAre(t *testing.T) {
	at := geo.Point{Lat: 31.2, Lon: 121.6}
	m := show(t, &spot{}, at, 20)
	m.SetPoints(pointsAt([]geo.Point{at, at, at}, nil))
	m.settle(t)
	var got Hit
	m.OnTap = func(h Hit) { got = h }
	test.TapCanvas(m.w.Canvas(), m.cam.ToScreen(at))
	if got.Kind != HitCluster || got.Splits || got.Count != 3 || len(got.Members) != 3 {
		t.Errorf("%+v", got)
	}
}

func TestMap_TwoPressesOnNothingZoomIn(t *testing.T) {
	m := show(t, &spot{}, geo.Point{Lat: 31.2, Lon: 121.6}, 15)
	m.settle(t)
	at := fyne.NewPos(300, 100)
	ground := m.cam.ToGround(at)
	test.TapCanvas(m.w.Canvas(), at)
	test.TapCanvas(m.w.Canvas(), at)
	if m.cam.Zoom != 16 || geo.Distance(ground, m.cam.ToGround(at)) > 0.05 {
		t.Errorf("zoom %.2f, the ground moved %.2f m", m.cam.Zoom, geo.Distance(ground, m.cam.ToGround(at)))
	}
}

func TestMap_ALongPressTellsThePlace(t *testing.T) {
	m := show(t, &spot{}, geo.Point{Lat: 31.2, Lon: 121.6}, 15)
	var at geo.Point
	m.OnHold = func(p geo.Point, _ fyne.Position) { at = p }
	m.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(206, 300)})
	if geo.Distance(at, geo.Point{Lat: 31.2, Lon: 121.6}) > 1 {
		t.Errorf("%v", at)
	}
}

func TestMap_SaysWhatAilsItsSourceAndGoesOnMoving(t *testing.T) {
	src := &spot{fails: tiles.ErrOffline}
	m := show(t, src, geo.Point{Lat: 31.2, Lon: 121.6}, 15)
	var fault error
	m.OnState = func(_ int, err error) { fault = err }
	m.settle(t)
	if !errors.Is(fault, tiles.ErrOffline) {
		t.Fatalf("%v", fault)
	}
	before := m.cam.Centre
	test.Drag(m.w.Canvas(), fyne.NewPos(200, 200), 60, 0)
	m.settle(t)
	if m.cam.Centre == before {
		t.Error("the map stands still")
	}
	src.fails = nil
	m.tiles.load.now = func() time.Time { return time.Now().Add(retryAfter + time.Second) }
	m.PanBy(1, 0)
	m.settle(t)
	if fault != nil {
		t.Errorf("the source answers again, and still: %v", fault)
	}
}

func TestMap_DoesNotWaitForASlowSource(t *testing.T) {
	src := &spot{gate: make(chan struct{})}
	m := show(t, src, geo.Point{Lat: 31.2, Lon: 121.6}, 15)
	began := time.Now()
	for range 200 {
		m.PanBy(3, 1)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("200 steps took %v", took)
	}
	if n := len(m.tiles.load.busy); n > maxWorkers {
		t.Errorf("%d tiles are on their way at once", n)
	}
	m.Close() // the source is left alone
	m.settle(t)
}

func TestMap_WhatComesAfterItWasClosedIsNotShown(t *testing.T) {
	m := show(t, &spot{}, geo.Point{Lat: 31.2, Lon: 121.6}, 15)
	m.Close()
	m.settle(t)
	if m.sheet != nil {
		t.Error("an overlay was shown")
	}
	m.PanBy(10, 10)
	m.settle(t)
}

func TestMap_LegendStaysInsideAndSaysTheScale(t *testing.T) {
	m := show(t, &spot{}, geo.Point{Lat: 31.2, Lon: 121.6}, 15)
	m.SetLegal("© somebody with a long name of some forty letters", "approval no. GS(2024)0568, checked 2026-01-02")
	m.SetFoot(100)
	m.settle(t)
	if len(m.legend.lines) != 2 {
		t.Errorf("%d lines", len(m.legend.lines))
	}
	for _, o := range m.legend.objects() {
		if b := o.Position().Y + o.Size().Height; b > 500.5 || o.Position().X < 0 {
			t.Errorf("%T at %v, %v", o, o.Position(), o.Size())
		}
	}
	if m.legend.text.Text != "200 m" && m.legend.text.Text != "500 m" {
		t.Errorf("scale %q", m.legend.text.Text)
	}
}
