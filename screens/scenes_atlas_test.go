package screens_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	appatlas "dianqin/app/atlas"
	"dianqin/assets/demo"
	"dianqin/assets/maps"
	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/geo"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/test"
)

// townPoint is a place of the demo's town, so many metres east and north of its middle.
func townPoint(east, north float64) model.Position {
	west, south, ea, no := maps.Bounds()
	p := geo.Offset(geo.Point{Lat: (south + no) / 2, Lon: (west + ea) / 2}, east, north)
	return model.Position{Lat: p.Lat, Lon: p.Lon, Source: "register"}
}

// town is a day in the demo's town: customers by the hundred with their boxes, of whom
// some owe and one is suspected, areas, and six tasks that lie round the middle.
func town(t testing.TB) []wire.PullRow {
	t.Helper()
	s1 := model.StationLane("s1")
	rows := []wire.PullRow{
		row(t, model.KindUser, "u1", model.OrgLane, inspector()),
		row(t, model.KindStation, "s1", model.OrgLane, grid.Station{ID: "s1", Name: "滨江供电所", Position: townPoint(0, 0)}),
		row(t, model.KindUser, "u2", model.OrgLane, people.User{ID: "u2", Login: "31070215", Name: "周海", Roles: []people.Role{people.Inspector}, Stations: []string{"s1"}}),
	}
	for i := range 400 {
		id, turn := strconv.Itoa(i), float64(i)*2.39996
		where := townPoint(150*math.Sqrt(float64(i))*math.Cos(turn), 150*math.Sqrt(float64(i))*math.Sin(turn))
		address := "滨江路 " + strconv.Itoa(10+i) + " 号"
		rows = append(rows,
			row(t, model.KindCustomer, "c"+id, s1, customer.Customer{ID: "c" + id, StationID: "s1", Number: strconv.Itoa(3107100000 + i), Name: "王建" + string(rune(0x56FD+i)), Class: customer.Residential, Address: address, Position: where}),
			row(t, model.KindBox, "b"+id, s1, metering.Box{ID: "b" + id, StationID: "s1", Number: strconv.Itoa(880000100000 + i), Address: address, Position: where}))
		if i%9 == 4 {
			rows = append(rows, row(t, model.KindBill, "bill"+id, s1, arrears.Bill{ID: "bill" + id, StationID: "s1", CustomerID: "c" + id, Month: "2026-01", Amount: 12845, DueAt: at(-47 * 24)}))
		}
		if i%80 == 7 {
			rows = append(rows, row(t, model.KindCase, "k"+id, model.CasesLane("s1"), cases.Case{ID: "k" + id, StationID: "s1", BoxID: "b" + id, CustomerID: "c" + id, Kind: "seal.broken", State: cases.Open}))
		}
		if i%50 == 3 {
			rows = append(rows, row(t, model.KindArea, "a"+id, s1, grid.Area{ID: "a" + id, StationID: "s1", Code: "T" + id, Name: "滨江" + id + "台区", Position: where, Customers: 50}))
		}
	}
	for i, off := range [][2]float64{{-420, 310}, {-150, 520}, {260, 430}, {520, 60}, {240, -260}, {-300, -330}} {
		id := strconv.Itoa(i + 1)
		task := work.Task{ID: "t" + id, StationID: "s1", OrderID: "o" + id, Number: "004" + id, Kind: []work.Kind{work.SealCheck, work.Inspection, work.Disconnection}[i%3], State: work.Todo, AssigneeID: "u1",
			CustomerID: "c" + id, BoxID: "b" + id, Name: "王建国", Address: "滨江路 " + id + " 号", Position: townPoint(off[0], off[1]), Sequence: i + 1, DueAt: at(i + 1)}
		rows = append(rows, row(t, model.KindTask, task.ID, s1, task))
	}
	var rules []policy.Row
	if err := json.Unmarshal(demo.Policy(), &rules); err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		rows = append(rows, row(t, model.KindPolicy, r.ID, model.OrgLane, r))
	}
	return rows
}

