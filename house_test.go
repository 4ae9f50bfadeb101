// Package main_test holds the rules of the house: which room may look into which.
// docs/architecture.md draws the house; the tables here are what is enforced.
//
// The checks ask "go list" for every platform and tag that is shipped; nothing is
// compiled, so no compiler, no display and no Android kit is needed. The file
// tables stand on their own: "go test house*_test.go" checks them without building
// the app.
package main_test

import (
	"strings"
	"testing"
)

const module = "dianqin"

// arrow lets the rooms of from import the rooms of to. A pattern is a path below
// the module ("." is the main package); "x/*" is everything beneath x, "x/..." is
// x and everything beneath it.
type arrow struct{ from, to, why string }

// arrows are the imports that are allowed. What is not listed is forbidden, but
// that a room may always import the rooms inside itself (app -> app/work).
var arrows = []arrow{
	{".", "screens/...", "main starts one of the two shells"},
	{".", "app/...", "main assembles the app for the screens"},
	{".", "device/...", "main picks the devices of the platform"},
	{".", "scan", "main builds the scanner that the app is given"},
	{".", "server/...", "the desktop demo starts a server inside; the phone links none, see links"},

	{"screens/*", "screens/ui", "all screens are built from one set of widgets"},
	{"screens/*", "screens/show", "verdicts, errors and states are said in the same words everywhere"},
	{"screens/*", "screens/lens", "one life of the camera for every page that looks through it"},
	{"screens/...", "app/...", "a screen asks the app and nothing below it"},
	{"screens/...", "data/model/...", "what the app answers are the model's types"},

	{"chart/...", "data/model/geo", "a map is drawn on the plane that positions lie on"},
	{"chart/label", "chart/*", "words are set over tiles, in their palette"},
	{"chart/vectile", "chart/*", "a vector tile is drawn by the painter and given as any tile"},
	{"chart/tiles", "chart/mbtiles", "a pack is one of the sources of tiles"},
	{"chart/tiler", "chart/mbtiles", "tiles are cut to be packed"},
	{"screens/...", "chart/...", "the map screen shows what chart paints"},
	{"app/...", "chart/...", "the app opens packs and clusters points"},
	{"server/...", "chart/mbtiles", "the server looks into the packs that it offers, and the demo town is one"},
	{"server", "chart/tiler", "the demo's pack is cut into its stations' parts"},
	{"server/demo/townmap", "chart/tiler", "the demo's town is drawn as any pack is"},
	{"server/demo/townmap", "server/demo/town", "the town is invented next door"},
	{"cmd/pack", "chart/...", "packs are made and looked into"},
	{"cmd/pack", "data/model/geo", "a utility's own positions come in three datums"},
	{"cmd/pack", "server/demo/...", "the demo's town is one of the packs"},

	{"app/*", "app/signal", "a leaf: how parts tell that something changed"},
	{"app/*", "app/act", "the one way from a use case to an operation"},
	{"app/atlas", "app/settings", "the services of tiles that a person entered are rows of the settings"},
	{"app/viewing", "app/seals", "the live picture asks for a verdict on every number it reads"},
	{"app/...", "data/courier", "the app runs the sync"},
	{"app/...", "data/local", "the app reads the view and fills the outbox"},
	{"app/...", "data/wire", "the app writes operations"},
	{"app/...", "data/schema", "the app opens the phone's files at a version"},
	{"app/...", "data/model/...", "the app asks the rules"},
	{"app/...", "scan", "the app turns frames into symbols"},
	{"app/...", "device/...", "the app holds camera, place, feel and link"},

	{"data/courier", "data/wire", "the courier speaks the contract"},
	{"data/courier", "data/schema", "a snapshot is one of the phone's files, by version"},
	{"data/courier", "data/model/...", "lanes and kinds are the model's"},
	{"data/local", "data/wire", "the outbox keeps operations of the contract"},
	{"data/local", "data/schema", "the phone's tables are opened by version"},
	{"data/local", "data/model/...", "the view is folded by the model"},
	{"data/wire", "data/model/...", "the one mapping between contract and model"},
	{"data/schema", "data/model/...", "the tables are named by the model's kinds"},
	{"data/model/...", "data/model/...", "the subjects of the domain are one vocabulary"},

	{"device/sim", "device/*", "the simulated devices stand in for the real ones"},
	{"device/*", "device/internal/jni", "one way to the Java of the phone, checked once"},

	{"server/*", "server/store", "every service keeps its records in the one store"},
	{"server/api", "server/*", "api assembles the services behind the routes"},
	{"server/...", "data/wire", "the server answers by the contract"},
	{"server/...", "data/schema", "the server builds snapshots of the phone's tables"},
	{"server/...", "data/model/...", "the server asks the same rules again"},

	{"cmd/scan", "scan", "the reader as a program"},
	{"cmd/scan/bench", "scan", "the reader measured beside its peers"},
	{"cmd/server", "server/...", "the server as a program"},
	{"cmd/fleet/...", "app/...", "the fleet is made of real phones without screens"},
	{"cmd/fleet/...", "data/...", "the fleet compares ledgers by the contract and the model"},
	{"cmd/fleet/...", "device/...", "the fleet's phones have simulated devices"},
	{"cmd/fleet/*", "cmd/fleet/verify", "a leaf: the lines of the ledger, which phones write and the comparison reads"},
	{"cmd/fleet/chaos", "cmd/fleet/*", "chaos is traffic through faults, verified, with kills"},
	{"cmd/prove/...", "data/...", "the proof plays real phones"},
	{"cmd/prove/...", "server/...", "the proof plays the real server beside them, in one process and one step at a time"},

	{"script/apk", "script/stamp", "every package calls itself by one version"},
	{"script/desktop", "script/stamp", "every package calls itself by one version"},

	{".", "assets/...", "assets are a leaf that anyone above the data may read"},
	{"screens/...", "assets/...", "words, type faces and icons are painted here"},
	{"app/...", "assets/...", "checklists and words are read here"},
	{"server/...", "assets/...", "messages and the demo region are made of them"},
	{"cmd/...", "assets/...", "programs speak to people too"},
}

