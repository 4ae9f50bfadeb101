package screens_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/screens/ui/uitest"
)

// scenes are all scenes, in the order of the contact sheet.
func scenes() []scene {
	return slices.Concat(phoneScenes(), crowdScenes(), deskScenes(), overviewScenes(), placeScenes(), customerScenes(), syncScenes(), dayScenes(), lockScenes(), evidenceScenes(), wayScenes(), finderScenes(), conflictScenes(), packScenes(), atlasScenes(), searchScenes(), approachScenes(), scenesPlaces(), proposalScenes())
}

// theQuiet is a region with rules and people and nothing to do.
func theQuiet() stock {
	return stock{name: "quiet", rows: func(t testing.TB, _ string) []wire.PullRow {
		return slices.DeleteFunc(street(t), func(r wire.PullRow) bool {
			k := model.Kind(r.Kind)
			return k != model.KindUser && k != model.KindPolicy
		})
	}}
}

// theFar is a street whose server nobody answers at.
func theFar() stock {
	far := theStreet()
	far.name, far.server = "far", "http://127.0.0.1:9"
	return far
}

// unsent does work without a network and lets the round of syncing fail.
func unsent(p *player) {
	p.Press("taskkind.seal_check", "task.start")
	p.Ctx.Back()
	p.Settle()
	_ = p.App.Sync.Now(p.T.Context()) // it fails: that is what the scene shows
	p.Settle()
}

// scanned sweeps the box of the first task: two seals of it, one of another.
func scanned(p *player) {
	p.Press("taskkind.seal_check", "task.start")
	box(p.T, p.Camera, number(71), number(72), number(99))
	p.Tap(p.Ctx.N("task.scan", 3, nil))
	p.Await(p.Ctx.T("scan.progress", map[string]any{"seen": 2, "all": 3}))
	p.Await("张江路 90 弄 3 号")
}

// swept is back on the task after scanned.
func swept(p *player) {
	scanned(p)
	p.Press("scan.done")
	p.Settle()
}

// phoneScenes are the phone's screens.
func phoneScenes() []scene {
	return []scene{
		{name: "phone-enrol", store: theNew()},
		{name: "phone-enrol-wrong", store: theNew(), steps: func(p *player) { p.Type(p.Say("signin.server"), "nonsense"); p.Press("signin.enrol") }},
		{name: "phone-signin", steps: func(p *player) { p.Press("phone.me", "me.out", "me.out.do") }},
		{name: "phone-today"},
		{name: "phone-today-empty", store: theQuiet()},
		{name: "phone-today-unsent", store: theFar(), steps: unsent},
		{name: "phone-task", steps: func(p *player) { p.Press("taskkind.seal_check") }},
		{name: "phone-task-started", steps: func(p *player) { p.Press("taskkind.seal_check", "task.start") }},
		{name: "phone-task-scanned", steps: swept},
		{name: "phone-giveback", steps: func(p *player) { p.Press("taskkind.seal_check", "task.giveback") }},
		{name: "phone-scan", live: true, steps: scanned},
		{name: "phone-scan-none", again: true, steps: func(p *player) {
			p.Press("taskkind.seal_check", "task.start")
			p.Tap(p.Ctx.N("task.scan", 3, nil))
			p.Await(p.Ctx.T("errors.camera.none", nil))
		}},
		{name: "phone-type", live: true, steps: func(p *player) { scanned(p); p.Press("scan.type") }},
		{name: "phone-verdict", steps: func(p *player) { swept(p); p.Tap("1234 4799") }},
		{name: "phone-verdict-broken", steps: func(p *player) {
			swept(p)
			p.Tap("1234 4772")
			p.Press("condition.broken")
			p.Pass(time.Minute) // the line at the bottom goes
		}},
		{name: "phone-seals", steps: func(p *player) { p.Press("phone.me", "held.title") }},
		{name: "phone-seals-empty", store: theQuiet(), steps: func(p *player) { p.Press("phone.me", "held.title") }},
		{name: "phone-lookup", steps: func(p *player) { p.Press("phone.lookup") }},
		{name: "phone-lookup-found", steps: func(p *player) { p.Press("phone.lookup"); found(p, "lookup.hint", "王建国") }},
		{name: "phone-lookup-nothing", steps: func(p *player) { p.Press("phone.lookup"); found(p, "lookup.hint", "无此人") }},
		{name: "phone-customer", steps: func(p *player) {
			p.Press("phone.lookup")
			found(p, "lookup.hint", "王建国")
			p.Tap("3107001234")
		}},
		{name: "phone-me", steps: func(p *player) { p.Press("phone.me") }},
		{name: "phone-me-unsent", store: theFar(), steps: func(p *player) { unsent(p); p.Press("phone.me") }},
		{name: "phone-toast", again: true, steps: func(p *player) {
			p.Ctx.ToastUndo(p.Say("task.given"), p.Say("common.undo"), func() {})
		}},
	}
}