// theBegunDay is the demo's town where some of the day is behind: two tasks are done,
// one came to nothing, and somebody expects the person at the third that is to come.
func theBegunDay() stock {
	return stock{name: "begun", rows: func(t testing.TB, _ string) []wire.PullRow {
		rows := town(t)
		task := func(id string, kind work.Kind, s work.State, ended int, at0 model.Position) work.Task {
			return work.Task{ID: id, StationID: "s1", OrderID: "o" + id, Number: "005" + id, Kind: kind, State: s, AssigneeID: "u1", Name: "钱文", Address: "祖冲之路 " + id[1:] + " 号", Position: at0, EndedAt: at(ended)}
		}
		gone := task("t13", work.Disconnection, work.Returned, -1, townPoint(-20, -120))
		gone.Reason = "没有人在家"
		met := task("t3", work.Disconnection, work.Todo, 0, townPoint(260, 430))
		met.EndedAt, met.Sequence, met.AppointmentFrom, met.AppointmentUntil = 0, 3, at(1), at(3)
		rows = slices.DeleteFunc(rows, func(r wire.PullRow) bool { return r.Id == met.ID })
		for _, x := range []work.Task{task("t11", work.SealCheck, work.Done, -2, townPoint(-300, 60)), task("t12", work.Inspection, work.Done, -3, townPoint(-100, 300)), gone, met} {
			rows = append(rows, row(t, model.KindTask, x.ID, model.StationLane("s1"), x))
		}
		return rows
	}}
}

// theHouse is the demo's town with three tasks more in the house of the third.
func theHouse() stock {
	return stock{name: "house", rows: func(t testing.TB, _ string) []wire.PullRow {
		rows := town(t)
		for i := range 3 {
			id := "t3" + strconv.Itoa(i)
			rows = append(rows, row(t, model.KindTask, id, model.StationLane("s1"), work.Task{ID: id, StationID: "s1", OrderID: "o" + id, Number: "006" + id, Kind: work.SealCheck, State: work.Todo, AssigneeID: "u1",
				Name: "钱文", Address: "滨江路 3 号 " + strconv.Itoa(i+2) + " 单元", Position: townPoint(262+4*float64(i), 432), Sequence: 10 + i, DueAt: at(6)}))
		}
		return rows
	}}
}

func theTown() stock {
	return stock{name: "town", rows: func(t testing.TB, _ string) []wire.PullRow { return town(t) }}
}

// atlasScenes are the map on both shells.
func atlasScenes() []scene {
	return []scene{
		{name: "phone-map", store: theTown(), steps: theMap},
		{name: "phone-map-far", store: theTown(), also: themes(), steps: from(12.5)},
		{name: "phone-map-town", store: theTown(), also: themes(), steps: from(14)},
		{name: "phone-map-streets", store: theTown(), also: themes(), steps: from(15.5)},
		{name: "phone-map-near", store: theTown(), also: themes(), steps: from(17)},
		{name: "phone-map-layers", store: theTown(), steps: func(p *player) { theMap(p); p.TapIcon(ui.IcLayers) }},
		{name: "phone-map-bare", steps: theMap},
		{name: "phone-map-find", store: theTown(), steps: func(p *player) { theMap(p); search(p, "310710000") }},
		{name: "phone-map-customer", store: theTown(), steps: func(p *player) { theMap(p); find(p, "3107100010", "滨江路 20 号") }},
		{name: "phone-map-stop", store: theTown(), steps: func(p *player) { theMap(p); tapGround(p, townPoint(260, 430)) }},
		{name: "phone-map-begun", store: theBegunDay(), also: themes(), steps: theMap},
		{name: "phone-map-stop-appointment", store: theBegunDay(), steps: func(p *player) { theMap(p); tapGround(p, townPoint(260, 430)) }},
		{name: "phone-map-stop-house", store: theHouse(), steps: func(p *player) { theMap(p); tapGround(p, townPoint(260, 430)) }},
		{name: "phone-map-stop-over", store: theBegunDay(), steps: func(p *player) { theMap(p); tapGround(p, townPoint(-20, -120)) }},
		{name: "phone-map-place", store: theTown(), steps: func(p *player) { theMap(p); hold(p, townPoint(80, 90)) }},
		{name: "phone-map-move", store: theTown(), steps: func(p *player) {
			theMap(p)
			find(p, "3107100010", "滨江路 20 号")
			p.Press("map.fix")
			theWidget(p).PanBy(-30, 24)
			p.Settle()
		}},
		{name: "phone-map-order", store: theTown(), steps: func(p *player) { theMap(p); p.TapIcon(ui.IcSort) }},
		{name: "desk-map", store: theTown(), steps: theMap},
		{name: "desk-map-near", store: theTown(), steps: func(p *player) { theMap(p); lookAt(p, 16.2) }},
		{name: "desk-map-layers", store: theTown(), steps: func(p *player) { theMap(p); p.Press("map.layers") }},
		{name: "desk-map-customer", store: theTown(), steps: func(p *player) { theMap(p); find(p, "3107100010", "滨江路 20 号") }},
		{name: "desk-map-day", store: theCrew(), steps: onBoard(func(p *player) {
			p.keys("j")
			p.Key(fyne.KeyRight)
			p.keys("o")
		})},
		{name: "desk-map-order", store: theTown(), steps: func(p *player) {
			theMap(p)
			p.Press("map.order")
			p.Tap("李敏")
			p.Press("map.order.shortest")
		}},
	}
}

