package screens_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dianqin/app"
	"dianqin/app/session"
	"dianqin/assets/words"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/device/place"
	"dianqin/device/sim"
	"dianqin/screens"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"
)

// scene is one state of one screen: what lies in the store, and what a person does
// to get there. Every scene is painted by "make screens", held against its golden
// picture and checked in every look. README.md tells how to add one.
type scene struct {
	name  string           // of its pictures; "phone-" or "desk-" in front says on which shell it plays
	store stock            // theStreet on the phone, theOffice on the desk where it has no name
	steps func(*player)    // nil: the first screen
	again bool             // what it shows ends when the settings change (a toast, a dialog, a camera that is opened anew): it is played anew in every look
	also  []look           // it has golden pictures in these looks too
	live  bool             // it never looks the same twice (a live picture): it has no golden picture
	now   func() time.Time // uitest.Now if nil
	place place.Source     // where the device is; nil: it does not know
}

func (sc scene) desk() bool { return strings.HasPrefix(sc.name, "desk-") }

// stock is what lies on the device when a scene begins.
type stock struct {
	name    string
	rows    func(t testing.TB, files string) []wire.PullRow // nil: nothing at all, nobody is enrolled; files takes pictures by their hash
	user    func() people.User                              // inspector if nil
	server  string                                          // an address that nobody has if empty
	refresh string                                          // what the server takes for a token; empty: there is none
	kept    map[string]string                               // settings that the device keeps besides
	told    string                                          // what is shown besides the records and is translated in no language: what the server says
}

// theStreet is what the phone's scenes play on, theOffice what the desk's do.
func theStreet() stock {
	return stock{name: "street", rows: func(t testing.TB, _ string) []wire.PullRow { return street(t) }}
}

func theOffice() stock {
	return stock{name: "office", rows: func(t testing.TB, files string) []wire.PullRow { return append(street(t), office(t, files)...) }}
}

// theNew is a device that nobody enrolled.
func theNew() stock { return stock{name: "new"} }

// player plays a scene: a stage with the app behind it.
type player struct {
	*uitest.Stage
	App    *app.App
	Camera *sim.Camera
	Out    *sim.Outside // the other programs of the device
	typed  string       // what went into fields: no language translates that either
}

// Type replaces what stands in a field and remembers it as data.
func (p *player) Type(labelOrHint, text string) {
	p.T.Helper()
	p.typed += " " + text
	p.Stage.Type(labelOrHint, text)
}

// Say is the word for a key in the language of the stage.
func (p *player) Say(key string) string { return p.Ctx.T(key, nil) }

// Press taps the words of keys, one after the other.
func (p *player) Press(keys ...string) {
	p.T.Helper()
	for _, k := range keys {
		p.Tap(p.Say(k))
	}
}

// Push puts a page over the present one, Open opens it as a press on a row does:
// a scene may show any page without the way there.
func (p *player) Push(page ui.Page) { p.Ctx.Nav.Push(page); p.Settle() }

// Open shows a page over the list on the phone, in the details pane on the desk.
func (p *player) Open(page ui.Page) { p.Ctx.Open(page); p.Settle() }

// Wear changes the look while the scene is on the screen.
func (p *player) Wear(l look) {
	next := l.Settings
	next.Narrow = p.Ctx.Settings().Narrow
	p.Ctx.Apply(next)
	p.Settle()
}

// Await settles until a text is there: the camera runs beside the screen.
func (p *player) Await(text string) { p.T.Helper(); await(p.Stage, text) }

// look is one way of looking at a scene.
type look struct {
	name string
	ui.Settings
}

// looks cover every language with every mode and every size of text. The first is
// what golden pictures are painted in.
func looks() []look {
	zh, en := words.ZH, words.EN
	return []look{
		{"zh-light", ui.Settings{Language: zh, Mode: ui.Light, TextScale: 1}},
		{"en-dark", ui.Settings{Language: en, Mode: ui.Dark, TextScale: 1}},
		{"en-light-large", ui.Settings{Language: en, Mode: ui.Light, TextScale: 1.25}},
		{"zh-sunlight-large", ui.Settings{Language: zh, Mode: ui.Sunlight, TextScale: 1.25}},
		{"zh-dark-larger", ui.Settings{Language: zh, Mode: ui.Dark, TextScale: 1.5}},
		{"en-sunlight-larger", ui.Settings{Language: en, Mode: ui.Sunlight, TextScale: 1.5}},
	}
}

// moreLooks are painted besides, for the eye.
func moreLooks() []look {
	zh, en := words.ZH, words.EN
	return []look{
		{"en-light", ui.Settings{Language: en, Mode: ui.Light, TextScale: 1}},
		{"zh-light-larger", ui.Settings{Language: zh, Mode: ui.Light, TextScale: 1.5}},
		{"zh-dark", ui.Settings{Language: zh, Mode: ui.Dark, TextScale: 1}},
		{"zh-sunlight", ui.Settings{Language: zh, Mode: ui.Sunlight, TextScale: 1}},
	}
}

// themes are the dark map and the one for sunlight; the light one is in the first look.
func themes() []look { return moreLooks()[2:] }

// theatre keeps the data folders of the stocks, each made once.
type theatre struct {
	root  string
	kept  map[string]string // stock to its folder
	words map[string]string // stock to what its records say
	scale float32           // pixels to a dp

	shared bool // scenes play in the folder of their stock itself, one after the other
}

