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