// theMap opens the map over the demo's town.
func theMap(p *player) {
	p.typed += " 虚构的示例地图,非真实地理"
	if p.Ctx.Phone() {
		p.Press("phone.map")
		return
	}
	p.Press("map.title")
}

// from opens it and looks at the middle of the town from a height.
func from(zoom float64) func(*player) { return func(p *player) { theMap(p); lookAt(p, zoom) } }

// search types what is looked for on the map.
func search(p *player, text string) {
	if p.Ctx.Phone() {
		p.TapObject(inTitle(p, ui.IcSearch))
	} else {
		p.Press("map.find")
	}
	p.Type(p.Say("map.find.hint"), text)
	p.Pass(time.Second)
}

// find looks for a customer on the map and opens its card.
func find(p *player, number, address string) {
	search(p, number)
	p.Tap(address)
}

// inTitle is the icon of a drawing that stands highest: the bottom bar has it too.
func inTitle(p *player, g ui.Glyph) fyne.CanvasObject {
	p.T.Helper()
	var best fyne.CanvasObject
	least := float32(math.Inf(1))
	for _, o := range test.LaidOutObjects(p.Window.Content()) {
		icon, ok := o.(*ui.Icon)
		if !ok || icon.Glyph() != g {
			continue
		}
		if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y; y < least {
			best, least = o, y
		}
	}
	if best == nil {
		p.T.Fatal("the icon is not on the screen")
	}
	return best
}

// theWidget is the map on the screen.
func theWidget(p *player) *slippy.Map {
	p.T.Helper()
	for _, o := range test.LaidOutObjects(p.Window.Content()) {
		if m, ok := o.(*slippy.Map); ok {
			return m
		}
	}
	p.T.Fatal("there is no map on the screen")
	return nil
}

// lookAt looks at the middle of the town from a height.
func lookAt(p *player, zoom float64) {
	at := townPoint(0, 0)
	theWidget(p).LookAt(geo.Point{Lat: at.Lat, Lon: at.Lon}, zoom)
	p.Settle()
}

// tapGround presses a place of the ground, hold presses it long.
func tapGround(p *player, at model.Position) {
	m := theWidget(p)
	m.Tapped(&fyne.PointEvent{Position: onMap(m, at)})
	p.Settle()
}

func hold(p *player, at model.Position) {
	m := theWidget(p)
	m.TappedSecondary(&fyne.PointEvent{Position: onMap(m, at)})
	p.Settle()
}

func onMap(m *slippy.Map, at model.Position) fyne.Position {
	c := m.Camera()
	return c.ToScreen(geo.Point{Lat: at.Lat, Lon: at.Lon})
}

func TestAPositionIsSetRightUnderThePin(t *testing.T) {
	p := newTheatre(t, 1).play(t, scene{name: "phone-x", store: theTown()}, looks()[0])
	theMap(p)
	find(p, "3107100010", "滨江路 20 号")
	p.Press("map.fix", "map.move.do")
	p.See(p.Say("map.move.why.missing")) // without a reason nothing is sent
	theWidget(p).PanBy(-40, 0)
	p.Settle()
	p.Press("map.move.why.entrance", "map.move.do")
	if n := p.App.Sync.State().Pending; n != 1 {
		t.Errorf("%d operations went into the outbox", n)
	}
	cards, err := p.App.Places.Cards(t.Context(), []appatlas.Point{{Kind: model.KindCustomer, ID: "c10"}})
	if err != nil || len(cards) != 1 {
		t.Fatal(cards, err)
	}
	if cards[0].Pos.Source != "register" { // what is set by hand waits for the office
		t.Errorf("it lies at %+v already", cards[0].Pos)
	}
	if p.Has(p.Say("map.move.do")) {
		t.Error("the pin is still there")
	}
}