// searchPause is longer than any search waits for the next letter.
const searchPause = time.Second

// found types into a search and lets it come to its end.
func found(p *player, hint, text string) {
	p.Type(p.Say(hint), text)
	p.Pass(searchPause)
	p.Settle()
}

// deskScenes are the desk's.
func deskScenes() []scene {
	return []scene{
		{name: "desk-signin", store: theNew()},
		{name: "desk-orders"},
		{name: "desk-orders-empty", store: theQuiet()},
		{name: "desk-order", steps: func(p *player) { p.Tap("0044") }},
		{name: "desk-order-case", steps: func(p *player) { p.Tap("0044"); p.Press("casekind.seal_broken") }},
		{name: "desk-choosing", steps: func(p *player) { p.Press("orders.choose"); p.Tap("0099") }},
		{name: "desk-assign", steps: func(p *player) {
			p.Press("orders.choose")
			p.Tap("0099")
			p.Tap(p.Ctx.N("orders.assign", 1, nil))
		}},
		{name: "desk-seals", steps: func(p *player) { p.Press("seals.title") }},
		{name: "desk-seals-empty", store: theQuiet(), steps: func(p *player) { p.Press("seals.title") }},
		{name: "desk-cases", steps: func(p *player) { p.Press("cases.title") }},
		{name: "desk-cases-empty", store: theQuiet(), steps: func(p *player) { p.Press("cases.title") }},
	}
}

func TestEverySceneHasANameOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, sc := range scenes() {
		if seen[sc.name] {
			t.Errorf("two scenes are called %s", sc.name)
		}
		seen[sc.name] = true
		if !strings.HasPrefix(sc.name, "phone-") && !strings.HasPrefix(sc.name, "desk-") {
			t.Errorf("%s does not say on which shell it plays", sc.name)
		}
	}
}

// otherwise is what is in each of two lists alone.
func otherwise(a, b []string) (onlyA, onlyB []string) {
	lacks := func(in []string) func(string) bool {
		return func(s string) bool { return slices.Contains(in, s) }
	}
	return slices.DeleteFunc(slices.Clone(a), lacks(b)), slices.DeleteFunc(slices.Clone(b), lacks(a))
}

// TestEverySceneHoldsInEveryLook plays every scene and checks its layout in every
// look, in the first one against its golden picture; the settings change while the
// scene is on the screen. With PicturesEnv it paints them instead, and the contact
// sheets.
func TestEverySceneHoldsInEveryLook(t *testing.T) {
	th, album, all := newTheatre(t, 1), newAlbum(), looks()
	switch {
	case *update:
		all = all[:1]
	case album.on():
		all = append(all, moreLooks()...)
	}
	for _, sc := range scenes() {
		t.Run(sc.name, func(t *testing.T) {
			th.scale = 1
			if album.on() && !sc.desk() { // the desk's are large enough
				th.scale = uitest.Scale
			}
			var last *player
			var said []string
			shown := all
			if !album.on() {
				shown = slices.Concat(all, sc.also)
			}
			for l, p := range th.looksAt(t, sc, shown) {
				if last = p; said == nil {
					said = p.Texts()
				}
				for _, fault := range p.Faults() {
					t.Errorf("%s: %s", l.name, fault)
				}
				album.keep(t, p.Stage, sc, l)
				if !album.on() && sc.golden(l) {
					golden(t, p, sc, l)
				}
			}
			if first := looks()[0]; !sc.again && !sc.live {
				last.Wear(first)
				if now := last.Texts(); !slices.Equal(now, said) {
					a, b := otherwise(now, said)
					t.Errorf("back in %s it says %q, at first %q", first.name, a, b)
				}
			}
		})
	}
	album.sheets(t)
}
