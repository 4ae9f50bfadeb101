package evidence

import (
	"strings"
	"testing"
)

func TestCheck_OfADeclaredFileNamesTheField(t *testing.T) {
	good := Declared{SHA256: strings.Repeat("a0", 32), Bytes: 1, Mime: "image/jpeg", Name: "door.jpg"}
	for _, c := range []struct {
		name        string
		change      func(*Declared)
		code, field string // empty: fine
	}{
		{"Good", func(*Declared) {}, "", ""},
		{"AsLargeAsMayBe", func(d *Declared) { d.Bytes = MaxBytes }, "", ""},
		{"NoHash", func(d *Declared) { d.SHA256 = "" }, "file.bad_hash", "/body/sha256"},
		{"ShortHash", func(d *Declared) { d.SHA256 = d.SHA256[2:] }, "file.bad_hash", "/body/sha256"},
		{"NoHex", func(d *Declared) { d.SHA256 = strings.Repeat("xy", 32) }, "file.bad_hash", "/body/sha256"},
		{"HashInCapitals", func(d *Declared) { d.SHA256 = strings.ToUpper(d.SHA256) }, "file.bad_hash", "/body/sha256"},
		{"Empty", func(d *Declared) { d.Bytes = 0 }, "file.empty", "/body/bytes"},
		{"Negative", func(d *Declared) { d.Bytes = -1 }, "file.empty", "/body/bytes"},
		{"TooLarge", func(d *Declared) { d.Bytes = MaxBytes + 1 }, "file.too_large", "/body/bytes"},
		{"NoMime", func(d *Declared) { d.Mime = "" }, "field.required", "/body/mime"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := good
			c.change(&d)
			if err := d.Check(); (err == nil) != (c.code == "") || err != nil && (err.Code != c.code || err.Field != c.field) {
				t.Fatal(err)
			}
		})
	}
}

func TestCheck_OfCopiesAndSources(t *testing.T) {
	hash := strings.Repeat("a0", 32)
	heading := func(d float64) *float64 { return &d }
	for _, c := range []struct {
		name        string
		change      func(*Declared)
		code, field string
	}{
		{"WithACopy", func(d *Declared) {
			d.Copies = []Copy{{Role: Stamped, SHA256: hash, Bytes: 1, Mime: "image/jpeg"}}
		}, "", ""},
		{"ACopyAlone", func(d *Declared) { d.Role, d.Of = Sketch, hash }, "", ""},
		{"ACopyOfNothing", func(d *Declared) { d.Role = Sketch }, "file.bad_hash", "/body/of"},
		{"AnOriginalOfAnother", func(d *Declared) { d.Of = hash }, "file.bad_role", "/body/of"},
		{"ACopyWithCopies", func(d *Declared) { d.Role, d.Of, d.Copies = Sketch, hash, []Copy{{Role: Stamped}} }, "file.bad_role", "/body/of"},
		{"UnknownRole", func(d *Declared) { d.Role = "poster" }, "file.bad_role", "/body/role"},
		{"CopyThatIsAnOriginal", func(d *Declared) { d.Copies = []Copy{{Role: Original, SHA256: hash, Bytes: 1, Mime: "image/jpeg"}} }, "file.bad_role", "/body/copies"},
		{"EmptyCopy", func(d *Declared) { d.Copies = []Copy{{Role: Stamped, SHA256: hash, Mime: "image/jpeg"}} }, "file.empty", "/body/copies/bytes"},
		{"TooManyCopies", func(d *Declared) { d.Copies = make([]Copy, MaxCopies+1) }, "file.too_many_copies", "/body/copies"},
		{"FromAFile", func(d *Declared) { d.Source = FromFile }, "", ""},
		{"UnknownSource", func(d *Declared) { d.Source = "dream" }, "file.bad_source", "/body/source"},
		{"North", func(d *Declared) { d.Heading = heading(0) }, "", ""},
		{"Round", func(d *Declared) { d.Heading = heading(360) }, "file.bad_heading", "/body/heading"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Declared{SHA256: hash, Bytes: 1, Mime: "image/jpeg", Name: "door.jpg"}
			c.change(&d)
			if err := d.Check(); (err == nil) != (c.code == "") || err != nil && (err.Code != c.code || err.Field != c.field) {
				t.Fatal(err)
			}
		})
	}
	if bad := (Withdrawn{}).Check(); bad == nil {
		t.Error("nothing can be withdrawn")
	}
}