func TestTheDayIsPutInOrderByHand(t *testing.T) {
	p := newTheatre(t, 1).play(t, scene{name: "phone-x", store: theTown()}, looks()[0])
	theMap(p)
	p.TapIcon(ui.IcSort)
	if p.Has(p.Say("map.order.keep")) {
		t.Fatal("there is something to keep before anything was moved")
	}
	p.Press("map.order.shortest")
	stops := func() (out []string) {
		all, err := p.App.Places.Stops(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			out = append(out, s.ID)
		}
		return out
	}
	before := stops()
	for _, o := range test.LaidOutObjects(p.Window.Content()) {
		if g, ok := o.(fyne.Draggable); ok && strings.HasSuffix(fmt.Sprintf("%T", o), "grip") {
			g.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DY: 150}}) // the first row goes down by two
			g.DragEnd()
			break
		}
	}
	p.Settle()
	p.Press("map.order.keep")
	after := stops()
	if slices.Equal(before, after) || after[2] != before[0] {
		t.Errorf("%v became %v", before, after)
	}
}

func TestAPressOnAStopLeavesAnOrderThatIsNotKeptOpen(t *testing.T) {
	for _, shell := range []string{"phone-x", "desk-x"} {
		p := newTheatre(t, 1).play(t, scene{name: shell, store: theTown()}, looks()[0])
		theMap(p)
		if p.Ctx.Phone() {
			p.TapIcon(ui.IcSort)
		} else {
			p.Press("map.order")
			p.Tap("李敏")
		}
		tapGround(p, townPoint(-150, 520))
		if !p.Has(p.Say("map.order.shortest")) {
			t.Errorf("%s: the order was left", shell)
		}
	}
}

func TestAStopUnderTheCardComesIntoSight(t *testing.T) {
	p := newTheatre(t, 1).play(t, scene{name: "phone-x", store: theTown()}, looks()[0])
	theMap(p)
	m := theWidget(p)
	at := townPoint(240, -260)
	m.PanBy(0, m.Size().Height-90-onMap(m, at).Y) // where the card will be
	p.Settle()
	tapGround(p, at)
	p.See(p.Ctx.T("map.stop", map[string]any{"n": 5}))
	if y := onMap(m, at).Y; y > m.Size().Height/2 {
		t.Errorf("it lies at %v of %v, under its card", y, m.Size().Height)
	}
}

func TestBackLeavesWhatLiesOverTheMapFirst(t *testing.T) {
	p := newTheatre(t, 1).play(t, scene{name: "phone-x", store: theTown()}, looks()[0])
	theMap(p)
	p.TapIcon(ui.IcLayers)
	p.See(p.Say("map.layer.boxes"))
	p.Key(mobile.KeyBack)
	if p.Has(p.Say("map.layer.boxes")) || !p.Has(p.Say("map.title")) {
		t.Error("Back left the map")
	}
}

func TestTheLayersAndTheViewStayAsTheyWereLeft(t *testing.T) {
	p := newTheatre(t, 1).play(t, scene{name: "phone-x", store: theTown()}, looks()[0])
	theMap(p)
	p.TapIcon(ui.IcLayers)
	p.Press("map.layer.customers", "map.layer.tasks")
	if kept := p.App.Settings.Choice("atlas.layers"); strings.Contains(kept, "customers") || strings.Contains(kept, "tasks") {
		t.Errorf("kept: %q", kept)
	}
	lookAt(p, 13)
	p.Wear(looks()[1])
	if z := theWidget(p).Camera().Zoom; z != 13 {
		t.Errorf("after another look the zoom is %v", z)
	}
}

func TestTheKeysOfTheDeskMoveTheMap(t *testing.T) {
	p := newTheatre(t, 1).play(t, scene{name: "desk-x", store: theTown()}, looks()[0])
	theMap(p)
	before := theWidget(p).Camera()
	p.Key(fyne.KeyRight)
	p.Rune('+')
	p.Settle()
	after := theWidget(p).Camera()
	if after.Zoom != math.Round(before.Zoom+1) || after.Centre.Lon <= before.Centre.Lon {
		t.Errorf("%+v became %+v", before, after)
	}
}