// testArrows are allowed to tests and to the rooms that only tests use.
var testArrows = []arrow{
	{".", "...", "the tour and the house look at everything"},
	{"screens/...", "screens/ui/uitest", "screens are tested on one stage"},
	{"screens/...", "screens/ui/uitest/window", "what is measured in a real window is measured by one clock"},
	{"screens/ui/uitest", "screens/ui", "the stage shows widgets"},
	{"screens", "data/local", "screens are tested on a real store"},
	{"screens", "data/wire", "the store of a test is filled by pages of the contract"},
	{"screens", "device/camera", "a viewfinder is tested with a camera that is lost, busy or refused"},
	{"screens/...", "device/sim", "a viewfinder is tested with a simulated camera"},
	{"screens", "device/place", "a scene plays somewhere"},
	{"screens", "device/permission", "a simulated person is told what to answer"},
	{"app/...", "server/...", "the app is tested against the real server"},
	{"data/courier", "server/...", "the courier is tested against the real server"},
	{"chart/...", "assets/...", "the painter is tested with the type faces of the app, over the demo's town"},
	{"cmd/server", "data/...", "server processes are tested with the phone's own courier"},
	{"data/courier", "data/local", "the courier is tested with the real outbox"},
	{"data/courier", "chart/mbtiles", "packs that come down in tests are maps"},
	{"server/demo/townmap", "server/demo", "the demo's records are looked for on the map"},
	{"server/packs", "server/files", "packs are tested on a real store of bytes"},
	{"server/...", "server/storetest", "services are tested on real databases"},
	{"app/journey", "app/...", "the journey holds tests alone: the whole app against the real server"},
	{"cmd/fleet/...", "server/...", "the fleet is tested against the real server"},
	{"cmd/fleet/*", "cmd/fleet/faults", "the fleet is tested over a bad network"},
	{"cmd/fleet/...", "scan", "the fleet reads pictures in its tests"},
	{"cmd/...", "device/sim", "programs are tested on simulated pictures"},
	{"device/camera", "device/camera/cameratest", "every camera holds one suite"},
	{"device/camera/cameratest", "device/camera", "the suite is over the cameras' interface"},
	{"device/sim", "device/camera/cameratest", "a simulated camera holds what a real one must"},
}

// testRooms are linked by tests only; links sees to it.
var testRooms = []string{"screens/ui/uitest", "screens/ui/uitest/window", "server/storetest", "device/camera/cameratest"}

// library says who may import a family of packages from outside, and where.
type library struct {
	prefix string // of the import path
	from   string // who may; a pattern as in arrow
	on     string // only on this platform; "" is every
	why    string
}

// libraries are the families that only some rooms may import. A family that is
// not listed is free to every room but the model and the scanner.
var libraries = []library{
	{"fyne.io/", ".", "", "main opens the window"},
	{"fyne.io/", "screens/...", "", "pixels live in screens and nowhere else"},
	{"fyne.io/", "device/...", "android", "Fyne is the only way to the Java of the phone"},
	{"github.com/blackjack/webcam", "device/camera", "linux", "one room knows the cameras of a desktop"},
	{"github.com/pion/", "device/camera", "windows", "one room knows the cameras of a desktop"},
	{"github.com/pion/", "device/camera", "darwin", "one room knows the cameras of a desktop"},
	{"github.com/makiuchi-d/gozxing", "scan", "", "one reader of bar codes"},
	{"github.com/makiuchi-d/gozxing", "device/sim", "", "simulated labels are drawn by its writer"},
	{"github.com/makiuchi-d/gozxing", "cmd/scan/bench", "", "measured frames are drawn by its writer"},
	{"github.com/makiuchi-d/gozxing", "app/people", "", "enrolment codes are drawn by its writer"},
	{"github.com/go-resty/", "data/courier", "", "one client of the server"},
	{"github.com/jackc/pgx/", "server/store/...", "", "one room knows the databases of the server"},
	{"github.com/minio/", "server/bucket", "", "one room speaks S3, and only programs that ask for it link it"},
	{"github.com/prometheus/", "cmd/server", "", "the metrics' format is the program's, not the demo's inside the desktop"},
}