func newTheatre(t testing.TB, scale float32) *theatre {
	return &theatre{root: t.TempDir(), kept: map[string]string{}, words: map[string]string{}, scale: scale}
}

// play opens the shell of a scene in a look and plays its steps.
func (th *theatre) play(t testing.TB, sc scene, l look) *player {
	t.Helper()
	camera, out, now := sim.NewCamera(), &sim.Outside{}, sc.now
	if now == nil {
		now = uitest.Now
	}
	moment := now()
	a, err := app.Open(app.Options{Dir: th.folder(t, sc), Now: func() time.Time { moment = moment.Add(time.Millisecond); return moment }, Camera: camera, Feel: &sim.Feel{}, Outside: out, Place: sc.place})
	if err != nil {
		t.Fatal(err)
	}
	s := uitest.New(t, uitest.Options{Desk: sc.desk(), Language: l.Language, Mode: l.Mode, TextScale: l.TextScale, Now: now, Scale: th.scale})
	t.Cleanup(func() {
		s.Ctx.Nav.Clear()
		s.Settle()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if sc.desk() {
		screens.Desk(a, s.Ctx, "")
	} else {
		screens.Phone(a, s.Ctx, "")
	}
	s.Settle()
	p := &player{Stage: s, App: a, Camera: camera, Out: out}
	s.Data = func(w string) bool {
		return strings.Contains(th.words[th.stockOf(sc).name], w) || strings.Contains(p.typed, w)
	}
	if sc.desk() && !strings.HasPrefix(sc.name, "desk-overview") && a.Session.State() == session.SignedIn && a.Sync.State().HasData {
		p.Press("orders.title") // the lists are where most scenes of the desk begin
	}
	if sc.steps != nil {
		sc.steps(p)
	}
	return p
}

// stockOf is what lies in the store of a scene.
func (th *theatre) stockOf(sc scene) stock {
	switch {
	case sc.store.name != "":
		return sc.store
	case sc.desk():
		return theOffice()
	}
	return theStreet()
}

// folder is a data folder with the scene's stock, the scene's own.
func (th *theatre) folder(t testing.TB, sc scene) string {
	t.Helper()
	st, dir := th.stockOf(sc), t.TempDir()
	if st.rows == nil {
		return dir
	}
	if th.kept[st.name] == "" {
		th.kept[st.name] = filepath.Join(th.root, st.name)
		th.words[st.name] = st.fill(t, th.kept[st.name])
	}
	if th.shared {
		return th.kept[st.name]
	}
	if err := os.CopyFS(dir, os.DirFS(th.kept[st.name])); err != nil {
		t.Fatal(err)
	}
	return dir
}

// fill makes a data folder in which the person has worked before, and returns what
// the records say: words that no language translates.
func (st stock) fill(t testing.TB, dir string) string {
	t.Helper()
	files := filepath.Join(dir, "files")
	if err := os.MkdirAll(files, 0o700); err != nil {
		t.Fatal(err)
	}
	who := inspector()
	if st.user != nil {
		who = st.user()
	}
	server := st.server
	if server == "" {
		server = "https://yx.example:8443"
	}
	rows := st.rows(t, files)
	stocked(t, dir, who, server, rows)
	if st.refresh != "" {
		setting(t, dir, "session.refresh", st.refresh)
	}
	for k, v := range st.kept {
		setting(t, dir, k, v)
	}
	said := []string{server, st.told}
	for _, r := range rows {
		if model.Kind(r.Kind) != model.KindPolicy && r.Body != nil {
			said = append(said, string(*r.Body))
		}
	}
	return strings.Join(said, " ")
}

// setting keeps one more setting in a data folder.
func setting(t testing.TB, dir, key, value string) {
	t.Helper()
	store, err := local.Open(dir, local.Options{Now: uitest.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(store.SetSetting(key, value), store.Close()); err != nil {
		t.Fatal(err)
	}
}

// stocked fills a data folder as a first download does and signs a person in.
func stocked(t testing.TB, dir string, who people.User, server string, rows []wire.PullRow) {
	t.Helper()
	store, err := local.Open(dir, local.Options{Now: uitest.Now})
	if err != nil {
		t.Fatal(err)
	}
	end := wire.PullEnd{End: true, Epoch: "e1", Rows: len(rows), Cursor: map[string]int64{"org": 1, "station:s1": 1, "cases:s1": 1}}
	if err := store.ApplyPage(t.Context(), rows, end); err != nil {
		t.Fatal(err)
	}
	user, err := json.Marshal(who)
	if err != nil {
		t.Fatal(err)
	}
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	for k, v := range map[string]string{"session.device": "d1", "session.user": string(user), "session.server": server,
		"session.key": base64.StdEncoding.EncodeToString(key), "sync.last_ok": uitest.Now().Add(-10 * time.Minute).Format(time.RFC3339)} {
		if err := store.SetSetting(k, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

// looksAt plays a scene and shows it in looks.
func (th *theatre) looksAt(t testing.TB, sc scene, all []look) func(yield func(look, *player) bool) {
	return func(yield func(look, *player) bool) {
		var p *player
		for _, l := range all {
			switch {
			case p == nil:
				p = th.play(t, sc, l)
			case sc.again:
				p = th.play(t, sc, l)
			default:
				p.Wear(l)
			}
			if !yield(l, p) {
				return
			}
		}
	}
}