// frugal rooms take nothing from outside but the standard library and what
// libraries grants to them by name.
var frugal = []struct{ room, why string }{
	{"data/model/...", "the rules must read the same for ever: the standard library only"},
	{"scan", "a grey picture in, symbols out"},
}

// link says what a program or room may not contain, however indirectly.
type link struct {
	room   string
	on     string // platform, or "" for every
	banned string // an import path, all below it too
	why    string
}

var links = []link{
	{".", "android", module + "/server", "the phone links no server code"},
	{".", "android", "testing", "what people carry holds no test code"},
	{"cmd/server", "", "testing", "what people install holds no test code"},
	{"data/...", "", "fyne.io", "data has no pixels"},
	{"scan", "", "fyne.io", "the scanner has no pixels"},
	{"chart/...", "", "fyne.io", "maps are painted into plain pictures"},
	{"server/...", "", "fyne.io", "the server has no pixels"},
	{"cmd/...", "linux", "fyne.io", "the programs beside the app need no display"},
	{"app/...", "linux", "fyne.io", "the app runs without pixels"},
	{"device/...", "linux", "fyne.io", "devices run without pixels on a desk"},
}

// shipped are the platforms and tags that are built for people. Every one is
// listed with cgo on: Fyne needs it everywhere.
var shipped = []platform{
	{"linux", "amd64", ""},
	{"linux", "amd64", "migrated_fynedo"},
	{"linux", "amd64", "migrated_fynedo,mobile"},
	{"linux", "amd64", "migrated_fynedo,tour"},
	{"windows", "amd64", "migrated_fynedo"},
	{"darwin", "arm64", "migrated_fynedo"},
	{"android", "arm64", "migrated_fynedo"},
}

type platform struct{ os, arch, tags string }

func (p platform) String() string { return strings.TrimRight(p.os+" "+p.tags, " ") }

func TestHouse_ImportsFollowTheArrows(t *testing.T) {
	onEveryPlatform(t, func(t *testing.T, p platform, packages []listed) {
		standard := map[string]bool{}
		for _, l := range packages {
			standard[l.ImportPath] = l.Standard
		}
		for _, l := range packages {
			if l.room() == "" {
				continue
			}
			for _, complaint := range imports(l, p.os, standard) {
				t.Errorf("%s\n    the tables in house_test.go say what is allowed", complaint)
			}
		}
	})
}

func TestHouse_ProgramsLinkOnlyWhatTheyMay(t *testing.T) {
	onEveryPlatform(t, func(t *testing.T, p platform, packages []listed) {
		for _, l := range packages {
			if l.room() == "" {
				continue
			}
			for _, complaint := range linked(l, p.os) {
				t.Errorf("%s\n    find the way: GOOS=%s CGO_ENABLED=1 go list -deps -f '{{.ImportPath}}: {{.Imports}}' ./%s",
					complaint, p.os, l.room())
			}
		}
	})
}

func TestHouse_EveryPackageSaysWhatItIsFor(t *testing.T) {
	said, seen := map[string]bool{}, map[string]string{}
	for _, p := range shipped {
		for _, l := range list(t, p) {
			if l.room() == "" || len(l.GoFiles)+len(l.CgoFiles) == 0 {
				continue
			}
			seen[l.ImportPath] = l.Dir
			said[l.ImportPath] = said[l.ImportPath] || l.Doc != ""
		}
	}
	for importPath, dir := range seen {
		if !said[importPath] {
			t.Errorf("%s has no package comment: say in %s what it is for and what it never does", importPath, dir)
		}
	}
}

func TestHouse_PackagesCanBeListedEverywhere(t *testing.T) {
	onEveryPlatform(t, func(t *testing.T, _ platform, packages []listed) {
		for _, l := range packages {
			if l.room() == "" || l.Error == nil {
				continue
			}
			// A package of another platform, or a folder of tests alone, is no fault.
			if strings.Contains(l.Error.Err, "build constraints exclude all Go files") ||
				strings.Contains(l.Error.Err, "no non-test Go files") {
				continue
			}
			t.Errorf("%s: %s", l.ImportPath, l.Error.Err)
		}
	})
}
